"""One year of the city, step by step.

Nobody sees another's choice of the same year: all decide first, then what is scarce is shared
out by published rules, then decisions take effect.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np

from sim.base.rules import Decision
from sim.base.state import State
from sim.city.entry import welcome_entrants
from sim.city.orders import give_orders, mark_evictions
from sim.city.settlement import (
    dismiss_leavers,
    give_back_plots,
    move_firms,
    refuse_unadmitted,
    settle,
    withdraw_or_redirect,
)
from sim.city.sharing import limit_projects, share_out_subsidies
from sim.city.surroundings import (
    Measure,
    advance_indices,
    answer_energy_prices,
    look_around,
    set_admission,
    set_gateways,
    set_levers,
    set_macro,
)
from sim.city.tally import keep_tallies
from sim.firm.books import book_measures, keep_books
from sim.firm.expansion import carry_out_investment, decide_expansion
from sim.firm.finance import seek_credit, take_loans
from sim.firm.founding import RECRUITED
from sim.firm.improvement import use_slack
from sim.firm.leaving import decide_exit, decide_move, keep_register
from sim.firm.production import (
    answer_support,
    change_productivity,
    follow_trends,
    hire_and_produce,
)
from sim.firm.recognition import recognise, reward_recognition
from sim.firm.support import (
    apply_for_equipment,
    bind_support,
    earn_award,
    look_up_award,
    redeem_voucher,
)
from sim.firm.upgrade import (
    carry_out_upgrade,
    connect_machines,
    consider_rung,
    decide_upgrade,
    receive_diagnosis,
)
from sim.park.grading import grade_firms, score_firm, set_baselines
from sim.park.land import move_prices, share_out_land, supply_land

Performer: TypeAlias = Callable[[Decision, State, slice | None], None]


def whole_population(decision: Decision, state: State, rows: slice | None = None) -> None:
    """Let all firms (or a slice of rows) take a decision, in one compiled loop."""
    decision.run(state, rows)


def simulate_year(
    state: State, measures: Sequence[Measure], performer: Performer = whole_population
) -> None:
    """Carry the city from the end of one year to the end of the next.

    Args:
        state: changed in place.
        measures: policy instruments in force.
        performer: how a decision is put to the firms: a compiled loop, or agent by agent.
    """
    each_firm = _if_awake(performer)
    state.year += 1
    # 1. The city's policy and the surroundings of the year.
    set_macro(state)
    set_levers(state, measures)
    answer_energy_prices(state)
    pay_subsidies_due(state)
    each_firm(bind_support, state, None)
    pay_crossing_awards(state)
    # 2. Last year's books are graded under the per-mu rules.
    set_baselines(state)
    each_firm(score_firm, state, None)
    grade_firms(state)
    # 3. Every firm decides, none seeing another's choice of this year.
    look_around(state)
    set_admission(state)
    set_gateways(state)
    mark_evictions(state)
    each_firm(receive_diagnosis, state, None)
    each_firm(consider_rung, state, None)
    each_firm(look_up_award, state, None)
    each_firm(seek_credit, state, None)
    each_firm(decide_upgrade, state, None)
    each_firm(connect_machines, state, None)
    each_firm(redeem_voucher, state, None)
    each_firm(decide_expansion, state, None)
    each_firm(decide_move, state, None)
    each_firm(decide_exit, state, None)
    give_orders(state)
    each_firm(withdraw_or_redirect, state, None)
    each_firm(apply_for_equipment, state, None)
    refuse_unadmitted(state)
    incumbents = welcome_entrants(state)
    # 4. What is scarce is shared out.
    share_out_subsidies(state)
    limit_projects(state)
    supply_land(state)
    share_out_land(state)
    # 5. Decisions take effect.
    each_firm(earn_award, state, None)
    each_firm(carry_out_upgrade, state, None)
    move_firms(state, incumbents)
    give_back_plots(state, incumbents)
    each_firm(carry_out_investment, state, slice(0, incumbents))
    each_firm(take_loans, state, slice(0, incumbents))
    dismiss_leavers(state, incumbents)
    settle(state, incumbents)
    # 6. Production and books.
    produce_and_book(state, each_firm)
    keep_tallies(state)
    advance_indices(state)


def produce_and_book(state: State, each_firm: Performer) -> None:
    """The last step of the year: production, trends, books, register, recognition, prices."""
    each_firm(use_slack, state, None)
    each_firm(change_productivity, state, None)
    each_firm(follow_trends, state, None)
    each_firm(answer_support, state, None)
    each_firm(hire_and_produce, state, None)
    each_firm(keep_books, state, None)
    each_firm(book_measures, state, None)
    each_firm(keep_register, state, None)
    each_firm(reward_recognition, state, None)
    each_firm(recognise, state, None)
    move_prices(state)


def _if_awake(performer: Performer) -> Performer:
    """The same, but a decision rests until a lever that it answers is first in force."""

    def put(decision: Decision, state: State, rows: slice | None = None) -> None:
        if decision.is_awake(state):
            performer(decision, state, rows)

    return put


def pay_subsidies_due(state: State) -> None:
    """Subsidies committed last year are paid this year: the same yuan, worth a little less."""
    worth = 1.0 + state.scalars["deflator_growth"]
    state.firms["subsidy_paid"] = state.firms["subsidy_due"] / worth
    state.firms["subsidy_due"] = 0.0


def pay_crossing_awards(state: State) -> None:
    """Firms that grew onto the register for the first time last year have their award this year.

    What it pays they need not borrow. Projects that come from outside the city have none.
    """
    firms = state.firms
    firms["award_paid"] = 0.0
    if state.scalars["crossing_award"] > 0.0 or "crossing_award" in state.local:
        grown = (firms["registered"] == 1) & (firms["origin"] < RECRUITED)
        due = np.flatnonzero(grown & (firms["awarded"] == 0))
        award = state.lever("crossing_award", due)
        firms["award_paid"][due] = award
        firms["debt"][due] = np.maximum(firms["debt"][due] - award, 0.0)
    # Who has been above scale once is never new again.
    firms["awarded"] = np.maximum(firms["awarded"], firms["above_scale"])
