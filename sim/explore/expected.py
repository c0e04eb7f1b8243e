"""What a figure of the model is expected to be, from where, and whether it is."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np

from sim.base.declare import STANDINGS
from sim.base.errors import InputError
from sim.base.moments import Moment, moments
from sim.base.resources import table, toml
from sim.base.state import Array

Built = Literal["free", "built", "fitted"]
Verdict = Literal["shown", "partly", "fails", "unmeasured"]
DESIGN = "design"  # of experiments: no expectation
SURE = 0.9  # share of the draws inside from which a fact counts as shown
HALF = 0.5  # below this the median lies outside too: it fails
TEXTS = ("zh", "en", "measure_zh", "measure_en", "unit", "source", "source_zh", "why_zh",
         "why_en")  # fmt: skip


@dataclass(frozen=True)
class Expected:
    """A figure that the model should show.

    Attributes:
        name: of the measure.
        zh, en: labels.
        measure_zh, measure_en: what is measured, how.
        low, high: the range it should lie in; one of them may be infinite.
        point: True where a single published figure stands for the range: it should lie inside the
            model's 90% range.
        source, source_zh: of the range, in English and in Chinese.
        standing: of the range.
        built: whether the model was free to miss it.
        why_zh, why_en: what was built or fitted.
    """

    name: str
    zh: str
    en: str
    measure_zh: str
    measure_en: str
    unit: str
    low: float
    high: float
    point: bool
    source: str
    source_zh: str
    standing: str
    built: Built
    why_zh: str
    why_en: str


@dataclass(frozen=True)
class Found:
    """What runs show of a figure.

    Attributes:
        draws: runs that tell it.
        median, five, ninety_five: over them; not a number without any.
        inside: share of them in the range.
        verdict: shown, partly, fails, or unmeasured where no run tells it.
    """

    expected: Expected
    draws: int
    median: float
    five: float
    ninety_five: float
    inside: float
    verdict: Verdict


def expectations(file: str) -> dict[str, Expected]:
    """What a file of `calibration` expects, by name.

    What stands on a published figure is left out where the city publishes none.

    Raises:
        InputError: naming file, table and key.
    """
    found = {}
    entries = toml(file)
    entries.pop(DESIGN, None)
    for name, written in entries.items():
        where = f"calibration/{file}: [{name}]"
        moment = _moment(written["moment"]) if "moment" in written else None
        given = dict(written)
        if moment is not None:
            given.setdefault("standing", moment.standing)
            if "source" not in given:  # section of a document: the same text in both languages
                given |= {"source": moment.source, "source_zh": moment.source}
        bounds = _bounds(given, moment, where)
        if bounds is not None:
            found[name] = _expected(name, given, bounds, where)
    return found


def _moment(name: str) -> Moment | None:
    """A figure of 2020 of moments.csv; None where the city publishes none."""
    return next((one for one in moments() if one.name == name and one.value_2020), None)


def _expected(
    name: str, written: Mapping[str, Any], bounds: tuple[float, float, bool], where: str
) -> Expected:
    for key in TEXTS:
        if not isinstance(written.get(key), str) or not written[key]:
            raise InputError(f"{where}: give {key} as a text", f"{where}：请以文字写明 {key}")
    for key, known in (("standing", STANDINGS), ("built", get_args(Built))):
        if written.get(key) not in known:
            names = ", ".join(known)
            raise InputError(
                f"{where}: {key} must be one of {names}", f"{where}：{key} 须为 {names} 之一"
            )
    low, high, point = bounds
    return Expected(name=name, low=low, high=high, point=point, standing=written["standing"],
                    built=written["built"], **{key: written[key] for key in TEXTS})  # fmt: skip


def _bounds(
    written: Mapping[str, Any], moment: Moment | None, where: str
) -> tuple[float, float, bool] | None:
    """The range of an entry, and whether it is a single figure; None where none is published."""
    if "moment" in written:
        if moment is None or moment.value_2020 is None:
            return None
        return moment.value_2020, moment.value_2020, True
    if "published" in written:
        for row in table("points_between.csv"):
            if row["indicator"] == written["published"]:
                return float(row["value"]), float(row["value"]), True
        return None
    low, high = written.get("low", -math.inf), written.get("high", math.inf)
    numbers = all(isinstance(one, int | float) for one in (low, high))
    if not numbers or not low < high or (math.isinf(low) and math.isinf(high)):
        raise InputError(
            f"{where}: give low, high or both as numbers, low below high",
            f"{where}：请给出 low、high 之一或两者，须为数字且 low 小于 high",
        )
    return float(low), float(high), False


def judge(expected: Expected, values: Array) -> Found:
    """Set what runs show against what is expected.

    A range is shown if nine draws in ten lie in it and fails if most lie outside; a single
    published figure is shown if it lies in the draws' 90% range, and fails if not.

    Args:
        expected: the figure.
        values: one entry per run; not a number where a run tells none.
    """
    told = values[np.isfinite(values)]
    if not len(told):
        nothing = math.nan
        return Found(expected, 0, nothing, nothing, nothing, nothing, "unmeasured")
    five, median, ninety_five = (float(x) for x in np.quantile(told, [0.05, 0.5, 0.95]))
    verdict: Verdict
    if expected.point:
        inside = float(five <= expected.low <= ninety_five)
        verdict = "shown" if inside else "fails"
    else:
        inside = float(np.mean((told >= expected.low) & (told <= expected.high)))
        verdict = "shown" if inside >= SURE else "partly" if inside >= HALF else "fails"
    return Found(expected, len(told), median, five, ninety_five, inside, verdict)
