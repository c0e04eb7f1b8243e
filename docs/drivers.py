"""Run the five commands of docs/robustness.md one after another, keep what they say, write pages.

    python docs/drivers.py --firms 0.05   # runs, or goes on with, what is in --results
    python docs/drivers.py --no-run       # writes the pages from what is kept in docs/drivers

What is kept: the main indices of the binding targets and of cost, what the runs came to, the
findings of the other commands, and what was run with which posterior. The pages `docs/drivers.md`
and `docs/drivers.zh.md` are written from these and edited by nobody.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pandas as pd

from sim.compare.targets import targets
from sim.report.sensitivity.plain import Study, plain_words, read_study
from sim.report.words import Language

DOCS = Path(__file__).resolve().parent
KEPT = DOCS / "drivers"
# What the screening put first for value added and tax per mu; few inputs leave noise little to find.
DRIVERS = ("futures,productivity_trend,growth_size_curvature,upgrade_intercept,"
           "gain_attenuation,deflator_growth")  # fmt: skip
STEPS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("screening", ("sensitivity", "drivers_morris"), "--store"),
    ("shares", ("sensitivity", "drivers_posterior"), "--store"),
    ("discovery", ("discover", "packages_and_futures", "--miss", "tax_per_mu", "--package",
                   "full_plan", "--inputs", "futures"), "--store"),
    ("robust", ("robust", "packages_and_futures"), "--store"),
    ("search", ("search", "grants_and_clearing"), "--work"),
)  # fmt: skip
FURTHER: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("discovery_va", ("discover", "packages_and_futures", "--miss", "value_added", "--package",
                      "full_plan", "--inputs", "futures"), "--store"),
    ("discovery_baseline", ("discover", "packages_and_futures", "--miss", "tax_per_mu", "--package",
                            "baseline", "--inputs", "futures"), "--store"),
    ("discovery_va_baseline", ("discover", "packages_and_futures", "--miss", "value_added",
                               "--package", "baseline", "--inputs", "futures"), "--store"),
    ("discovery_drivers", ("discover", "packages_and_futures", "--miss", "tax_per_mu", "--package",
                           "full_plan", "--inputs", DRIVERS), "--store"),
    ("discovery_va_drivers", ("discover", "packages_and_futures", "--miss", "value_added",
                              "--package", "full_plan", "--inputs", DRIVERS), "--store"),
    ("robust_prior", ("robust", "packages_and_futures_prior"), "--store"),
)  # fmt: skip
HEADS: dict[str, tuple[str, str]] = {
    "title": ("2025年由什么决定，组合在哪里失败，哪一个可靠", "What drives 2025, where packages fail, which ones hold"),
    "written": ("本页由 docs/drivers.py 从 docs/drivers 中保存的结果写成，不手工修改。企业比例 {firms:g}{quick}；后验 {posterior}。", "Written by docs/drivers.py from the results kept in docs/drivers; edited by nobody. Share of the smaller firms {firms:g}{quick}; posterior {posterior}."),
    "older": ("**这不是现在随附的后验（{shipped}）**：重新校准之后，以上命令尚未再运行（`python docs/drivers.py`）；未列出的步骤没有结果。", "**This is not the posterior that is shipped now ({shipped})**: after the refit the commands were not run again yet (`python docs/drivers.py`), and steps that are not listed have no result."),
    "quick": ("（小样本城市：仅供试看，指数和概率可能与全市不同）", " (a thinned city: a first impression, indices and probabilities may differ from the whole city's)"),
    "ran": ("运行的命令", "The commands that were run"),
    "table": ("| 命令 | 模拟次数 | 核心分钟 | 历时（分钟） |", "| command | runs | core minutes | minutes passed |"),
    "drivers": ("每个约束性目标由什么决定", "What drives each binding target"),
    "drivers_how": ("筛选在后验中间90%的范围内逐个移动参数，数值为由下限移到上限的平均绝对影响；求份额的1,024个点与后验同分布、同相关（高斯连接函数）。方括号内为95%区间，由重抽样得出。份额只对这些取值范围和情景成立，且以仿真器所解释的部分为100%。能耗、用水目标在模型中没有数值，不在其列。", "The screening moves each parameter by itself over the middle 90% of the posterior; its figures are mean absolute effects from the lower to the upper bound. The 1,024 points that shares come from vary as the posterior does, with its correlations (a Gaussian copula). In brackets: 95% intervals from resamples. Shares hold for these ranges and scenarios, of what the emulator explains. The targets of energy and water have no figure in the model and are not among these."),
    "discovery": ("全面方案达不到亩均税收目标的条件：外部环境", "Where the full plan misses tax per mu: futures"),
    "discovery_va": ("全面方案达不到增加值目标的条件：外部环境", "Where the full plan misses value added: futures"),
    "discovery_baseline": ("基准情景达不到亩均税收目标的条件：外部环境", "Where the baseline misses tax per mu: futures"),
    "discovery_va_baseline": ("基准情景达不到增加值目标的条件：外部环境", "Where the baseline misses value added: futures"),
    "discovery_drivers": ("全面方案达不到亩均税收目标的条件：外部环境与最强的几个参数", "Where the full plan misses tax per mu: futures and the strongest parameters"),
    "discovery_va_drivers": ("全面方案达不到增加值目标的条件：外部环境与最强的几个参数", "Where the full plan misses value added: futures and the strongest parameters"),
    "robust": ("哪一个组合可靠（后验）", "Which package holds (posterior)"),
    "robust_prior": ("哪一个组合可靠（先验）", "Which package holds (priors)"),
    "search": ("预算之内找到的组合", "Packages found within a budget"),
}  # fmt: skip


def head(key: str, language: Language, **values: Any) -> str:
    """A text in a language."""
    return HEADS[key][0 if language == "zh" else 1].format(**values)


def run(step: tuple[str, tuple[str, ...], str], results: Path, firms: float) -> dict[str, Any]:
    """Run a command unless its folder is there; what it took, then."""
    name, command, where = step
    out, about = results / name, results / f"{name}.json"
    if not out.exists():
        asked = [*command, "--firms", f"{firms:g}", where, str(results / f"runs-{command[1]}"),
                 "--out", str(out), "--lang", "en"]  # fmt: skip
        begun, used = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-m", "sim", *asked], check=True)
        now = resource.getrusage(resource.RUSAGE_CHILDREN)
        cores = now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime
        content = {"command": " ".join(("yongsim", *command, "--firms", f"{firms:g}")),
                   "core_minutes": cores / 60.0, "minutes": (time.monotonic() - begun) / 60.0,
                   "runs": _runs(results / f"runs-{command[1]}")}  # fmt: skip
        about.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    found: dict[str, Any] = json.loads(about.read_text(encoding="utf-8"))
    return found


def _runs(folder: Path) -> int:
    """Runs of a store, or of all stores of a search."""
    own = folder / "manifest.json"
    files = [own] if own.exists() else sorted(folder.glob("*/manifest.json"))
    return sum(json.loads(one.read_text(encoding="utf-8"))["runs"] for one in files)


def keep(results: Path, ran: list[dict[str, Any]], firms: float) -> None:
    """What the pages are written from."""
    KEPT.mkdir(exist_ok=True)
    names = {one.name for one in targets() if one.binding == "yes"} | {"public_cost"}
    for name in ("screening", "shares"):
        if not (results / name).is_dir():
            continue
        study = read_study(results / name)
        for part, frame in (("indices", study.indices), ("outputs", study.outputs)):
            kept = frame[frame["output"].isin(names)]
            if name == "screening" and part == "indices":
                kept = kept[kept["kind"] != "probability"]
            kept.to_parquet(KEPT / f"{name}-{part}.parquet", index=False, compression="zstd")
    for name, *_ in (*STEPS[2:], *FURTHER):
        for language in ("zh", "en"):
            path = results / name / f"findings.{language}.md"
            if path.exists():
                (KEPT / f"{name}.{language}.md").write_bytes(path.read_bytes())
    about = {"firms": firms, "posterior": _posterior(), "ran": ran}
    (KEPT / "about.json").write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")


def _posterior() -> str:
    """The shipped posterior, by the beginning of its checksum."""
    path = DOCS.parent / "calibration" / "posterior" / "posterior.json"
    found: str = json.loads(path.read_text(encoding="utf-8"))["files"]["members.csv"]
    return found[:12]


def kept_study(name: str) -> Study | None:
    """The tables kept of a study; None if it was not run."""
    if not (KEPT / f"{name}-outputs.parquet").exists():
        return None
    return Study(*(pd.read_parquet(KEPT / f"{name}-{part}.parquet")
                   for part in ("indices", "outputs")))  # fmt: skip


def page(language: Language) -> str:
    """A page, from what is kept."""
    about = json.loads((KEPT / "about.json").read_text(encoding="utf-8"))
    screening = kept_study("screening")
    assert screening is not None
    shipped = _posterior()
    quick = head("quick", language) if about["firms"] < 1.0 else ""
    lines = [f"# {head('title', language)}", "",
             head("written", language, firms=about["firms"], quick=quick,
                  posterior=about["posterior"]), "",
             *([head("older", language, shipped=shipped), ""] if shipped != about["posterior"]
               else []),
             f"## {head('ran', language)}", "", head("table", language), "|---|---|---|---|"]
    lines += [f"| `{one['command']}` | {one['runs']:,} | {one['core_minutes']:.1f} "
              f"| {_passed(one)} |" for one in about["ran"]]
    lines += ["", f"## {head('drivers', language)}", "", head("drivers_how", language)]
    for line in plain_words(screening, kept_study("shares"), language):
        listed = line.startswith("- ") and lines[-1].startswith("- ")
        lines += [line] if listed else ["", line]
    for name in HEADS:
        path = KEPT / f"{name}.{language}.md"
        if path.exists():
            lines += ["", f"## {head(name, language)}", "",
                      path.read_text(encoding="utf-8").rstrip()]
    return "\n".join(lines) + "\n"


def _passed(one: dict[str, Any]) -> str:
    """Minutes that passed, where the machine had nothing else to do."""
    return "" if one["minutes"] is None else f"{one['minutes']:.1f}"


def main() -> None:
    """Run, keep and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--no-run", action="store_true")
    parser.add_argument("--firms", type=float, default=0.05)
    parser.add_argument("--results", type=Path, default=Path("results") / "drivers")
    asked = parser.parse_args()
    if not asked.no_run:
        asked.results.mkdir(parents=True, exist_ok=True)
        ran = [run(step, asked.results, asked.firms) for step in (*STEPS, *FURTHER)]
        keep(asked.results, ran, asked.firms)
    for language, name in (("en", "drivers.md"), ("zh", "drivers.zh.md")):
        (DOCS / name).write_text(page(language), encoding="utf-8", newline="\n")  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
