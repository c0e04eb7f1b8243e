"""What each instrument of a package adds: tables for reading and for keeping."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from rich.console import Console
from rich.table import Table

from sim.base.state import Array
from sim.compare.attribution import Player, interactions, shapley
from sim.report.appraisal.labels import instrument_label, outcome_label
from sim.report.appraisal.words import say
from sim.report.console import plain_table
from sim.report.words import Language

PAIRS_SHOWN = 5


@dataclass(frozen=True)
class Attribution:
    """A package's effect, split.

    Attributes:
        players: instruments or groups, in the order of the axes.
        indicators: outcomes, in the order of the axes.
        worth: outcomes of all coalitions; shape: coalitions x indicators x members.
        runs: numbers of the runs, in the order of the members.
    """

    players: tuple[Player, ...]
    indicators: tuple[str, ...]
    worth: Array
    runs: tuple[int, ...]

    @property
    def total(self) -> Array:
        """The package's effect; shape: indicators x members."""
        return self.worth[-1] - self.worth[0]

    @property
    def shares(self) -> Array:
        """Shapley values; shape: players x indicators x members."""
        return shapley(self.worth)

    @property
    def gap(self) -> float:
        """The largest difference between parts and total."""
        return float(np.abs(self.shares.sum(axis=0) - self.total).max())


def _number(value: float) -> str:
    return f"{value:+,.0f}" if abs(value) >= 1000.0 else f"{value:+.4g}"


def _range(values: Array) -> str:
    low, high = np.quantile(values, [0.05, 0.95])
    return f"{_number(low)} .. {_number(high)}" if values.shape[0] > 1 else ""


def share_tables(screen: Console, found: Attribution, language: Language) -> list[Table]:
    """A table per indicator: mean, range over members and share of each instrument."""
    return [_share_table(screen, found, k, language) for k in range(len(found.indicators))]


def _share_table(screen: Console, found: Attribution, k: int, language: Language) -> Table:
    headers = [say(key, language) for key in ("instrument", "mean", "range", "share")]
    heading = outcome_label(found.indicators[k], language)
    table = plain_table(screen, heading, headers, {1, 2, 3})
    total, shares = found.total[k], found.shares[:, k]
    whole = float(total.mean())
    for player in np.argsort(-np.abs(shares.mean(axis=1)), kind="stable"):
        mean = float(shares[player].mean())
        part = f"{100 * mean / whole:.0f}%" if whole else ""
        name = instrument_label(found.players[player].name, language)
        table.add_row(name, _number(mean), _range(shares[player]), part)
    table.add_section()
    table.add_row(say("total_effect", language), _number(whole), _range(total), "100%")
    return table


def interaction_table(screen: Console, found: Attribution, language: Language) -> Table:
    """The pairs with the largest mean interaction, indicator by indicator."""
    headers = ["", *(say(key, language) for key in ("pair", "mean", "range"))]
    table = plain_table(screen, say("interactions_title", language), headers, {2, 3})
    index = interactions(found.worth)
    pairs = _pairs(len(found.players))
    for k, indicator in enumerate(found.indicators):
        means = {pair: float(index[pair][k].mean()) for pair in pairs}
        first = outcome_label(indicator, language)
        for pair in sorted(pairs, key=lambda pair: -abs(means[pair]))[:PAIRS_SHOWN]:
            names = [instrument_label(found.players[player].name, language) for player in pair]
            table.add_row(first, " × ".join(names), _number(means[pair]), _range(index[pair][k]))
            first = ""
    return table


def _pairs(count: int) -> list[tuple[int, int]]:
    return [(first, second) for first in range(count) for second in range(first + 1, count)]


def share_frame(found: Attribution) -> pa.Table:
    """One row per indicator, seed and instrument; the total effect stands as `total`."""
    names = [player.name for player in found.players] + ["total"]
    values = np.concatenate([found.shares, found.total[None]])
    return _frame(found, {"instrument": names}, values)


def interaction_frame(found: Attribution) -> pa.Table:
    """One row per indicator, seed and pair of instruments."""
    pairs, index = _pairs(len(found.players)), interactions(found.worth)
    names = [[found.players[pair[side]].name for pair in pairs] for side in (0, 1)]
    values = np.array([index[pair] for pair in pairs]).reshape(len(pairs), *found.total.shape)
    return _frame(found, {"first": names[0], "second": names[1]}, values)


def _frame(found: Attribution, labels: dict[str, Sequence[str]], values: Array) -> pa.Table:
    """Rows of an array whose axes are labels, indicators and members."""
    rows, indicators, members = values.shape
    by_label = np.repeat(np.arange(rows), indicators * members)
    table = {name: pa.array(np.array(texts, dtype=object)[by_label].tolist(), pa.string())
             for name, texts in labels.items()}  # fmt: skip
    by_indicator = np.tile(np.repeat(np.arange(indicators), members), rows)
    names = np.array(found.indicators, dtype=object)[by_indicator].tolist()
    return pa.table({
        **table, "indicator": pa.array(names, pa.string()),
        "seed": pa.array(np.tile(found.runs, rows * indicators), pa.int64()),
        "value": pa.array(values.ravel(), pa.float64()),
    })  # fmt: skip
