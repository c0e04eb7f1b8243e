"""Bring the README's figures up to date: run the baseline, keep its target table, write the blocks.

    python docs/update.py            # runs the baseline with the shipped posterior: minutes
    python docs/update.py --no-run   # writes the blocks from the stored results

What is stored: `docs/baseline_targets.csv` (the audit), `docs/baseline.json` (what it stands on),
`docs/history.png`. The blocks of the README stand between markers and are edited by nobody.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import tempfile
from pathlib import Path

import pandas as pd

DOCS = Path(__file__).resolve().parent
README = DOCS.parent / "README.md"
POSTERIOR = DOCS.parent / "calibration" / "posterior"
RUNS = 400
TARGETS, STANDS_ON = DOCS / "baseline_targets.csv", DOCS / "baseline.json"
SHOWN = ["target", "en", "unit", "base_2020", "aim", "median", "five_percent",
         "ninety_five_percent", "probability", "without_policy", "imposed", "binding"]  # fmt: skip
REMARKS = {"dose": "input", "below_base": "below its base",
           "contradictory": "contradicts another"}  # fmt: skip


def store_baseline() -> None:
    """Run the baseline and keep what the README shows of it."""
    import sim  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        out = sim.run("baseline", seeds=RUNS).save(Path(folder) / "baseline")
        manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
        targets = pd.read_parquet(out / "targets.parquet")
        shutil.copy(out / "history.png", DOCS / "history.png")
    kept = targets.loc[targets["represented"], SHOWN]
    kept.to_csv(TARGETS, index=False, float_format="%.6g", lineterminator="\n")
    about = {key: manifest[key] for key in ("posterior", "seeds", "failed", "draws")}
    about["seeds"] = len(about["seeds"])
    STANDS_ON.write_text(json.dumps(about, indent=2) + "\n", encoding="utf-8", newline="\n")


def fit_block() -> str:
    """The fit of 2015-2020, from the posterior's own table."""
    rows = pd.read_csv(POSTERIOR / "fit.csv")
    about = json.loads((POSTERIOR / "posterior.json").read_text(encoding="utf-8"))
    scored = rows[rows["role"] == "scored"]
    lines = [
        f"{int(scored['inside'].sum())} of {len(scored)} scored figures lie within their tolerance "
        f"(median of the posterior's predictions for 2020); {about['runs']:,} runs, effective "
        f"sample {about['effective_sample']:.0f}.",
        "",
        "| figure of 2020 | published | tolerance | median | 90% range | within |",
        "|---|---|---|---|---|---|",
    ]
    for row in scored.itertuples():
        lines.append(
            f"| {row.moment} | {_short(row.published)} | {_short(row.tolerance)} "
            f"| {_short(row.median)} | {_short(row.low)} - {_short(row.high)} "
            f"| {'yes' if row.inside else '**no**'} |"
        )
    return "\n".join([*lines, "", *_levels()])


def _levels() -> list[str]:
    """Levels that the fit was not shown; a miss here shifts every target stated per mu."""
    rows = pd.read_csv(POSTERIOR / "checks.csv")
    lines = ["Levels of 2020 that the fit was not shown:", ""]
    for row in rows[rows["kind"] == "level"].itertuples():
        inside = "inside" if row.inside else "**outside**"
        lines.append(f"- {row.indicator}: published {_short(row.published)} "
                     f"(tolerance {_short(row.tolerance)}), median {_short(row.median)}, 90% range "
                     f"{_short(row.low)} - {_short(row.high)}: {inside}")  # fmt: skip
    return lines


def target_block() -> str:
    """The baseline's answers, from the stored audit."""
    rows, about = pd.read_csv(TARGETS), json.loads(STANDS_ON.read_text(encoding="utf-8"))
    lines = [
        f"{about['seeds']} runs of the baseline; probabilities combine parameters (posterior and "
        "priors), populations and luck.",
        "",
        "| target of 2025 | aim | median | 90% range | probability | without policy | |",
        "|---|---|---|---|---|---|---|",
    ]
    for row in rows.itertuples():
        remark = "imposed trend" if row.imposed else REMARKS.get(row.binding, "")
        lines.append(
            f"| {row.en} ({row.unit}) | {_short(row.aim)} | {_short(row.median)} "
            f"| {_short(row.five_percent)} - {_short(row.ninety_five_percent)} "
            f"| {row.probability:.0%} | {_percent(row.without_policy)} | {remark} |"
        )
    return "\n".join(lines)


def _short(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def _percent(value: float) -> str:
    return "" if pd.isna(value) else f"{value:.0%}"


def with_blocks(text: str) -> str:
    """The README with its blocks written anew."""
    for name, block in (("fit", fit_block()), ("targets", target_block())):
        pattern = rf"(<!-- {name}: [^>]*-->\n).*?(<!-- end -->)"
        text, count = re.subn(pattern, rf"\g<1>{block}\n\g<2>", text, flags=re.DOTALL)
        if count != 1:
            raise SystemExit(f"README.md: the markers of the block '{name}' are missing")
    return text


def main() -> None:
    """Run and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--no-run", action="store_true")
    if not parser.parse_args().no_run:
        store_baseline()
    README.write_text(with_blocks(README.read_text(encoding="utf-8")), encoding="utf-8",
                      newline="\n")  # fmt: skip


if __name__ == "__main__":
    main()
