"""The population of 2015 beside the published and derived figures."""

from __future__ import annotations

import numpy as np

from sim.base.declare import Indicator
from sim.base.indicators import INDICATOR
from sim.base.moments import moments
from sim.base.state import State
from sim.base.totals import grouped_total
from sim.base.units import FIRST_YEAR, LAST_YEAR
from sim.city.measure import measure
from sim.city.start import start
from sim.park.atlas import districts, sectors
from sim.scenario.ensemble import check_request
from sim.scenario.load import load_scenario
from sim.scenario.one_run import check_shown, population

Row = tuple[str, str, float, float, str]


def population_rows(firms: float, language: str) -> list[Row]:
    """Rows of label, unit, published, generated and standing.

    Args:
        firms: share of the smaller firms.
        language: zh or en.

    Raises:
        InputError: there is no city of that share; or it holds own firms that nobody asked to see.
    """
    check_request(1, FIRST_YEAR, LAST_YEAR, firms, 1)
    scenario = load_scenario("no_policy")
    city = population(scenario.parameters, firms)
    check_shown(city)  # shares of districts and sectors
    state = start(city, 1)
    figures = measure(state)
    rows: list[Row] = []
    for moment in moments():
        if moment.indicator in figures and moment.value_2015 is not None:
            item: Indicator = INDICATOR[moment.indicator]
            label = item.zh if language == "zh" else item.en
            rows.append((label, moment.unit, moment.value_2015, figures[moment.indicator],
                         moment.standing))  # fmt: skip
    return rows + _derived_rows(state, language) + _split_rows(state, language)


def _derived_rows(state: State, language: str) -> list[Row]:
    firms, scalars = state.firms, state.scalars
    upper = firms["weight"] * firms["above_scale"]
    lower = firms["weight"] - upper
    in_park = state.places["in_park"][firms["place"]]
    made = float((firms["value_added"] * upper).sum())
    zh = language == "zh"
    below = "规下样本企业" if zh else "below-scale firms"
    return [
        (f"{below}: {'数量' if zh else 'number'}", "firms", scalars["below_scale_firms"],
         float(lower.sum()), "derived"),
        (f"{below}: {'产值' if zh else 'output'}", "100m yuan", scalars["below_scale_output"],
         float((firms["output"] * lower).sum()) / 1e4, "judgement"),
        (f"{below}: {'平均用地' if zh else 'mean plot'}", "mu", scalars["below_scale_plot"],
         float((firms["land"] * lower).sum() / lower.sum()), "derived"),
        ("规上用地" if zh else "plots of above-scale firms", "mu",
         scalars["above_scale_land_2015"], float((firms["land"] * upper).sum()), "derived"),
        ("园区规上企业占比" if zh else "parks' share of above-scale firms", "%",
         100 * scalars["park_share_of_firms"],
         100 * float((upper * in_park).sum() / upper.sum()), "document"),
        ("园区增加值占比" if zh else "parks' share of value added", "%",
         100 * scalars["park_share_of_value_added"],
         100 * float((firms["value_added"] * upper * in_park).sum() / made), "document"),
        ("工业用地总规模" if zh else "industrial land, all users", "mu",
         scalars["total_industrial_land"], float(state.places["land_stock"].sum()), "document"),
    ]  # fmt: skip


def _split_rows(state: State, language: str) -> list[Row]:
    """Value added by sector and by district, as shares."""
    firms = state.firms
    upper = firms["weight"] * firms["above_scale"]
    district = state.places["district"][firms["place"]]
    rows: list[Row] = []
    zh = language == "zh"
    for labels, group, wanted, standing in (
        ([s.zh if zh else s.en for s in sectors()], firms["sector"],
         [s.value_added_share for s in sectors()], "judgement"),
        ([d.zh if zh else d.en for d in districts()], district,
         [d.value_added_2018 for d in districts()], "published"),
    ):  # fmt: skip
        found = grouped_total(firms["value_added"], upper, group, len(labels))
        share, aim = 100 * found / found.sum(), 100 * np.array(wanted) / sum(wanted)
        for label, a, b in zip(labels, aim, share, strict=True):
            rows.append((label, "% VA", float(a), float(b), standing))
    return rows
