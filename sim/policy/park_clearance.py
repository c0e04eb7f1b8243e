"""Clearance of blocks, and what comes in their place (园区腾退与腾笼换鸟)."""

from __future__ import annotations

from dataclasses import dataclass

from sim.base.ledger import LedgerEntry
from sim.base.levers import LeverBoard
from sim.base.resources import table
from sim.policy.instrument import Instrument, dose

SECTORS = tuple(row["sector"] for row in table("sectors.csv") if row["modelled"] == "yes")


@dataclass(frozen=True, kw_only=True)
class ParkClearance(Instrument):
    """Firms of a place, or its lowest scores up to a share, relocate or are bought out.

    With projects a year their land is held for firms of one sector, each a recruited project;
    without, it is let to anyone. Blocks have no borders in the documents: low scores stand in.
    """

    name = "park_clearance"
    zh = "园区腾退"
    en = "park clearance"
    evidence = ("P8",)
    writes = ("park_clearance", "replacement_sector", "replacement_projects")
    ledger = (
        LedgerEntry("paid", "compensation", cause="bought_out"),
        LedgerEntry("paid", "land_buyback", cause="relocated"),
    )

    places: tuple[tuple[int, float], ...] = dose(
        0.0, 0.0, 1.0, "fraction of firms", "腾退片区", "places cleared", "document 000: Changshi",
        "document", over="place",
    )  # fmt: skip
    sector: float = dose(
        0.0, 0.0, len(SECTORS) - 1.0, "-", "承接产业", "sector that comes in",
        "document 000: integrated circuits", "document", choices=SECTORS,
    )  # fmt: skip
    projects: float = dose(
        0.0, 0.0, 300.0, "firms/yr", "承接项目", "projects a year for cleared land",
        "no number in the documents", "judgement",
    )  # fmt: skip

    def apply(self, board: LeverBoard) -> None:
        """Write which places are cleared this year, and who is to come."""
        for place, cleared in self.places:
            board.write_at("park_clearance", place, cleared)
        board.write("replacement_sector", self.sector)
        board.write("replacement_projects", self.projects)
