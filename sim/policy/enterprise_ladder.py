"""Fostering and awards on the ladder of recognised firms (高企、小巨人、单项冠军培育)."""

from __future__ import annotations

from dataclasses import dataclass

from sim.base.ledger import LedgerEntry
from sim.base.levers import LeverBoard
from sim.policy.instrument import Instrument, dose


@dataclass(frozen=True, kw_only=True)
class EnterpriseLadder(Instrument):
    """Ready firms are recognised more often if fostered; new recognition earns an award.

    The income-tax rate of 15% for high-tech enterprises is national law: it is in the books of
    every scenario, as are the conditions. Awards and grants reach the firm's cash in the next
    year; a status lost and regained earns its award again.
    """

    name = "enterprise_ladder"
    zh = "企业梯队培育"
    en = "fostering of recognised firms"
    evidence = ("P38", "P39", "P40")
    writes = (
        "high_tech_award", "little_giant_award", "champion_award", "high_tech_fostering",
        "little_giant_fostering", "champion_fostering", "fostering_grant",
    )  # fmt: skip
    ledger = (LedgerEntry("paid", "recognition_award"),)

    high_tech_award: float = dose(
        0.0, 0.0, 200.0, "10k yuan, nominal", "高企奖励", "award, high-tech enterprise",
        "judged; no city figure in the documents", "judgement", lever="high_tech_award",
    )  # fmt: skip
    little_giant_award: float = dose(
        0.0, 0.0, 500.0, "10k yuan, nominal", "小巨人奖励", "award, little giant",
        "judged; no city figure in the documents", "judgement", lever="little_giant_award",
    )  # fmt: skip
    champion_award: float = dose(
        0.0, 0.0, 1000.0, "10k yuan, nominal", "单项冠军奖励", "award, single champion",
        "judged; no city figure in the documents", "judgement", lever="champion_award",
    )  # fmt: skip
    high_tech_fostering: float = dose(
        1.0, 1.0, 5.0, "ratio", "高企培育强度", "factor on recognition, high-tech",
        "3,102 to 6,000 (plan T3-1) asks for about twice the pace", "judgement",
        lever="high_tech_fostering",
    )  # fmt: skip
    little_giant_fostering: float = dose(
        1.0, 1.0, 5.0, "ratio", "小巨人培育强度", "factor on recognition, little giant",
        "55 to 200 (plan 5.5); effect judged", "judgement", lever="little_giant_fostering",
    )  # fmt: skip
    champion_fostering: float = dose(
        1.0, 1.0, 5.0, "ratio", "单项冠军培育强度", "factor on recognition, champion",
        "45 to 100, 384 fostered (plan 5.5, box 10); effect judged", "judgement",
        lever="champion_fostering",
    )  # fmt: skip
    fostering_grant: float = dose(
        0.0, 0.0, 100.0, "10k yuan, nominal", "单户年培育补助",
        "grant to a fostered firm for a year", "judged; no city figure in the documents",
        "judgement", lever="fostering_grant",
    )  # fmt: skip

    def apply(self, board: LeverBoard) -> None:
        """Write awards, factors and grant."""
        board.write("high_tech_award", self.high_tech_award)
        board.write("little_giant_award", self.little_giant_award)
        board.write("champion_award", self.champion_award)
        board.write("high_tech_fostering", self.high_tech_fostering)
        board.write("little_giant_fostering", self.little_giant_fostering)
        board.write("champion_fostering", self.champion_fostering)
        board.write("fostering_grant", self.fostering_grant)
