"""Charges and reliefs by per-mu grade (差别化电价、水价与土地使用税)."""

from __future__ import annotations

from dataclasses import dataclass

from sim.base.ledger import LedgerEntry
from sim.base.levers import LeverBoard
from sim.policy.instrument import Instrument, dose


@dataclass(frozen=True, kw_only=True)
class GradeCharges(Instrument):
    """Electricity and water cost more for worse grades, land-use tax less for better ones."""

    name = "grade_charges"
    zh = "差别化要素价格"
    en = "charges by grade"
    evidence = ("P1", "P2")
    writes = ("electricity_surcharge", "water_surcharge", "land_tax_relief")
    ledger = (
        LedgerEntry("received", "electricity_charge"),
        LedgerEntry("received", "water_charge"),
        LedgerEntry("forgone", "land_tax_relief_received"),
    )

    electricity: tuple[float, ...] = dose(
        0.0, 0.0, 0.5, "yuan/kWh", "电价加价", "electricity surcharge",
        "Ruian 2018: C +0.10, C- +0.15; D typically 0.1-0.3", "published", over="grade",
        lever="electricity_surcharge",
    )  # fmt: skip
    water: tuple[float, ...] = dose(
        0.0, 0.0, 1.0, "fraction of price", "水价加价", "water surcharge",
        "Ruian 2018: +15%, +30%", "published", over="grade", lever="water_surcharge",
    )  # fmt: skip
    land_tax_relief: tuple[float, ...] = dose(
        0.0, 0.0, 1.0, "fraction of tax", "土地使用税减免", "land-use tax relief",
        "A 100%, B 50-80%, C 0-30%, D 0", "recalled", over="grade", lever="land_tax_relief",
    )  # fmt: skip

    def apply(self, board: LeverBoard) -> None:
        """Write the three wedges."""
        board.write("electricity_surcharge", self.electricity)
        board.write("water_surcharge", self.water)
        board.write("land_tax_relief", self.land_tax_relief)
