"""Tables of the per-mu rule at work: firms and grades of a place, one firm's year."""

from __future__ import annotations

import pandas as pd

from sim.base.levers import GRADES
from sim.park.atlas import places
from sim.report.appraisal.happened import what_happened
from sim.report.appraisal.labels import place_label, sector_label
from sim.report.appraisal.words import say as say_why
from sim.report.appraisal.words import unit
from sim.report.lab.common import Row, frame
from sim.report.words import Language, named, standing
from sim.scenario.causes import EXIT_CAUSES, UPGRADE_CAUSES, Causes
from sim.scenario.explain import Explanation

COLUMNS = ("firm", "sector", "place", "grade", "score", "rung", "value_added", "tax_per_mu", "land",
           "employment")  # fmt: skip


def firms(given: pd.DataFrame, language: Language, *, most: int = 15) -> pd.DataFrame:
    """The first of some firms, as `sim.api.firms` lists them."""
    shown = given.head(most)
    rows: list[Row] = [{
        "firm": str(one["firm"]),
        **{name: one[name] for name in ("grade", "score", "rung", "value_added", "land",
                                        "employment")},
        "sector": sector_label(one["sector"], language),
        "place": place_label(one["place"], language),
        "tax_per_mu": one["tax_paid"] / one["land"] if one["land"] > 0.0 else None,
    } for one in shown.to_dict("records")]  # fmt: skip
    return frame(rows, COLUMNS, language)


def grades(given: Causes, language: Language, *, place: str) -> pd.DataFrame:
    """Why above-scale firms of a place upgraded or not, and why firms left, by grade."""
    at = [one.name for one in places()].index(place)
    rows: list[Row] = []
    for names, counts in ((UPGRADE_CAUSES, given.upgrades), (EXIT_CAUSES, given.exits)):
        for k, name in enumerate(names):
            found = counts[k, :, at]
            if found.any():
                counted = dict(zip(GRADES, found.tolist(), strict=True))
                rows.append({"cause": say_why(f"cause_{name}", language), **counted})
    return frame(rows, ("cause", *GRADES), language)


def decisions(given: Explanation, language: Language) -> pd.DataFrame:
    """What one firm's year came to, in sentences."""
    rows = [{"what": line} for line in what_happened(given, language)]
    return frame(rows, ("what",), language)


def rankings(given: Explanation, language: Language) -> pd.DataFrame:
    """How it stood in the grading and in each queue."""
    rows: list[Row] = [{
        "ranking": say_why(f"standing_{one.kind}", language),
        "what": say_why(f"figure_{name}", language), "value": value,
    } for one in given.standings for name, value in one.figures.items()]  # fmt: skip
    return frame(rows, ("ranking", "what", "value"), language)


def flips(given: Explanation, language: Language) -> pd.DataFrame:
    """The smallest change of one dose that turns its upgrade decision, if only it decides again."""
    rows: list[Row] = [{
        "instrument": named(one.instrument, language), "dose": named(one.card, language),
        "part": _part(one.part, language), "in_force": one.before, "turns_at": one.after,
        "unit": unit(one.card.unit, language), "source": one.card.source,
        "standing": standing(one.card.standing, language),
    } for one in given.flips]  # fmt: skip
    columns = ("instrument", "dose", "part", "in_force", "turns_at", "unit", "source", "standing")
    return frame(rows, columns, language)


def _part(name: str, language: Language) -> str:
    return name if name in ("", *GRADES) else place_label(name, language)
