"""Inputs, money and technology of the firms of 2015."""

from __future__ import annotations

import numpy as np

from sim.base.draws import normals, uniforms
from sim.base.maths import exponentials, logarithms
from sim.base.moments import published
from sim.base.state import Array, State
from sim.base.totals import total
from sim.base.units import YUAN_100M
from sim.firm.books import keep_books
from sim.park.atlas import sectors


def _of_sector(state: State, values: list[float]) -> Array:
    return np.array(values)[state.firms["sector"]]


def _scaled(values: Array, rows: Array, wanted: float) -> Array:
    """Values with the sum over `rows` brought to `wanted`; other rows by the same factor."""
    return values * (wanted / total(values[rows], np.ones(int(rows.sum()))))


def drawn_staff(state: State, above: Array, p: dict[str, float]) -> Array:
    """Staff by labour productivity, its total the published one; size classes not looked at."""
    firms = state.firms
    relative = _of_sector(state, [s.labour_productivity for s in sectors()])
    size = p["labour_size_slope"] * logarithms(firms["value_added"] / p["shock_reference"])
    luck = p["labour_spread"] * normals("draw_labour", firms["key"], state.seed, 2015)
    staff = firms["value_added"] / (relative * exponentials(size + luck))
    return _scaled(staff, above, published("employment", 2015))


def set_employment(
    state: State, staff: Array, large: Array, above: Array, p: dict[str, float]
) -> None:
    """Staff as drawn, but large firms have 1,000 or more and other big ones fewer."""
    firms = state.firms
    big = firms["output"] * state.scalars["sales_ratio"] >= p["large_revenue_nominal"] * 0.9
    share = uniforms("draw_large", firms["key"], state.seed, 2015)
    room = p["big_staff_low"] + (0.95 - p["big_staff_low"]) * share
    ceiling = p["large_employment"] * room
    for _ in range(30):
        staff = _scaled(staff, above, published("employment", 2015))
        staff = np.where(large, np.maximum(staff, p["large_employment"] * 1.05), staff)
        # Who would be large beyond the published count and share is spread below the line.
        beyond = big & ~large & (staff > 0.95 * p["large_employment"])
        staff = np.where(beyond, ceiling, staff)
    firms["employment"] = np.maximum(staff, 3.0)


def set_capital(state: State, above: Array, p: dict[str, float]) -> None:
    """Capital over value added by sector; debt as a share of capital."""
    firms = state.firms
    intensity = _of_sector(state, [s.capital_intensity for s in sectors()])
    normal = normals("draw_capital", firms["key"], state.seed, 2015)
    luck = exponentials(p["capital_spread"] * normal)
    wanted = p["capital_output_ratio"] * published("value_added", 2015) * YUAN_100M
    firms["capital"] = _scaled(firms["value_added"] * intensity * luck, above, wanted)
    debt = exponentials(p["debt_spread"] * normals("draw_debt", firms["key"], state.seed, 2015))
    firms["debt"] = p["leverage"] * firms["capital"] * debt


def close_income(state: State, above: Array, p: dict[str, float]) -> None:
    """Set wages so that profit adds up to the published total; each firm's income closes."""
    firms = state.firms
    relative = exponentials(
        p["wage_productivity_slope"]
        * logarithms(firms["value_added"] / np.maximum(firms["employment"], 1.0))
        + p["wage_spread"] * normals("draw_wage", firms["key"], state.seed, 2015)
    )
    firms["wage"] = 0.0
    keep_books.run(state)
    ones = np.ones(int(above.sum()))
    room = total(firms["profit"][above], ones) - published("profit", 2015) * YUAN_100M
    bill = total((relative * firms["employment"])[above], ones)
    firms["wage"] = relative * (room / bill)
    keep_books.run(state)
    share = firms["wages"] / firms["value_added"]
    firms["labour_share"] = np.clip(share, 0.05, 0.9)


def set_land(state: State, above: Array, p: dict[str, float]) -> None:
    """Plots by size and sector; the sums are the derived ones of 2015."""
    firms = state.firms
    relative = _of_sector(state, [s.land for s in sectors()])
    size = p["land_size_slope"] * logarithms(firms["value_added"])
    luck = p["land_spread"] * normals("draw_land", firms["key"], state.seed, 2015)
    plot = relative * exponentials(size + luck)
    plot[above] = _scaled(plot, above, p["above_scale_land_2015"])[above]
    small = ~above
    if small.any():
        wanted = p["below_scale_plot"] * int(small.sum())
        for _ in range(20):
            plot[small] = np.maximum(_scaled(plot, small, wanted)[small], p["entrant_land_minimum"])
    firms["land"] = np.maximum(plot, 1.0)
    firms["floor_ratio"] = 1.0


def set_technology(state: State, above: Array, p: dict[str, float]) -> None:
    """NC share, networking, rung and gap; the city's NC and networking rates are published."""
    firms = state.firms
    keys, seed = firms["key"], state.seed
    size = logarithms(firms["revenue"] / p["line_nominal"])
    luck = p["control_spread"] * normals("draw_control", keys, seed, 2015)
    index = p["control_size_slope"] * size + luck
    capital = firms["capital"][above]
    wanted = published("numerical_control_rate", 2015) / 100.0
    low, high = -6.0, 6.0
    for _ in range(50):
        shift = 0.5 * (low + high)
        share = 1.0 / (1.0 + exponentials(-(index + shift)))
        rate = total(share[above], capital) / total(capital, np.ones(capital.shape[0]))
        low, high = (shift, high) if rate < wanted else (low, shift)
    firms["numerical_control"] = share
    _set_networking(state, above, size, p)
    gap = uniforms("draw_gap", keys, seed, 2015)
    firms["slack"] = p["slack_start"]
    firms["technology_gap"] = p["gap_low"] + (p["gap_high"] - p["gap_low"]) * gap
    wired = firms["networked"] >= 0.5
    firms["rung"] = np.where(share < p["first_rung_control"], 0, np.where(wired, 2, 1))
    hurdle = exponentials(p["hurdle_spread"] * normals("draw_hurdle", keys, seed, 2015))
    firms["hurdle"] = p["payback_hurdle"] * hurdle


def _set_networking(state: State, above: Array, size: Array, p: dict[str, float]) -> None:
    firms = state.firms
    reach, rest = p["networking_reach"], p["networked_rest"]
    wish = p["network_size_slope"] * size + normals("draw_network", firms["key"], state.seed, 2015)
    rows = np.flatnonzero(above)
    order = rows[np.argsort(-wish[rows], kind="stable")]
    capital = firms["capital"][order]
    share = np.cumsum(capital) / capital.sum()
    wanted = (published("networking_rate", 2015) / 100.0 - rest) / (reach - rest)
    wired = np.zeros(wish.shape[0], dtype=bool)
    wired[order[: int(np.searchsorted(share, wanted)) + 1]] = True
    wired |= ~above & (wish > np.quantile(wish, 0.9))
    firms["networked"] = np.where(wired, reach, rest)


def set_research(state: State, above: Array, p: dict[str, float]) -> None:
    """R&D ratios that average to the published one; the heaviest spenders are recognised."""
    firms = state.firms
    strategic = _of_sector(state, [s.strategic_share for s in sectors()])
    luck = p["research_spread"] * normals("draw_research", firms["key"], state.seed, 2015)
    size = logarithms(firms["revenue"] / p["line_nominal"])
    luck = luck + p["research_strategic_slope"] * strategic
    ratio = exponentials(luck - p["research_size_slope"] * size)
    for _ in range(10):
        spending = total((ratio * firms["revenue"])[above], np.ones(int(above.sum())))
        revenue = total(firms["revenue"][above], np.ones(int(above.sum())))
        wanted = published("research_ratio", 2015) / 100.0
        ratio = np.minimum(ratio * (wanted * revenue / spending), 0.15)
    firms["research_ratio"] = np.where(above, ratio, p["research_below_scale"] * ratio)
    order = np.argsort(-np.where(above, ratio, 0.0), kind="stable")
    firms["high_tech"][order[: int(p["high_tech_2015"])]] = 1


def set_classes(state: State, above: Array) -> None:
    """Equipment and strategic flags: by sector odds, raked to the published shares."""
    firms = state.firms
    for name, moment, share_of in (
        ("equipment", "equipment_share", "equipment_share"),
        ("strategic", "strategic_share", "strategic_share"),
    ):
        odds = _of_sector(state, [getattr(s, share_of) for s in sectors()])
        draws = uniforms(f"draw_{name}", firms["key"], state.seed, 2015)
        firms[name] = _rake_flag(odds, draws, firms["value_added"], above,
                                 published(moment, 2015) / 100.0)


def _rake_flag(odds: Array, draws: Array, value_added: Array, above: Array, wanted: float) -> Array:
    """Flags whose value-added share is nearest to `wanted`; certain rows stay as they are."""
    ones = np.ones(int(above.sum()))
    everything = total(value_added[above], ones)
    tilt = np.clip(odds, 1e-9, 1 - 1e-9)
    against = (1.0 - tilt) / tilt
    low, high = -6.0, 6.0
    for _ in range(50):
        shift = 0.5 * (low + high)
        chance = 1.0 / (1.0 + against * np.exp(-shift))
        flag = draws < chance
        share = total((value_added * flag)[above], ones) / everything
        low, high = (shift, high) if share < wanted else (low, shift)
    return flag.astype(np.int64)
