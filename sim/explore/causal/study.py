"""The causal checks over the members of a sample."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.base.state import Array
from sim.explore.causal.experiments import (
    FILE,
    Design,
    by_lot,
    design,
    for_money_alone,
    in_order,
    leaders_first,
    staggered,
    with_land_returned,
    with_subsidy,
    without,
)
from sim.explore.causal.fixed_effects import Estimate, two_way
from sim.explore.causal.staggered import NEVER, Event, event_study
from sim.explore.causal.twins import (
    log_investment,
    panel_of,
    productivity,
    treated_rows,
    true_effect,
)
from sim.explore.expected import Found, expectations, judge
from sim.explore.firm_years import FirmYears, firm_years
from sim.explore.members import Figures, for_members
from sim.park.atlas import places
from sim.policy.upgrade_subsidy import UpgradeSubsidy
from sim.scenario.load import Scenario
from sim.scenario.member import Member
from sim.scenario.sample import Sample

PERCENT = 100.0
LIKELY = 0.05  # chance below which a paper would call a trend before the start a trend
LOT, LEADERS = "lot", "leaders"
ORDERS = (LOT, LEADERS)
TWO_WAY, COHORTS = "two_way", "cohorts"
ESTIMATORS = (TWO_WAY, COHORTS)


@dataclass(frozen=True)
class Check:
    """How an estimator does against the truth, in percent; means and counts over members.

    Attributes:
        order: by which places got the rules: lot, or leaders first.
        estimator: two_way or cohorts.
        members: how many.
        truth, estimate: medians.
        bias: mean of estimate less truth; bias_error: its standard error.
        scatter: standard deviation of estimate less truth.
        stated: median standard error that the estimator states.
        holding: members whose 95% interval holds the truth.
        finding: members whose 95% interval leaves nought out.
        placebo: the same where nobody ever got any rules: what is found is false.
        trends: members in which the years before the start would have been called a trend; None
            for two-way, which has no such test here.
    """

    order: str
    estimator: str
    members: int
    truth: float
    estimate: float
    bias: float
    bias_error: float
    scatter: float
    stated: float
    holding: int
    finding: int
    placebo: int
    trends: int | None


@dataclass(frozen=True)
class Since:
    """Effects some years after the start, in percent.

    Attributes:
        since: years; below nought before the start.
        estimate, five, ninety_five: median and 90% range of the estimates, cohort by cohort.
        truth: median; nought before the start.
    """

    order: str
    since: int
    estimate: float
    five: float
    ninety_five: float
    truth: float


@dataclass(frozen=True)
class Causal:
    """All that the checks found.

    Attributes:
        found: figures against what is expected.
        checks: of the estimators.
        since: the event studies, by order and years.
        spill: median effect on firms not yet under the rules, by order, in percent.
    """

    found: list[Found]
    checks: list[Check]
    since: list[Since]
    spill: dict[str, float]


def causal_checks(
    scenario: Scenario, sample: Sample, *, firms: float, workers: int, seed: int = 1,
    progress: Callable[[int], Any] | None = None,
) -> Causal:  # fmt: skip
    """Run the experiments on every member and judge them.

    Args:
        scenario: whose rules, subsidies and orders are looked at.
        sample: the members.
        firms: share of the smaller firms simulated.
        workers: processes.
        seed: luck by which places are drawn.
        progress: called with the number of members finished since the last call.

    Raises:
        InputError: the file of expectations or the scenario cannot be used, or every member failed.
    """
    plan, expected = design(), expectations(FILE)
    staggered(scenario, plan, np.full(len(places()), NEVER))
    rows = for_members(_one_city, sample.members, workers=workers, progress=progress,
                       scenario=scenario, plan=plan, firms=firms, seed=seed)  # fmt: skip
    found = [judge(one, np.array([row["figures"][name] for row in rows]))
             for name, one in expected.items()]  # fmt: skip
    return Causal(
        found, [_check(rows, order, estimator) for order in ORDERS for estimator in ESTIMATORS],
        [line for order in ORDERS for line in _since(rows, order)],
        {order: PERCENT * float(np.median([row[order]["spill"] for row in rows]))
         for order in ORDERS},
    )  # fmt: skip


# --- one member -----------------------------------------------------------------------------------


def _one_city(
    member: Member, *, scenario: Scenario, plan: Design, firms: float, seed: int
) -> Figures:
    def run(one: Scenario) -> FirmYears:
        return firm_years(one, member, last_year=plan.last_year, firms=firms)

    bare = run(staggered(scenario, plan, np.full(len(places()), NEVER)))
    whole = run(scenario)
    luck = np.random.default_rng([seed, member.seed])
    orders = {LOT: by_lot(luck), LEADERS: leaders_first(bare)}
    found: Figures = {}
    for name, order in orders.items():
        start = in_order(order, plan.cohorts)
        found[name] = _rules_by_place(run(staggered(scenario, plan, start)), bare, plan, start)
    start = in_order(orders[LOT], plan.cohorts)
    money = run(for_money_alone(staggered(scenario, plan, start)))
    found["figures"] = {
        "rules_true": PERCENT * found[LOT]["truth"],
        "rules_money": PERCENT * true_effect(money, bare, plan.years, start, productivity).treated,
        "rules_two_way": PERCENT * found[LOT][TWO_WAY].value,
        "rules_by_cohort": PERCENT * found[LOT][COHORTS].value,
        "rules_whole": PERCENT * _of_the_whole(whole, bare, plan),
        **_subsidies(scenario, plan, run, whole, luck),
        **_orders(whole, run(with_land_returned(scenario)), plan.order_year),
    }
    return found


def _rules_by_place(run: FirmYears, bare: FirmYears, plan: Design, start: Array) -> Figures:
    """Estimates, truth and placebo of one order in which places got the rules."""
    years = plan.years
    truth = true_effect(run, bare, years, start, productivity)
    found: Figures = {"truth": truth.treated, "spill": truth.others, "since": truth.since}
    for city, mark in ((run, ""), (bare, "placebo_")):
        panel = panel_of(city, years, productivity)
        event = event_study(panel, years, start)
        found[f"{mark}{TWO_WAY}"] = two_way(panel, treated_rows(panel, years, start))
        found[f"{mark}{COHORTS}"] = event.overall
        found[f"{mark}event"] = event
    return found


def _of_the_whole(whole: FirmYears, bare: FirmYears, plan: Design) -> float:
    """Effect of all per-mu rules on all firms, since the year whose doses the rules have."""
    everywhere = np.full(len(places()), plan.doses_of)
    return true_effect(whole, bare, plan.years, everywhere, productivity).treated


def _spent(run: FirmYears, plan: Design, what: Callable[[FirmYears, int], Array]) -> float:
    """What above-scale firms spent over the years of the experiment with subsidies."""
    years = range(plan.subsidy_first, plan.subsidy_last + 1)
    return sum(float(np.sum(run.of(year, "weight") * run.of(year, "above_scale") * what(run, year)))
               for year in years)  # fmt: skip


def _investment(run: FirmYears, year: int) -> Array:
    return run.of(year, "investment")


def _on_projects(run: FirmYears, year: int) -> Array:
    return run.of(year, "upgraded") * run.of(year, "upgrade_cost")


def _subsidies(
    scenario: Scenario, plan: Design, run: Callable[[Scenario], FirmYears], whole: FirmYears,
    luck: np.random.Generator,
) -> dict[str, float]:  # fmt: skip
    first, years = plan.subsidy_first, tuple(range(plan.years[0], plan.subsidy_last + 1))
    chosen = in_order(by_lot(luck), (first,)) == first
    none = run(with_subsidy(scenario, 0.0, first, None))
    everywhere = run(with_subsidy(scenario, plan.subsidy_points, first, None))
    half = run(with_subsidy(scenario, plan.subsidy_points, first, chosen))
    off = run(without(scenario, (UpgradeSubsidy.name,)))
    panel = panel_of(half, years, log_investment)
    start = np.where(chosen, first, NEVER)
    estimated = two_way(panel, treated_rows(panel, years, start))
    mean_firm = true_effect(half, none, years, start, log_investment).treated

    def more(with_it: FirmYears, twin: FirmYears, what: Callable[[FirmYears, int], Array]) -> float:
        return PERCENT * (_spent(with_it, plan, what) / _spent(twin, plan, what) - 1.0)

    return {
        "subsidy_investment": more(everywhere, none, _investment),
        "subsidy_projects": more(everywhere, none, _on_projects),
        "subsidy_estimated": PERCENT * float(np.expm1(estimated.value)),
        "subsidy_mean_firm": PERCENT * float(np.expm1(mean_firm)),
        "programme_investment": more(whole, off, _investment),
    }


def _orders(whole: FirmYears, land: FirmYears, year: int) -> dict[str, float]:
    """Low-efficiency firms that were ordered to upgrade, and what land they gave back."""
    ordered = whole.of(year, "weight") * (whole.of(year, "treated") == 1)
    done, number = float(np.sum(ordered * whole.of(year, "upgraded"))), float(np.sum(ordered))
    return {
        "low_efficiency_firms": number,
        "low_efficiency_done": PERCENT * done / number if number else float("nan"),
        "low_efficiency_land": _land_given_back(whole, year),
        "low_efficiency_land_most": _land_given_back(land, year),
    }


def _land_given_back(run: FirmYears, year: int) -> float:
    """Movers give up all of their plot elsewhere, not a part of it."""
    gave = (run.of(year, "treated") == 1) & (run.of(year, "moves") == 0)
    return float(np.sum(run.of(year, "weight") * gave * run.of(year, "land_to_return")))


# --- over members ---------------------------------------------------------------------------------


def _check(rows: list[Figures], order: str, estimator: str) -> Check:
    estimates: list[Estimate] = [row[order][estimator] for row in rows]
    placebos: list[Estimate] = [row[order][f"placebo_{estimator}"] for row in rows]
    events: list[Event] = [row[order]["event"] for row in rows]
    truths = np.array([row[order]["truth"] for row in rows])
    values, count = np.array([one.value for one in estimates]), len(rows)
    apart = values - truths
    scatter = float(np.std(apart, ddof=1)) if count > 1 else float("nan")
    held = [one.holds(truth) for one, truth in zip(estimates, truths, strict=True)]
    trends = sum(one.trend < LIKELY for one in events) if estimator == COHORTS else None
    return Check(
        order, estimator, count, truth=PERCENT * float(np.median(truths)),
        estimate=PERCENT * float(np.median(values)), bias=PERCENT * float(np.mean(apart)),
        bias_error=PERCENT * scatter / count**0.5, scatter=PERCENT * scatter,
        stated=PERCENT * float(np.median([one.error for one in estimates])), holding=sum(held),
        finding=sum(not one.holds(0.0) for one in estimates),
        placebo=sum(not one.holds(0.0) for one in placebos), trends=trends,
    )  # fmt: skip


def _since(rows: list[Figures], order: str) -> list[Since]:
    events: list[Event] = [row[order]["event"] for row in rows]
    lines = []
    for k, since in enumerate(events[0].since):
        values = PERCENT * np.array([event.effects[k].value for event in events])
        five, middle, ninety_five = (float(x) for x in np.quantile(values, [0.05, 0.5, 0.95]))
        truth = [row[order]["since"].get(since, 0.0) for row in rows]
        lines.append(Since(order, since, middle, five, ninety_five,
                           PERCENT * float(np.median(truth))))  # fmt: skip
    return lines
