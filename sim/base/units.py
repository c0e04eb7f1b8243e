"""Units and the span of years, stated once."""

from __future__ import annotations

YUAN_100M = 10_000.0  # 10k yuan in 100m yuan
FIRST_YEAR, LAST_YEAR = 2015, 2025  # where the evidence begins and the plan ends
LAST_PUBLISHED_YEAR = 2020  # what comes later is projected
