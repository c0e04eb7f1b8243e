"""The short text: what is told apart, with intervals, and what can't be told."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.explore.sensitivity.analyse import Findings, named
from sim.explore.sensitivity.sample import Output
from sim.report.sensitivity.figures import title
from sim.report.sensitivity.select import binding, groups, methods, place, rows_of, varied
from sim.report.sensitivity.words import say
from sim.report.words import Language

MOST, FEW = 5, 10
FITTED = ("emulated", "shapley", "shapley_by_mechanism")  # methods that stand on an emulator


def summary(findings: Findings, heading: str, firms: float, language: Language) -> str:
    """The text, in Markdown."""
    lines = [f"# {heading}", "", note(findings, firms, language), "", say("how", language)]
    lines += ["", *doubts(findings, firms, language)]
    for method in methods(findings):
        lines += ["", f"## {say(method, language)}"]
        for (scenario, against), outputs in groups(binding(findings)):
            lines += ["", f"### {place(findings, scenario, against, language)}", ""]
            lines += [f"- {_sentence(findings, method, one, language)}" for one in outputs]
    return "\n".join(lines) + "\n"


def note(findings: Findings, firms: float, language: Language) -> str:
    """What was run."""
    sample = findings.sample
    return say("note", language, batches=sample.batches, seeds=sample.seeds, failed=sample.failed,
               missing=sample.missing, firms=firms)  # fmt: skip


def doubts(findings: Findings, firms: float, language: Language) -> list[str]:
    """What a reader has to beware of, a line each."""
    sample, lines = findings.sample, []
    if firms < 1.0:
        lines.append(say("quick", language))
    if sample.seeds < 2 and sample.batch > 1:  # other designs measure noise by made-up inputs
        lines.append(say("one_seed", language))
    if sample.batch > 1 and sample.batches < FEW:
        lines.append(say("few", language, batches=sample.batches))
    if sample.failed or sample.missing:
        lines.append(say("left_out", language, failed=sample.failed, missing=sample.missing))
    fitted = {"emulated", "shapley"} & set(findings.indices["method"])
    if sample.kind in ("sobol", "latin_hypercube", "posterior") and not fitted:
        lines.append(say("too_few", language))
    return [f"- {line}" for line in lines]


def _sentence(findings: Findings, method: str, output: Output, language: Language) -> str:
    label = title(output, method, language)
    rows = rows_of(findings.indices, method, output)
    if not varied(rows):
        return f"**{label}**: {say('constant', language)}"
    told = rows[rows["told_apart"] == "yes"]
    if (rows["told_apart"] == "unknown").all():
        parts = [say("unknown", language)]
    elif not len(told):
        parts = [say("none_told", language)]
    else:
        parts = [say("told", language, count=len(told), of=len(rows)),
                 *(_value(findings, row, language) for _, row in told.head(MOST).iterrows())]
    parts += _open(findings, told.head(MOST), language)
    about = findings.outputs[[named(row) == named(output)
                              for _, row in findings.outputs.iterrows()]].iloc[0]  # fmt: skip
    if method in ("sobol", "emulated") and np.isfinite(about["share_of_luck"]):
        parts.append(say("luck", language, share=float(about["share_of_luck"])))
    if method in FITTED and np.isfinite(about["emulator_explains"]):
        parts.append(say("explains", language, share=float(about["emulator_explains"])))
    return f"**{label}**: " + ("；" if language == "zh" else "; ").join(parts)


def _value(findings: Findings, row: pd.Series, language: Language) -> str:
    label = findings.inputs[row["input"]].label(language)
    return f"{label} {row['value']:.3g} [{row['low']:.3g}, {row['high']:.3g}]"


def _open(findings: Findings, told: pd.DataFrame, language: Language) -> list[str]:
    """Whether the two strongest can be put in order."""
    if len(told) < 2:
        return []
    (_, first), (_, second) = list(told.iterrows())[:2]
    if first["low"] > second["high"]:
        return []
    names = (findings.inputs[row["input"]].label(language) for row in (first, second))
    return [say("order", language, first=next(names), second=next(names))]
