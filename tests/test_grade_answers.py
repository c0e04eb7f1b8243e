"""What grades press firms to find, and what a subsidy on equipment makes them invest.

As in `test_directions`: one thing is changed on common draws, the decisions are taken again.
"""

from __future__ import annotations

import numpy as np
import pytest
from helpers import SMALL, twin, years
from test_directions import check_rising

from sim.base.levers import NO_LIMIT
from sim.base.parameters import parameter_values
from sim.base.state import State
from sim.city.sharing import share_out_subsidies
from sim.firm.expansion import carry_out_investment, decide_expansion, renewal
from sim.firm.improvement import use_slack
from sim.firm.support import apply_for_equipment
from sim.firm.upgrade import carry_out_upgrade, decide_upgrade
from sim.scenario.load import load_scenario
from sim.scenario.one_run import population

RATE = 0.1


def _invested(eve: State, projects: bool = True, **scalars: float) -> State:
    """The city once this year's investment is carried out; no plot is granted to anybody."""
    state = twin(eve)
    state.scalars.update(subsidy_budget=NO_LIMIT, subsidy_selected=1.0, subsidy_cap=NO_LIMIT,
                         subsidy_equipment=1.0)  # fmt: skip
    state.grades["subsidy_rate"] = np.full(4, scalars.pop("rate", RATE))
    state.grades["subsidy_eligible"] = np.ones(4)
    state.scalars.update(scalars)
    for name in ("leaves", "moves", "land_granted", "ladder_award"):
        state.firms[name][:] = 0
    decide_upgrade.run(state)
    if not projects:
        for name in ("would_upgrade", "would_upgrade_subsidised", "subsidy_request"):
            state.firms[name][:] = 0
    for decision in (decide_expansion, apply_for_equipment):
        decision.run(state)
    share_out_subsidies(state)
    for decision in (carry_out_upgrade, carry_out_investment):
        decision.run(state)
    return state


def _other_investment(state: State) -> np.ndarray:
    firms = state.firms
    return np.asarray(firms["investment"] - firms["upgraded"] * firms["upgrade_cost"])


def test_a_higher_rate_on_equipment_never_means_less_of_it(eve: State) -> None:
    """Without a cap: under one, a higher rate is used up by less."""
    check_rising([_other_investment(_invested(eve, rate=rate))
                  for rate in (0.0, 0.05, 0.1, 0.2, 0.3)])  # fmt: skip


def test_more_that_counts_never_means_less_equipment(eve: State) -> None:
    check_rising([_other_investment(_invested(eve, subsidy_equipment=part))
                  for part in (0.0, 0.3, 1.0)])  # fmt: skip


def test_a_higher_cap_never_means_less_equipment(eve: State) -> None:
    """A project's subsidy takes its part of the cap first: firms without one are looked at."""
    check_rising([_invested(eve, projects=False, subsidy_cap=cap).firms["investment"]
                  for cap in (0.0, 10.0, 100.0, 1000.0, NO_LIMIT)])  # fmt: skip


def test_under_a_cap_a_firm_invests_until_it_is_used_up(eve: State) -> None:
    """Not less than it planned, and no more than what the cap's last yuan is a subsidy on."""
    plain = _invested(eve, projects=False, subsidy_equipment=0.0).firms
    kink = 1.05 * float(np.median(plain["investment"][plain["above_scale"] == 1]))
    firms = _invested(eve, projects=False, subsidy_cap=RATE * kink).firms
    renews = (firms["capital_wanted"] + firms["upgraded"] == 0.0)  # orders bring projects as well
    asked = renews & (firms["equipment_request"] > 0.0)
    planned, made = plain["investment"][asked], firms["investment"][asked]
    np.testing.assert_array_less(planned, made * (1.0 + 1e-9))
    np.testing.assert_array_less(made, np.maximum(planned, kink) * (1.0 + 1e-9))
    assert np.isclose(made, kink, rtol=1e-9).any() and (made > 1.01 * planned).any()


@pytest.mark.parametrize("queue", [0.0, 1.0, 2.0])
def test_equipment_never_takes_the_budget_of_projects(eve: State, queue: float) -> None:
    """Projects have the first call, however tight the budget."""
    for budget in (0.0, 500.0, 5000.0, NO_LIMIT):
        without, with_it = (_invested(eve, subsidy_equipment=part, subsidy_budget=budget,
                                      subsidy_queue=queue) for part in (0.0, 1.0))  # fmt: skip
        for name in ("upgraded", "subsidy_granted"):
            assert (with_it.firms[name] == without.firms[name]).all()


def test_a_subsidy_that_stays_brings_so_much_capital_and_no_more() -> None:
    """The lift fades as it is used up: a lower price asks for more capital, not for ever more."""
    scenario = load_scenario("grants_for_equipment")
    values = parameter_values({"investment_elasticity": 2.0})
    *_, last = years(population(values, SMALL), scenario.measures, values, 1, 2025)
    firms, most = last.state.firms, 0.9**-2.0 - 1.0
    assert 0.0 < firms["subsidised_capital"].max() <= most
    assert (firms["investment_lift"] <= most + 1e-12).all()
    served = firms["investment_lift"][firms["equipment_granted"] > 0.0]
    assert ((served > 0.0) & (served < most - 1e-3)).any()


def test_renewal_answers_the_price_by_its_elasticity(eve: State) -> None:
    """Who only renews invests by the elasticity more, and has its rate of that paid."""
    state = _invested(eve, investment_elasticity=2.0)
    firms, scalars = state.firms, state.scalars
    renews = (firms["above_scale"] == 1) & (firms["capital_wanted"] + firms["upgraded"] == 0.0)
    plain = np.array([renewal(capital, profit, scalars["renewal_rate"], scalars["loss_renewal_cut"])
                      for capital, profit in zip(twin(eve).firms["capital"], firms["profit"],
                                                 strict=True)])  # fmt: skip
    assert renews.sum() > 50
    raised = plain[renews] / 0.81
    np.testing.assert_allclose(firms["investment"][renews], raised, rtol=1e-9)
    np.testing.assert_allclose(firms["subsidy_due"][renews], RATE * raised, rtol=1e-9)


@pytest.mark.parametrize("refusal", [{"subsidy_budget": 0.0}, {"subsidy_selected": 0.0}])
def test_who_is_refused_invests_as_without(eve: State, refusal: dict[str, float]) -> None:
    refused, without = _invested(eve, **refusal), _invested(eve, subsidy_equipment=0.0, **refusal)
    assert (refused.firms["investment"] == without.firms["investment"]).all()
    assert refused.firms["subsidy_due"].sum() == 0.0


def test_a_cap_below_the_plan_pays_but_moves_nothing(eve: State) -> None:
    """Where the last yuan has no subsidy anyhow, money is taken and nothing more is invested."""
    capped, without = _invested(eve, subsidy_cap=1.0), _invested(eve, subsidy_equipment=0.0)
    firms = capped.firms
    bound = (firms["equipment_granted"] > 0.0) & (firms["investment_lift"] == 0.0)
    assert bound.sum() > 50
    np.testing.assert_allclose(_other_investment(capped)[bound], _other_investment(without)[bound],
                               rtol=1e-9)  # fmt: skip
    assert (firms["equipment_granted"] + firms["subsidy_granted"] <= 1.0 + 1e-12).all()


# --- slack ----------------------------------------------------------------------------------------


def _productivity(eve: State, surcharge: float) -> np.ndarray:
    state = twin(eve)
    state.firms["slack"][:] = 0.1
    state.grades["electricity_surcharge"] = surcharge * np.arange(4.0)
    use_slack.run(state)
    return state.firms["productivity"].copy()


def test_dearer_power_for_worse_grades_never_means_less_productivity(eve: State) -> None:
    check_rising([_productivity(eve, surcharge) for surcharge in (0.0, 0.05, 0.1, 0.5)])


def test_the_best_grade_and_firms_without_slack_have_nothing_to_find(eve: State) -> None:
    state = twin(eve)
    state.firms["slack"][:] = 0.1
    state.firms["slack"][::2] = 0.0
    before = state.firms["productivity"].copy()
    use_slack.run(state)
    found = state.firms["productivity"] - before
    still = (state.firms["grade"] == 0) | (state.firms["slack"] == 0.0)
    assert (found[still] == 0.0).all() and (found[~still] > 0.0).any()
    np.testing.assert_allclose(state.firms["slack"] + found, np.where(
        np.arange(found.shape[0]) % 2 == 0, 0.0, 0.1), atol=1e-12)  # fmt: skip


@pytest.mark.parametrize(("scenario", "moves"), [("no_policy", False), ("history", True)])
def test_slack_is_found_only_where_grades_have_a_price(scenario: str, moves: bool) -> None:
    chosen, values = load_scenario(scenario), parameter_values({"slack_start": 0.1})
    *_, last = years(population(values, SMALL), chosen.measures, values, 1, 2019)
    firms = last.state.firms
    old = firms["origin"] == 0
    assert (firms["slack"][~old] == 0.0).all()
    assert (firms["slack"][old] < 0.1).any() == moves
    assert moves or (firms["slack"][old] == 0.1).all()
