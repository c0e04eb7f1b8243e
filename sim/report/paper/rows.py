"""Rows of stored tables as what they were made of."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from sim.compare.audit import FullAudit, Joint
from sim.compare.figures import Compared
from sim.compare.pairs import Difference
from sim.compare.ratio import Ratio
from sim.compare.targets import Audit, targets
from sim.compare.twins import Effect
from sim.compare.winners import Winner

Row = dict[str, Any]
OF_A_DIFFERENCE = tuple(part.name for part in fields(Difference))


def _difference(row: Row) -> Difference:
    return Difference(**{name: row[name] for name in OF_A_DIFFERENCE})


def _plain(row: Row, kind: type[Any], *left_out: str) -> Row:
    names = [part.name for part in fields(kind) if part.name not in ("difference", *left_out)]
    return {name: row[name] for name in names}


def differences(rows: list[Row]) -> list[Compared]:
    """Differences of indicators."""
    return [Compared(**_plain(row, Compared), difference=_difference(row)) for row in rows]


def winners(rows: list[Row]) -> list[Winner]:
    """Differences of groups of firms."""
    return [Winner(**_plain(row, Winner), difference=_difference(row)) for row in rows]


def audits(rows: list[Row]) -> list[FullAudit]:
    """Targets by scenario; the targets themselves as this version has them."""
    known = {target.name: target for target in targets()}
    return [
        FullAudit(
            row["scenario"],
            Audit(known[row["target"]], row["probability"], row["probability_low"],
                  row["probability_high"], row["median"], row["five_percent"],
                  row["ninety_five_percent"], row["without_policy"], ""),
            row["shortfall"], row["first_year"], row["extrapolated"], row["met_by_extrapolation"],
        )
        for row in rows
    ]  # fmt: skip


def joint(rows: list[Row]) -> list[Joint]:
    """Sets of targets."""
    return [Joint(row["scenario"], row["set"], tuple(row["targets"].split(",")),
                  row["probability"], row["low"], row["high"]) for row in rows]  # fmt: skip


def effects(rows: list[Row]) -> list[Effect]:
    """What each instrument adds."""
    return [
        Effect(**_plain(row, Effect, "cost"), difference=_difference(row),
               cost=None if row["figure"] == "public_cost" and not row["target"]
               else Ratio(row["cost_value"], row["cost_low"], row["cost_high"]))
        for row in rows
    ]  # fmt: skip
