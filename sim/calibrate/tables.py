"""The findings as tables: one function, one file of the posterior folder."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from sim.base.indicators import INDICATOR
from sim.base.moments import mean_growth, moments, published_pair
from sim.base.parameters import parameters
from sim.base.resources import table
from sim.base.rivals import rivals
from sim.base.state import Array
from sim.base.units import FIRST_YEAR, LAST_PUBLISHED_YEAR, PUBLISHED_SPAN
from sim.calibrate import predict
from sim.calibrate.coverage import RANKS_OF, Known
from sim.calibrate.findings import Findings
from sim.calibrate.predict import NINETY
from sim.calibrate.problem import always_active
from sim.calibrate.simulator import FIGURES
from sim.calibrate.targets import targets
from sim.scenario.priors import names, priors

Row = dict[str, Any]
PROJECTED = (
    "value_added", "total_industrial_value_added", "value_added_per_mu", "tax_per_mu",
    "numerical_control_rate", "networking_rate", "new_product_rate", "strategic_share",
    "equipment_share", "research_ratio", "above_scale_firms", "labour_productivity",
)  # fmt: skip
# Figures that fitted ones all but fix: a product, a ratio or a sum of them.
FOLLOWS = (
    "value_added", "revenue", "labour_productivity", "profit_and_tax", "value_added_per_mu",
)  # fmt: skip
MONEY_TOTALS = ("value_added", "total_industrial_value_added")


def member_rows(found: Findings) -> Iterable[Row]:
    """members.csv: the weighted sample that runs draw from."""
    shipped = found.shipped
    for member, weight in zip(shipped.members, shipped.weights, strict=True):
        yield {
            "number": member.number, "weight": repr(float(weight)),
            "population_seed": member.population_seed, "seed": member.seed,
            **{name: f"{value:.6g}" for name, value in member.parameters.items()},
        }  # fmt: skip


def wave_rows(found: Findings) -> Iterable[Row]:
    """waves.csv: how the search closed in."""
    for number, step in enumerate(found.fit.steps, start=1):
        yield {
            "wave": number, "runs": step.runs, "failed": step.failed,
            "not_ruled_out_before": step.left, "active_parameters": step.active,
            "acceptance": step.acceptance,
        }  # fmt: skip


def emulator_rows(found: Findings) -> Iterable[Row]:
    """emulator.csv: what each figure's error is made of, as a part of the published figure's."""
    fit = found.fit
    left_out = np.sqrt(np.diag(fit.emulated.emulator.covariance))
    luck, lack = np.sqrt(np.diag(fit.noise.luck)), np.sqrt(np.diag(fit.noise.lack))
    spread = fit.waves[-1].figures
    usable = spread[np.isfinite(spread).all(axis=1)]
    for k, target in enumerate(fit.problem.targets):
        yield {
            "moment": target.moment.name, "relative": int(target.relative),
            "observation": target.observation, "discrepancy": target.discrepancy,
            "luck": luck[k], "left_one_out": left_out[k],
            "emulator_alone": lack[k],
            "spread_of_last_wave": usable[:, k].std(),
        }  # fmt: skip


def fit_rows(found: Findings) -> Iterable[Row]:
    """fit.csv: every fit row, published beside the posterior's predictions."""
    runs = found.shipped.equal
    for target in targets():
        values = predict.path(runs, target.name)[:, LAST_PUBLISHED_YEAR - FIRST_YEAR]
        yield _beside(target.name, LAST_PUBLISHED_YEAR, target.published, values) | {
            "moment": target.moment.name, "role": target.role,
            "published_2015": target.moment.value_2015, "tolerance": target.moment.tolerance,
            "inside": _inside(values, target.published, target.moment.tolerance),
            "members_inside": _part_inside(values, target.published, target.moment.tolerance),
        }  # fmt: skip


def mostly_inside(found: Findings) -> float:
    """Part of the members with nine tenths of the scored figures within tolerance at once."""
    runs, year = found.shipped.equal, LAST_PUBLISHED_YEAR - FIRST_YEAR
    within = [
        np.abs(predict.path(runs, target.name)[:, year] - target.published)
        <= (target.moment.tolerance or 0.0)
        for target in targets()
        if target.role == "scored"
    ]
    return float((np.mean(within, axis=0) >= 0.9).mean())


def check_rows(found: Findings) -> Iterable[Row]:
    """checks.csv: figures that the fit never saw."""
    runs = found.shipped.equal
    shown = {target.moment.name for target in targets()}
    for moment in moments():
        unseen = moment.use in ("check", "level") and moment.name not in shown
        if unseen and moment.indicator in FIGURES and moment.value_2020 is not None:
            values = predict.path(runs, moment.indicator)[:, LAST_PUBLISHED_YEAR - FIRST_YEAR]
            inside = "" if moment.tolerance is None else _inside(
                values, moment.value_2020, moment.tolerance)  # fmt: skip
            yield _beside(moment.indicator, LAST_PUBLISHED_YEAR, moment.value_2020, values) | {
                "kind": "kin" if moment.indicator in FOLLOWS else moment.use,
                "tolerance": moment.tolerance, "inside": inside,
                "last_value": moment.value_2015, "constant_growth": "",
            }  # fmt: skip
    yield from _points_between(runs)


GROWTH_OF_2020 = {
    "value_added_growth_rate": "real_value_added_index",
    "value_added_per_mu_growth_rate": "value_added_per_mu",
}


def _points_between(runs: Array) -> Iterable[Row]:
    """Single years inside the window; growth of one year is set against five years' mean growth."""
    for row in table("points_between.csv"):
        name, year, published = row["indicator"], int(row["year"]), float(row["value"])
        rival: float | str = ""
        if name in FIGURES:
            values = predict.path(runs, name)[:, year - FIRST_YEAR]
        elif name in GROWTH_OF_2020:
            figure = GROWTH_OF_2020[name]
            values = predict.growth(runs, figure, year)
            pair = published_pair(figure)
            rival = mean_growth(pair[1] / pair[0], PUBLISHED_SPAN) if pair else ""
        else:
            continue
        yield _beside(name, year, published, values) | {
            "kind": "between", "tolerance": "", "inside": "", "last_value": "",
            "constant_growth": rival,
        }  # fmt: skip


def _beside(name: str, year: int, published: float, values: Array) -> Row:
    low, middle, high = np.quantile(values, NINETY)
    return {"indicator": name, "year": year, "published": published, "low": low,
            "median": middle, "high": high, "within_90": int(low <= published <= high)}  # fmt: skip


def _inside(values: Array, published: float, tolerance: float | None) -> int:
    return int(abs(np.median(values) - published) <= (tolerance or 0.0))


def _part_inside(values: Array, published: float, tolerance: float | None) -> float:
    return float((np.abs(values - published) <= (tolerance or 0.0)).mean())


def parameter_rows(found: Findings) -> Iterable[Row]:
    """parameters.csv: prior against posterior."""
    active = {names()[k] for k in found.fit.emulated.emulator.active}
    for item in found.learnt:
        parameter = parameters()[item.name]
        yield {
            "parameter": item.name, "group": parameter.group, "unit": parameter.unit,
            "standing": parameter.standing, "figure": item.figure,
            "active": int(item.name in active),
            "prior_low": item.prior[0], "prior_median": item.prior[1], "prior_high": item.prior[2],
            "low": item.posterior[0], "median": item.posterior[1], "high": item.posterior[2],
            "shrinkage": item.shrinkage, "gap_to_sample": item.gap,
            "disciplined": int(item.disciplined),
        }  # fmt: skip


def ridge_rows(found: Findings) -> Iterable[Row]:
    """ridges.csv: parameters that the figures cannot tell apart."""
    for first, second, correlation, expected in found.ridges:
        yield {"first": first, "second": second, "correlation": correlation,
               "expected": int(expected)}  # fmt: skip


def coverage_rows(found: Findings) -> Iterable[Row]:
    """coverage.csv: how often the 90% interval held a known parameter."""
    fitted = [names()[k] for k in always_active()]
    for method, known in found.known_cities:
        for k, name in enumerate(fitted):
            yield {"method": method, "parameter": name, "cities": len(known.truths),
                   "inside": int(known.inside[:, k].sum()),
                   "smallest_sample": known.effective.min()}  # fmt: skip


def rank_rows(found: Findings) -> Iterable[Row]:
    """ranks.csv: where each truth fell among the draws; evenly if the method is right."""
    for method, known in found.known_cities:
        yield from _ranks(method, known)


def _ranks(method: str, known: Known) -> Iterable[Row]:
    for city, ranks in enumerate(known.ranks, start=1):
        for k, column in enumerate(always_active()):
            yield {"method": method, "city": city, "parameter": names()[column],
                   "rank": int(ranks[k]), "of": RANKS_OF,
                   "inside": int(known.inside[city - 1, k])}  # fmt: skip


def crosscheck_rows(found: Findings) -> Iterable[Row]:
    """crosscheck.csv: the posterior by two routes, in standard deviations of the prior."""
    other = found.second_route
    if other is None:
        return
    draws = found.fit.chain.flat
    active = list(found.fit.emulated.emulator.active)
    for k, column in enumerate(always_active()):
        mine, prior = draws[:, active.index(column)], priors()[column].place(_even())
        yield {
            "parameter": names()[column],
            "mean_emulator": mine.mean() / prior.std(), "mean_second": other.mean[k] / prior.std(),
            "spread_emulator": mine.std() / prior.std(),
            "spread_second": other.spread[k] / prior.std(),
            "gap": (other.mean[k] - mine.mean()) / prior.std(),
        }  # fmt: skip


def _even() -> Array:
    return (np.arange(1000) + 0.5) / 1000


def left_out_rows(found: Findings) -> Iterable[Row]:
    """left_out.csv: each scored figure predicted by a posterior that never saw it."""
    for item in found.left_out or []:
        last = item.last
        yield {
            "moment": item.target.moment.name, "indicator": item.target.name,
            "published": item.target.published, "low": item.low, "median": item.middle,
            "high": item.high, "within_90": int(item.inside),
            "last_value": "" if last is None else last,
            "error": abs(item.middle - item.target.published),
            "error_last_value": "" if last is None else abs(last - item.target.published),
        }  # fmt: skip


def projection_rows(found: Findings) -> Iterable[Row]:
    """projections.csv: 2020 to 2025 from the posterior, beside three naive rivals."""
    runs = found.shipped.equal
    for name in PROJECTED:
        yield from _fan_rows(name, "current", predict.path(runs, name))
    for name in MONEY_TOTALS:
        yield from _fan_rows(name, "constant_2020", predict.at_constant_prices(runs, name))


def _fan_rows(name: str, prices: str, values: Array) -> Iterable[Row]:
    pair = published_pair(name) if prices == "current" else None
    share = INDICATOR[name].unit == "%"
    for year, low, middle, high in predict.fan(values):
        naive = rivals(*pair, year, share=share) if pair else {}
        yield {
            "indicator": name, "prices": prices, "year": year, "low": low, "median": middle,
            "high": high, "last_value": naive.get("last_value", ""),
            "constant_growth": naive.get("constant_growth", ""),
            "logistic": naive.get("logistic", ""),
        }  # fmt: skip


TABLES: dict[str, Callable[[Findings], Iterable[Row]]] = {
    "members.csv": member_rows,
    "fit.csv": fit_rows,
    "checks.csv": check_rows,
    "parameters.csv": parameter_rows,
    "ridges.csv": ridge_rows,
    "emulator.csv": emulator_rows,
    "waves.csv": wave_rows,
    "coverage.csv": coverage_rows,
    "ranks.csv": rank_rows,
    "crosscheck.csv": crosscheck_rows,
    "left_out.csv": left_out_rows,
    "projections.csv": projection_rows,
}
"""File -> its rows. A table without rows is not written."""

