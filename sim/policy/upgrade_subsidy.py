"""Subsidies on upgrade projects (技改补助)."""

from __future__ import annotations

from dataclasses import dataclass

from sim.base.ledger import LedgerEntry
from sim.base.levers import NO_LIMIT, LeverBoard
from sim.policy.instrument import Instrument, dose


@dataclass(frozen=True, kw_only=True)
class UpgradeSubsidy(Instrument):
    """Pays part of a project's cost to selected above-scale firms, a year later.

    With `equipment` it pays the same part of renewal and expansion, too, as far as these count,
    under the firm's one cap; projects have the first call on the budget. Firms that get it invest
    more, until what the subsidy has brought makes up for the lower price.

    With a commitment, a subsidy is earned by staying: each year a part over its years of what is
    not yet earned. Who closes, or loses its only plot, before that repays the rest, as far as the
    city owes it money for land. Firms do not reckon with it when they apply or leave.
    """

    name = "upgrade_subsidy"
    zh = "技改补助"
    en = "upgrade subsidy"
    evidence = ("P20", "P22")
    writes = (
        "subsidy_rate", "subsidy_cap", "subsidy_selected", "subsidy_equipment", "subsidy_budget",
        "subsidy_queue", "subsidy_commitment",
    )  # fmt: skip
    ledger = (
        LedgerEntry("committed", "subsidy_due"), LedgerEntry("paid", "subsidy_paid"),
        LedgerEntry("clawed_back", "support_repaid"),
    )  # fmt: skip

    rate: tuple[float, ...] = dose(
        0.0, 0.0, 0.3, "fraction of cost", "补助比例（按等级）", "rate by grade",
        "priors: 0-20% of equipment, base 8-10%", "judgement", over="grade", lever="subsidy_rate",
    )  # fmt: skip
    cap: float = dose(
        NO_LIMIT, 0.0, NO_LIMIT, "10k yuan, nominal", "单个项目上限", "cap per project",
        "Ningbo 2020: 20m yuan; districts 5-8m", "published", lever="subsidy_cap",
    )  # fmt: skip
    selected: float = dose(
        0.0, 0.0, 1.0, "fraction", "入选比例", "share of projects selected",
        "priors: 10-30%", "judgement", lever="subsidy_selected",
    )  # fmt: skip
    equipment: float = dose(
        0.0, 0.0, 1.0, "fraction", "设备投资纳入比例",
        "part of renewal and expansion that counts as well",
        "ends of the range: Ningbo 2009, 8% of equipment and technology; late 2020, selected key "
        "projects only (published); no document gives a part", "judgement",
        lever="subsidy_equipment",
    )  # fmt: skip
    budget: float = dose(
        NO_LIMIT, 0.0, NO_LIMIT, "10k yuan/yr, nominal", "年度预算", "annual budget",
        "no budget in the documents", "judgement",
    )  # fmt: skip
    queue: float = dose(
        0.0, 0.0, 2.0, "-", "排序规则", "order of the queue", "judged", "judgement",
        choices=("lot", "score", "small_first"),
    )  # fmt: skip

    commitment_years: float = dose(
        0.0, 0.0, 10.0, "years", "承诺年限", "years over which a subsidy is earned by staying",
        "support rules of counties often ask recipients to stay for years; none in the documents",
        "recalled",
    )  # fmt: skip

    def apply(self, board: LeverBoard) -> None:
        """Write rates, cap, selection, what counts, budget, queue and commitment."""
        board.write("subsidy_rate", self.rate)
        board.write("subsidy_cap", self.cap)
        board.write("subsidy_selected", self.selected)
        board.write("subsidy_equipment", self.equipment)
        board.write("subsidy_budget", self.budget)
        board.write("subsidy_queue", self.queue)
        board.write("subsidy_commitment", self.commitment_years)
