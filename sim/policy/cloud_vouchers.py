"""Vouchers that pay for cloud services of small firms (上云券)."""

from __future__ import annotations

from dataclasses import dataclass

from sim.base.ledger import LedgerEntry
from sim.base.levers import LeverBoard
from sim.policy.instrument import Instrument, dose


@dataclass(frozen=True, kw_only=True)
class CloudVouchers(Instrument):
    """Firms below a revenue bound connect more often; each that does gets its voucher.

    Those who would have connected anyway redeem theirs too. The fee itself is in nobody's books, so
    the voucher is not either: it costs the city and moves the firm's choice.
    """

    name = "cloud_vouchers"
    zh = "中小企业上云券"
    en = "cloud vouchers"
    evidence = ("P23",)
    writes = ("cloud_voucher", "cloud_below_revenue", "cloud_effect")
    ledger = (LedgerEntry("paid", "cloud_voucher_paid"),)

    voucher: float = dose(
        0.0, 0.0, 20.0, "10k yuan, nominal", "单户面额", "voucher of one firm",
        "80,000 firms on the cloud by 2020 (plan 1.1(5)); no sum published", "judgement",
        lever="cloud_voucher",
    )  # fmt: skip
    below_revenue: float = dose(
        0.0, 0.0, 1000000.0, "10k yuan, nominal", "营收上限", "revenue below which it is given",
        "small firms (plan box 8); bound judged", "judgement", lever="cloud_below_revenue",
    )  # fmt: skip
    effect: float = dose(
        0.0, 0.0, 2.0, "logit per 10k yuan", "上云券作用", "effect per 10k yuan",
        "judged; no figure known", "judgement", lever="cloud_effect",
    )  # fmt: skip

    def apply(self, board: LeverBoard) -> None:
        """Write voucher, bound and effect."""
        board.write("cloud_voucher", self.voucher)
        board.write("cloud_below_revenue", self.below_revenue)
        board.write("cloud_effect", self.effect)
