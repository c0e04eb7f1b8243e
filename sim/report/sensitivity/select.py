"""Which outputs and inputs are shown: binding targets and cost, the strongest inputs first."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from sim.compare.targets import targets
from sim.explore.sensitivity.analyse import MAIN, Findings
from sim.explore.sensitivity.outputs import COST
from sim.explore.sensitivity.sample import Output
from sim.report.sensitivity.words import say
from sim.report.words import Language
from sim.scenario.schema import printable

METHODS = ("morris", "sobol", "emulated", "shapley_by_mechanism", "shapley", "pawn")


def binding(findings: Findings) -> list[Output]:
    """Outputs of the binding targets and of cost; every output if there is none of them."""
    names = {one.name for one in targets() if one.binding == "yes"} | {COST}
    found = [one for one in findings.sample.outputs if one.name in names]
    return found or list(findings.sample.outputs)


def methods(findings: Findings) -> list[str]:
    """The methods that gave something, in a settled order."""
    there = set(findings.indices["method"])
    return [one for one in METHODS if one in there]


def rows_of(frame: pd.DataFrame, method: str, output: Output) -> pd.DataFrame:
    """A method's main index of one output, the largest first; luck is left out."""
    found = frame[
        (frame["method"] == method) & (frame["index"] == MAIN[method])
        & (frame["output"] == output.name) & (frame["kind"] == output.kind)
        & (frame["scenario"] == output.scenario) & (frame["against"] == output.against)
        & (frame["input"] != "luck")
    ]  # fmt: skip
    return found.sort_values(["value", "input"], ascending=[False, True], kind="stable")


def groups(outputs: list[Output]) -> Iterator[tuple[tuple[str, str], list[Output]]]:
    """Outputs by scenario and what is subtracted from it."""
    for key in dict.fromkeys((one.scenario, one.against) for one in outputs):
        yield key, [one for one in outputs if (one.scenario, one.against) == key]


def place(findings: Findings, scenario: str, against: str, language: Language) -> str:
    """A scenario, or the difference of two, by title."""
    first, second = (_title(findings, one, language) for one in (scenario, against))
    return say("less", language, scenario=first, against=second) if against else first


def _title(findings: Findings, scenario: str, language: Language) -> str:
    titles = findings.sample.titles.get(scenario)
    if titles is None:
        return scenario
    text = printable(titles[0 if language == "zh" else 1])
    return f"{text}（{scenario}）" if language == "zh" else f"{text} ({scenario})"


def varied(rows: pd.DataFrame) -> bool:
    """Whether an output moved at all."""
    values = rows["value"].to_numpy(float)
    return bool(np.isfinite(values).any() and np.nanmax(values) > 0.0)
