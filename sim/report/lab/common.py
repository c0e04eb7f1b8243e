"""What the tables share: labels by language, verdicts, ranges."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from sim.base.errors import InputError
from sim.base.indicators import INDICATOR
from sim.base.state import Array
from sim.compare.targets import Audit
from sim.report.lab.words import column, say
from sim.report.notebooks import Comparison
from sim.report.words import Language, named, unit_label
from sim.scenario.ensemble import Ensemble

Row = dict[str, Any]


def frame(rows: Sequence[Row], columns: Sequence[str], language: Language) -> pd.DataFrame:
    """Rows as a table whose headings are in a language."""
    made = pd.DataFrame(list(rows), columns=list(columns))
    return made.rename(columns={name: column(name, language) for name in columns})


def figure_name(name: str, language: Language) -> str:
    """An indicator's label."""
    return named(INDICATOR[name], language)


def figure_unit(name: str, language: Language) -> str:
    """An indicator's unit."""
    return unit_label(INDICATOR[name].unit, language)


def verdict(row: Audit, language: Language) -> str:
    """Met, missed, or not told."""
    return say("open" if row.verdict == "not_told" else row.verdict, language)


def told(low: float | None, high: float | None, language: Language) -> str:
    """Whether an interval leaves nought out, and on which side it lies."""
    if low is None or high is None or not (low > 0.0 or high < 0.0):
        return say("not_told", language)
    return say("more" if low > 0.0 else "less", language)


def percent(share: float | None) -> float | None:
    """A share in percent."""
    return None if share is None else 100.0 * float(share)


def marks(values: Array) -> tuple[float, float, float]:
    """Median, 5% and 95%."""
    five, median, ninety_five = (float(one) for one in np.quantile(values, [0.05, 0.5, 0.95]))
    return median, five, ninety_five


def ensembles_of(given: Any) -> list[Ensemble]:
    """The runs behind what `sim.run` or `sim.api.compare` gave.

    Raises:
        InputError: it was read from a folder, which keeps no records.
    """
    if isinstance(given, Comparison):
        return list(given.findings.comparison.ensembles)
    if given.ensemble is None:
        raise InputError("these results were read from a folder; run the scenario for this table",
                         "这些结果读自文件夹；制作此表须重新模拟")  # fmt: skip
    return [given.ensemble]


def bare_of(given: Any) -> Ensemble | None:
    """The city without measures on the same members, if it was run."""
    if isinstance(given, Comparison):
        return given.findings.comparison.bare
    reference: Ensemble | None = given.reference
    return reference


def title_of(ensemble: Ensemble, language: Language) -> str:
    """A scenario's title."""
    return named(ensemble.scenario.title, language)
