"""Mutants that compute what the rule computes, with the reason: no test can tell them apart."""

from __future__ import annotations

NOUGHT = "a subsidy of nought makes the product nought by itself"
SAME: dict[str, str] = {
    "F12: subsidy * rate * years * loan_part(debt, capital) if subsidy > 0.0 else 0.0 -> "
    "subsidy * rate * years * loan_part(debt, capital)": NOUGHT,
    "F12: subsidy > 0.0 -> subsidy >= 0.0": NOUGHT,
    "F5: gap > 0.0 -> gap >= 0.0": "without a gap both ways leave the debt as it is",
}
