"""Settlement: movers change place, leavers give up their land, unserved entrants go home."""

from __future__ import annotations

import numpy as np

from sim.base.rules import decision
from sim.base.state import Array, State
from sim.city.entry import seat_entrants
from sim.city.orders import LOW_EFFICIENCY
from sim.firm.leaving import BOUGHT_OUT, CLEARED, MARKET, OBSOLETE, RECOVERED, RECTIFIED
from sim.park.land import release_land

SHARED_FLOORS, RELOCATED = 2, 3
# What the city pays during the year, also to firms, or for firms, that leave later in it, and what
# it keeps back of that.
PAID_EARLY = (
    "subsidy_paid", "diagnosis_cost", "land_buyback", "treatment_support_paid", "award_paid",
    "ladder_award", "cloud_voucher_paid", "guarantee_loss", "plot_forfeited", "support_repaid",
)  # fmt: skip
# By why a firm leaves.
BOUGHT_BACK = np.isin(np.arange(RECOVERED + 1), (MARKET, RECOVERED))
COMPENSATED = np.isin(
    np.arange(RECOVERED + 1), (CLEARED, BOUGHT_OUT, OBSOLETE, RECTIFIED)
)


@decision(
    "S1",
    "land_wanted land_bid land_leased_wanted capital_wanted subsidy_request "
    "would_upgrade would_upgrade_subsidised moves destination connected",
    "撤回申请",
    "who leaves asks for nothing; who moves asks for a plot at the destination instead",
    "identity",
)
def withdraw_or_redirect(
    leaves, moves, land, floor_ratio, land_wanted, land_bid, land_leased_wanted, capital_wanted,
    subsidy_request, would_upgrade, would_upgrade_subsidised, connected, gateway,
    park_land_price, place, shared_floor_ratio, small_park_floor_ratio, mover_bid,
):  # fmt: skip
    stays = leaves == 0
    rests = stays & (moves == 0)
    goes = stays & (moves > 0)
    shared = max(floor_ratio, shared_floor_ratio, small_park_floor_ratio)
    plot = land * floor_ratio / (shared if moves == 2 else floor_ratio)
    leased = plot if moves == 2 else 0.0
    return (
        plot if goes else (land_wanted if rests else 0.0),
        mover_bid * park_land_price if goes else (land_bid if rests else 0.0),
        leased if goes else (land_leased_wanted if rests else 0.0),
        capital_wanted if rests else 0.0,
        subsidy_request if stays else 0.0,
        would_upgrade if stays else 0,
        would_upgrade_subsidised if stays else 0,
        moves if goes else 0,
        gateway if goes else place,
        connected if stays else 0,
    )


def refuse_unadmitted(state: State) -> None:
    """Movers stay where they are if no place admits their sector."""
    firms = state.firms
    rows = np.flatnonzero(firms["moves"] > 0)
    cell = firms["destination"][rows] * state.sectors.rows + firms["sector"][rows]
    nowhere = firms["destination"][rows] == firms["place"][rows]
    refused = rows[nowhere | (state.place_sectors["admits"][cell] == 0)]
    firms["land_wanted"][refused] = 0.0


def move_firms(state: State, before: int) -> None:
    """Served movers change plots; a cleared firm that found none is bought out."""
    firms = state.firms
    firms["land_buyback"] = 0.0
    firms["plot_forfeited"] = 0.0
    moving = np.flatnonzero(firms["moves"][:before] > 0)
    served = moving[firms["land_granted"][moving] > 0.0]
    missed = moving[firms["land_granted"][moving] <= 0.0]
    firms["leaves"][missed[firms["moves"][missed] == RELOCATED]] = BOUGHT_OUT
    firms["moves"][missed] = 0
    _pay_for_land(state, served, _owned(state, served), pays_debt=True)
    release_land(state, served)
    shared = firms["moves"][served] == SHARED_FLOORS
    storeys = max(state.scalars["shared_floor_ratio"], state.scalars["small_park_floor_ratio"])
    ratio = np.maximum(firms["floor_ratio"][served], storeys)
    firms["floor_ratio"][served] = np.where(shared, ratio, firms["floor_ratio"][served])
    firms["place"][served] = firms["destination"][served]
    firms["land"][served] = 0.0
    firms["leased_land"][served] = 0.0


def _owned(state: State, rows: Array) -> Array:
    """Owned part of the plots, mu."""
    return np.asarray(state.firms["land"][rows] - state.firms["leased_land"][rows])


def _pay_for_land(
    state: State, rows: Array, owned: Array, pays_debt: bool, failed: Array | None = None
) -> None:
    """Pay for owned land; of what firms get that `failed` their commitments, a part is kept."""
    firms = state.firms
    paid = owned * state.places["land_price"][firms["place"][rows]]
    firms["land_buyback"][rows] = paid
    if failed is not None:
        kept = state.scalars["recovery_forfeit"] * failed * paid
        firms["plot_forfeited"][rows] = kept
        paid = paid - kept
    if pays_debt:
        firms["debt"][rows] = np.maximum(firms["debt"][rows] - paid, 0.0)


def give_back_plots(state: State, before: int) -> None:
    """Firms that stay give back the land they were told to; leased land goes first.

    Treated firms keep their floors, on more storeys. Who moves or leaves anyway gives up all of
    its plot elsewhere.
    """
    firms = state.firms
    rows = np.flatnonzero(firms["land_to_return"][:before])
    rows = rows[(firms["leaves"][rows] == 0) & (firms["moves"][rows] == 0)]
    if rows.size == 0:
        return
    given, land = firms["land_to_return"][rows], firms["land"][rows]
    bought = np.maximum(given - firms["leased_land"][rows], 0.0)
    # Low-efficiency firms return land by agreement; the others because the plot missed its bar.
    missed_bar = firms["treated"][rows] != LOW_EFFICIENCY
    _pay_for_land(state, rows, bought, pays_debt=True, failed=missed_bar)
    release_land(state, rows, given)
    keeps_floors = firms["treated"][rows] > 0
    firms["floor_ratio"][rows] *= np.where(keeps_floors, land / (land - given), 1.0)
    firms["leased_land"][rows] -= given - bought
    firms["land"][rows] -= given


def dismiss_leavers(state: State, before: int) -> None:
    """Leavers give their land back: bought back at its price, or compensated if made to go."""
    firms = state.firms
    leavers = np.flatnonzero(firms["leaves"][:before] > 0)
    cause = firms["leaves"][leavers]
    bought_back = leavers[BOUGHT_BACK[cause]]
    missed_bar = firms["leaves"][bought_back] == RECOVERED
    _pay_for_land(
        state, bought_back, _owned(state, bought_back), pays_debt=False, failed=missed_bar
    )
    _claw_back(state, bought_back)
    release_land(state, leavers)
    owned = firms["land"][leavers] - firms["leased_land"][leavers]
    price = state.places["land_price"][firms["place"][leavers]]
    due = state.scalars["compensation_factor"] * owned * price
    paid = np.where(COMPENSATED[cause], due, 0.0)
    firms["compensation"] = 0.0
    firms["compensation"][leavers] = paid
    failed = leavers[cause == MARKET]
    firms["guarantee_loss"] = 0.0
    firms["guarantee_loss"][failed] = (
        state.scalars["guarantee_public_share"] * firms["guaranteed_debt"][failed]
    )


def _claw_back(state: State, leavers: Array) -> None:
    """Subsidies not yet earned are kept back from what leavers get for their land.

    Nothing else of theirs is within the city's reach: who owned no land repays nothing.
    """
    firms = state.firms
    owed = firms["land_buyback"][leavers] - firms["plot_forfeited"][leavers]
    firms["support_repaid"] = 0.0
    firms["support_repaid"][leavers] = np.minimum(firms["bound_support"][leavers], owed)


def settle(state: State, before: int) -> None:
    """Entrants take their seats; leavers and unserved entrants drop out of the columns.

    What leavers took with them stays in `state.departed`: columns of the rows that dropped out.
    """
    firms = state.firms
    stays = seat_entrants(state, before)
    gone = firms["leaves"] > 0
    leavers = np.flatnonzero(gone)
    state.departed = {
        name: firms[name][leavers]
        for name in ("key", "weight", "place", "leaves", "above_scale", "grade", "land",
                     "compensation", "employment", *PAID_EARLY)
    }  # fmt: skip
    firms.keep(stays & ~gone)
