"""Tables of what the model stands on: the fit, what nothing disciplines, doses, what is missing."""

from __future__ import annotations

import pandas as pd

from sim.base.errors import unknown
from sim.base.indicators import INDICATOR
from sim.base.levers import NO_LIMIT
from sim.base.parameters import parameters
from sim.compare.targets import PLAN
from sim.compare.targets import targets as all_targets
from sim.policy.registry import instruments
from sim.report.calibration.read import Fitted
from sim.report.calibration.speaker import Speaker
from sim.report.lab.common import Row, figure_unit, frame
from sim.report.lab.words import say
from sim.report.words import Language, named, standing, unit_label


def fit(given: Fitted, language: Language) -> pd.DataFrame:
    """Published figures of 2020 beside what the fitted model says of them."""
    speaker = Speaker(language)
    rows: list[Row] = [{
        "indicator": speaker.figure(row["indicator"]),
        "unit": figure_unit(row["indicator"], language) if row["indicator"] in INDICATOR else "",
        "role": speaker.say(f"role_{row['role']}"), "published": row["published"],
        "tolerance": row["tolerance"], "median": row["median"], "five": row["low"],
        "ninety_five": row["high"], "inside": say("yes" if row["inside"] else "no", language),
    } for row in given.rows("fit")]  # fmt: skip
    columns = ("indicator", "unit", "role", "published", "tolerance", "median", "five",
               "ninety_five", "inside")  # fmt: skip
    return frame(rows, columns, language)


def undisciplined(given: Fitted, language: Language) -> pd.DataFrame:
    """Parameters that keep their prior: no published figure says anything of them."""
    rows: list[Row] = []
    for row in given.rows("parameters"):
        if row["disciplined"] or row["parameter"] not in parameters():
            continue
        item = parameters()[row["parameter"]]
        rows.append({
            "parameter": named(item, language), "unit": unit_label(item.unit, language),
            "prior_low": row["prior_low"], "prior_high": row["prior_high"],
            "shrinkage": row["shrinkage"], "source": item.source,
            "standing": standing(item.standing, language),
        })  # fmt: skip
    columns = ("parameter", "unit", "prior_low", "prior_high", "shrinkage", "source", "standing")
    return frame(rows, columns, language)


def not_represented(given: object, language: Language) -> pd.DataFrame:
    """Targets of the plan that the model can't show, with the reason."""
    rows = [{"target": named(one, language),
             "reason": one.reason_zh if language == "zh" else one.reason_en}
            for one in all_targets() if one.group == PLAN and not one.represented]  # fmt: skip
    return frame(rows, ("target", "reason"), language)


def doses(given: str, language: Language) -> pd.DataFrame:
    """What can be set of an instrument: bounds, unit, source and its standing.

    Args:
        given: the instrument's name.
        language: zh or en.

    Raises:
        InputError: there is no such instrument.
    """
    if given not in instruments():
        raise unknown("instrument", given, instruments())
    rows: list[Row] = [{
        "dose": named(card, language), "unit": unit_label(card.unit, language),
        "lowest": card.low, "highest": card.high if card.high < NO_LIMIT else None,
        "source": card.source, "standing": standing(card.standing, language),
    } for card in instruments()[given].doses().values()]  # fmt: skip
    return frame(rows, ("dose", "unit", "lowest", "highest", "source", "standing"), language)
