"""Awards for the upper rungs of the upgrade ladder (数字化车间、智能工厂、未来工厂奖励)."""

from __future__ import annotations

from dataclasses import dataclass

from sim.base.ledger import LedgerEntry
from sim.base.levers import LeverBoard
from sim.policy.instrument import Instrument, dose


@dataclass(frozen=True, kw_only=True)
class LadderAwards(Instrument):
    """Pays a fixed sum once when a project reaches a rung; the firm counts it when it decides.

    Grades without eligibility (`subsidy_veto`) earn none, nor do renewals on the same rung.
    Support as a share of the project is the business of `upgrade_subsidy`.
    """

    name = "ladder_awards"
    zh = "智能化阶梯奖励"
    en = "awards by rung of the ladder"
    evidence = ("P22",)
    writes = ("workshop_award", "smart_factory_award", "future_factory_award")
    ledger = (LedgerEntry("paid", "ladder_award"),)

    workshop: float = dose(
        0.0, 0.0, 1000.0, "10k yuan, nominal", "数字化车间", "digital workshop",
        "Zhenhai 2023: up to 8m yuan as 15% of the project; as a sum judged", "judgement",
        lever="workshop_award",
    )  # fmt: skip
    smart_factory: float = dose(
        0.0, 0.0, 1000.0, "10k yuan, nominal", "智能工厂", "smart factory",
        "Zhenhai 2023: up to 8m yuan as 15% of the project; as a sum judged", "judgement",
        lever="smart_factory_award",
    )  # fmt: skip
    future_factory: float = dose(
        0.0, 0.0, 1000.0, "10k yuan, nominal", "未来工厂", "future factory",
        "Zhenhai 2023: 0.1, 0.5 or 1.0m yuan by level; above that judged", "published",
        lever="future_factory_award",
    )  # fmt: skip

    def apply(self, board: LeverBoard) -> None:
        """Write the three awards."""
        board.write("workshop_award", self.workshop)
        board.write("smart_factory_award", self.smart_factory)
        board.write("future_factory_award", self.future_factory)
