"""How an instrument books what it costs and brings in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Flow = Literal["committed", "paid", "received", "forgone"]


@dataclass(frozen=True)
class LedgerEntry:
    """One flow of money of one instrument.

    Attributes:
        flow: committed (promised this year), paid, received, or forgone revenue.
        variable: the firm variable that holds each firm's part, 10k yuan at 2015 prices.
        cause: set when the flow goes to firms that left this year for this cause.
    """

    flow: Flow
    variable: str
    cause: Literal["", "cleared", "bought_out", "obsolete", "rectified"] = ""
