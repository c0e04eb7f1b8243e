"""Every table that notebooks can ask for, by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from sim.base.errors import unknown
from sim.report.lab import choice, city, drivers, evidence, firm
from sim.report.words import Language

TABLES: dict[str, Callable[..., pd.DataFrame]] = {
    "city": city.city, "targets": city.targets, "ledger": city.ledger, "parks": city.parks,
    "differences": choice.differences, "results_per_cost": choice.results_per_cost,
    "joint": choice.joint, "conflicts": choice.conflicts, "frontier": choice.frontier,
    "within_budget": choice.within_budget, "firms": firm.firms, "grades": firm.grades,
    "decisions": firm.decisions, "rankings": firm.rankings, "flips": firm.flips,
    "fit": evidence.fit, "undisciplined": evidence.undisciplined,
    "not_represented": evidence.not_represented, "doses": evidence.doses,
    "drivers": drivers.drivers,
}  # fmt: skip


def table(name: str, given: Any, language: Language, **options: Any) -> pd.DataFrame:
    """A table with its headings in a language; one row a thing, numbers as numbers.

    Args:
        name: one of `TABLES`.
        given: what it is made of: what `sim.run`, `sim.api.compare` and others return.
        language: zh or en.
        options: `place`, `budget` or `most`, for the tables that take them.

    Raises:
        InputError: there is no such table, or an option cannot be used.
    """
    if name not in TABLES:
        raise unknown("table", name, TABLES)
    return TABLES[name](given, language, **options)
