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


def _invested(eve: State, **scalars: float) -> State:
    """The city once this year's investment is carried out; no plot is granted to anybody."""
    state = twin(eve)
    state.scalars.update(subsidy_budget=NO_LIMIT, subsidy_selected=1.0, subsidy_cap=NO_LIMIT,
                         subsidy_equipment=1.0)  # fmt: skip
    state.grades["subsidy_rate"] = np.full(4, scalars.pop("rate", RATE))
    state.grades["subsidy_eligible"] = np.ones(4)
    state.scalars.update(scalars)
    for name in ("leaves", "moves", "land_granted", "ladder_award"):
        state.firms[name][:] = 0
    for decision in (decide_upgrade, decide_expansion, apply_for_equipment):
        decision.run(state)
    share_out_subsidies(state)
    for decision in (carry_out_upgrade, carry_out_investment):
        decision.run(state)
    return state


def _other_investment(state: State) -> np.ndarray:
    firms = state.firms
    return np.asarray(firms["investment"] - firms["upgraded"] * firms["upgrade_cost"])


def test_a_higher_rate_on_equipment_never_means_less_of_it(eve: State) -> None:
    rates = (0.0, 0.05, 0.1, 0.2, 0.3)
    check_rising([_other_investment(_invested(eve, rate=rate)) for rate in rates])


def test_more_that_counts_never_means_less_equipment_nor_fewer_projects(eve: State) -> None:
    runs = [_invested(eve, subsidy_equipment=part) for part in (0.0, 0.3, 1.0)]
    check_rising([_other_investment(one) for one in runs])
    assert all((one.firms["upgraded"] == runs[0].firms["upgraded"]).all() for one in runs)


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


def test_a_cap_that_binds_pays_but_moves_nothing(eve: State) -> None:
    """Where the last yuan has no subsidy, money is taken and nothing more is invested."""
    capped, without = _invested(eve, subsidy_cap=1.0), _invested(eve, subsidy_equipment=0.0)
    firms = capped.firms
    bound = (firms["equipment_granted"] > 0.0) & (firms["investment_lift"] == 1.0)
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
