"""Writing findings into a folder of their own, whole or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from sim.base.files import checksum
from sim.explore.sensitivity.analyse import MAIN, Findings
from sim.explore.sensitivity.follow import next_plan, survivors
from sim.report import store
from sim.report.figures import chinese_font, drawing
from sim.report.sensitivity.figures import draw_bars, draw_convergence
from sim.report.sensitivity.select import binding, groups, methods, place
from sim.report.sensitivity.text import note, summary
from sim.report.sensitivity.words import say
from sim.report.words import Language
from sim.scenario.own.load import about_own_firms
from sim.sweep.read import SweepData

NEXT, NEXT_BASE = "next_plan.toml", 64
LANGUAGES: tuple[Language, ...] = ("zh", "en")


def write(findings: Findings, data: SweepData, out: Path) -> list[str]:
    """Write tables, figures, texts, the next step's plan and the manifest into a new folder.

    Args:
        findings: what was found.
        data: the store.
        out: the folder.

    Returns:
        The inputs that survived a screening; empty for other designs.

    Raises:
        InputError: the folder exists or cannot be written.
    """
    kept = survivors(findings.indices) if findings.sample.kind == "morris" else []
    with store.new_folder(out) as folder:
        _tables(findings, data, folder)
        for language in LANGUAGES:
            heading = say("title", language, title=data.about["plan"]["title"][language])
            text = summary(findings, heading, data.about["plan"]["firms"], language)
            (folder / f"summary.{language}.md").write_text(text, "utf-8", newline="\n")
            if language == "en" or chinese_font() is not None:
                _figures(findings, data, folder, language)
        if kept:
            plan = next_plan(data.about, kept, NEXT_BASE)
            (folder / NEXT).write_text(plan, "utf-8", newline="\n")
        store.write_manifest(lambda files: _about(findings, data, files), folder)
    return kept


def _tables(findings: Findings, data: SweepData, folder: Path) -> None:
    for name, frame in (("indices", findings.indices), ("convergence", findings.convergence)):
        if len(frame):
            table = pa.Table.from_pandas(frame, preserve_index=False)
            store.write_table(table, folder / f"{name}.parquet")
    if len(findings.indices):
        main = findings.indices[findings.indices["index"]
                                == findings.indices["method"].map(MAIN)]  # fmt: skip
        _csv(main, folder / "main_indices.csv")
    _csv(findings.outputs, folder / "outputs.csv")
    _csv(data.failed()[["scenario", "point", "seed", "error"]], folder / "failed.csv")


def _csv(frame: pd.DataFrame, path: Path) -> None:
    frame.to_csv(path, index=False, encoding="utf-8", lineterminator="\n", float_format="%.8g")


def _figures(findings: Findings, data: SweepData, folder: Path, language: Language) -> None:
    """For each method and each scenario or difference: the targets that bind, and cost."""
    about = note(findings, data.about["plan"]["firms"], language)
    converging = set(findings.convergence["method"]) if len(findings.convergence) else set()
    for method in methods(findings):
        for (scenario, against), outputs in groups(binding(findings)):
            shown = [one for one in outputs if one.kind != "probability"]
            name = scenario if not against else f"{scenario}-less-{against}"
            label = place(findings, scenario, against, language)
            size = (12.0, 1.2 + 2.1 * -(-len(shown) // 2))
            with drawing(language, *size) as figure:
                heading = f"{say(method, language)} · {label}\n{about}"
                draw_bars(figure, findings, method, shown, heading, language)
                _save(figure, folder / f"{method}-{name}.{language}.png", data)
            if method in converging:
                with drawing(language, *size) as figure:
                    heading = f"{say('convergence', language)} · {label}\n{about}"
                    draw_convergence(figure, findings, method, shown, heading, language)
                    _save(figure, folder / f"convergence-{name}.{language}.png", data)


def _save(figure: Any, path: Path, data: SweepData) -> None:
    origin = (f"yongsim code {data.about['code_hash'][:12]} data {data.about['data_hash'][:12]} "
              f"plan {data.about['plan']['name']} runs {data.about['runs']}")  # fmt: skip
    figure.savefig(path, dpi=110, metadata={"Title": path.stem, "Source": origin,
                                            "Software": "yongsim"})  # fmt: skip


def _about(findings: Findings, data: SweepData, files: list[Path]) -> dict[str, Any]:
    sample = findings.sample
    return {
        "request": {"command": "sensitivity"},
        "plan": data.about["plan"]["name"], "firms": data.about["plan"]["firms"],
        "store_code_hash": data.about["code_hash"], "store_data_hash": data.about["data_hash"],
        "design": sample.kind, "inputs": [one.key for one in sample.inputs],
        "batches": sample.batches, "seeds": sample.seeds, "runs": data.about["runs"],
        "failed": sample.failed, "missing": sample.missing, **about_own_firms(data.about),
        "files": {path.name: checksum(path) for path in files},
    }  # fmt: skip
