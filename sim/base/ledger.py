"""How an instrument books what it costs and brings in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Flow = Literal["committed", "paid", "clawed_back", "received", "forgone"]


@dataclass(frozen=True)
class LedgerEntry:
    """One flow of money of one instrument.

    Attributes:
        flow: committed (promised this year), paid, clawed back, received, or forgone revenue.
        variable: the variable that holds each firm's part, or each place's where no firm is
            concerned; 10k yuan at 2015 prices.
        cause: set when only firms count with which something happened this year: they left
            (cleared, bought_out, obsolete, rectified), lost a plot that missed its commitments
            (recovered), gave part back as low-efficiency firms (returned), were relocated from a
            cleared block (relocated), or moved or closed as nobody had told them to (unordered).
    """

    flow: Flow
    variable: str
    cause: Literal[
        "", "cleared", "bought_out", "obsolete", "rectified", "recovered", "returned", "relocated",
        "unordered",
    ] = ""  # fmt: skip


# What is paid and received for land, whoever books it.
LAND_MONEY = frozenset({
    "land_payment", "land_buyback", "plot_forfeited", "supply_cost", "reactivation_cost",
})  # fmt: skip


@dataclass(frozen=True)
class LandEntry:
    """One flow of land of the city's places, in mu.

    Attributes:
        flow: supplied (made ready), regained (taken back from users outside the model), lost to
            them, freed by firms, or granted to firms.
        cause: why; for freed and granted land, what the firms did.
        lever: whose instrument stands behind it; empty for the land account.
    """

    flow: Literal["supplied", "regained", "lost", "freed", "granted"]
    cause: str
    lever: str = ""


LAND_ENTRIES = (
    LandEntry("supplied", "made_ready", "land_supply"),
    LandEntry("regained", "reactivated", "reactivation"),
    LandEntry("lost", "other_users"),
    LandEntry("freed", "market_exit"),
    LandEntry("freed", "cleared", "clearing_quota"),
    LandEntry("freed", "bought_out", "park_clearance"),
    LandEntry("freed", "obsolete", "obsolete_quota"),
    LandEntry("freed", "rectified", "rectification_quota"),
    LandEntry("freed", "recovered", "recovery_tax"),
    LandEntry("freed", "part_recovered", "recovery_tax"),
    LandEntry("freed", "part_returned", "treatment_land_returned"),
    LandEntry("freed", "moved"),
    LandEntry("freed", "relocated", "park_clearance"),
    LandEntry("granted", "expansion"),
    LandEntry("granted", "moved"),
    LandEntry("granted", "relocated", "park_clearance"),
    LandEntry("granted", "born"),
    LandEntry("granted", "crossed"),
    LandEntry("granted", "recruited"),
    LandEntry("granted", "replacing", "replacement_projects"),
    LandEntry("granted", "large_project", "large_projects"),
    LandEntry("granted", "middle_project", "middle_projects"),
)
