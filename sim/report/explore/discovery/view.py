"""A discovery as tables to read and to keep, and as sentences."""

from __future__ import annotations

import math

import numpy as np
import pyarrow as pa
from rich.console import Console
from rich.table import Table

from sim.explore.cases import Input
from sim.explore.discovery.box import Box
from sim.explore.discovery.boxes import ENOUGH, FEWEST_MISSES, Found, Limit
from sim.explore.discovery.study import Discovery
from sim.report.console import plain_table
from sim.report.explore.words import named, percent, say, unit
from sim.report.words import Language

STABLE = 0.5  # share of resamples that restrict an input, below which it is called unstable


def condition(item: Input, low: float, high: float, language: Language) -> str:
    """A restriction in words, with its unit."""
    key = "between" if math.isfinite(low) and math.isfinite(high) else (
        "above" if math.isfinite(low) else "below")
    of = unit(item.unit, language)
    return say(key, language, label=named(item, language), low=f"{low:.3g}", high=f"{high:.3g}",
               unit="" if item.unit == "-" else f" {of}")  # fmt: skip


def conditions(found: Discovery, box: Box, language: Language) -> str:
    """All restrictions of a box in words."""
    said = [condition(found.inputs[k], float(box.low[k]), float(box.high[k]), language)
            for k in box.restricted]  # fmt: skip
    return ("；" if language == "zh" else "; ").join(said) or say("nothing", language)


def heading(found: Discovery, title: str, language: Language) -> str:
    """What was looked for."""
    target = found.target
    sign = "≥" if target.at_least else "≤"
    aim = f"{sign} {target.aim:g} {unit(target.unit, language)}"
    return say("discovery_title", language, package=title, target=named(target, language), aim=aim)


def sentences(found: Discovery, language: Language) -> list[str]:
    """What the numbers say, and no more."""
    lines = [say("share_missed", language, cases=found.cases, misses=found.misses,
                 share=percent(found.share))]  # fmt: skip
    if not found.boxes or found.tree is None:
        return [*lines, say("too_few", language, fewest=FEWEST_MISSES)]
    if not found.told:
        lines.append(say("no_box", language, noise=f"{found.boxes[0].noise:.2f}"))
    for number, one in enumerate(found.told, start=1):
        lines += _box_said(found, one, number, language)
    return [*lines, _tree_said(found, language), say("not_causal", language)]


def _box_said(found: Discovery, one: Found, number: int, language: Language) -> list[str]:
    lines = [
        say("box_said", language, number=number, limits=conditions(found, one.box, language),
            coverage=percent(one.coverage), density=percent(one.density), mass=percent(one.mass),
            share=percent(_share_before(found, number)), noise=f"{one.noise:.2f}",
            among=say("all_cases" if number == 1 else "cases_left", language)),
        say("box_checked", language, number=number, density=percent(one.checked_density),
            coverage=percent(one.checked_coverage)),
    ]  # fmt: skip
    return lines + [say("box_unstable", language, number=number, share=percent(limit.share),
                        label=named(found.inputs[limit.dimension], language))
                    for limit in one.limits if limit.share < STABLE]  # fmt: skip


def _share_before(found: Discovery, number: int) -> float:
    """Share of misses among the cases outside the earlier boxes, where a box was sought."""
    earlier = found.told[: number - 1]
    misses = found.share * (1.0 - sum(one.coverage for one in earlier))
    return misses / (1.0 - sum(one.mass for one in earlier))


def _tree_said(found: Discovery, language: Language) -> str:
    tree = found.tree
    assert tree is not None
    if not tree.counts:
        return say("tree_none", language)
    densest = tree.leaves[0]
    return say("tree_said", language, leaves=len(tree.leaves), bare=f"{tree.bare_error:.3f}",
               error=f"{tree.error:.3f}", limits=conditions(found, densest.box, language),
               density=percent(densest.density), coverage=percent(densest.coverage))  # fmt: skip


def box_table(screen: Console, found: Discovery, language: Language) -> Table:
    """A row per restriction of each box told apart from noise."""
    keys = ("box", "condition", "quasi_p", "stability", "coverage", "density", "mass", "checked",
            "noise")  # fmt: skip
    table = plain_table(screen, say("boxes_title", language), [say(key, language) for key in keys],
                        {2, 3, 4, 5, 6, 7, 8})  # fmt: skip
    for number, one in enumerate(found.told, start=1):
        for k, limit in enumerate(one.limits):
            item = found.inputs[limit.dimension]
            row = [str(number) if k == 0 else "", condition(item, limit.low, limit.high, language),
                   f"{limit.chance:.2g}", percent(limit.share)]  # fmt: skip
            tail = [percent(one.coverage), percent(one.density), percent(one.mass),
                    f"{percent(one.checked_density)} / {percent(one.checked_coverage)}",
                    f"{one.noise:.2f}"]  # fmt: skip
            table.add_row(*row, *(tail if k == 0 else [""] * len(tail)))
    return table


def frames(found: Discovery) -> dict[str, pa.Table]:
    """What is kept: boxes, their limits, the tree's leaves, and the cases themselves."""
    limits = [(number, one, limit) for number, one in enumerate(found.boxes, start=1)
              for limit in one.limits]  # fmt: skip
    flat, missed = found.problem.flat
    tables = {
        "boxes": pa.table({
            "box": pa.array(range(1, len(found.boxes) + 1), pa.int64()),
            **{name: pa.array([getattr(one, name) for one in found.boxes], pa.float64())
               for name in ("coverage", "density", "mass", "noise", "checked_density",
                            "checked_coverage")},
            "told_from_noise": pa.array([one.noise <= ENOUGH and one.counts
                                         for one in found.boxes], pa.bool_()),
        }),
        "limits": _limits(found, limits),
        "cases": pa.table({**{item.name: flat[:, k] for k, item in enumerate(found.inputs)},
                           "missed": missed.astype(bool)}),
    }  # fmt: skip
    if found.tree is not None:
        tables["leaves"] = _leaves(found)
    return tables


def _limits(found: Discovery, rows: list[tuple[int, Found, Limit]]) -> pa.Table:
    items = [found.inputs[limit.dimension] for _, _, limit in rows]
    return pa.table({
        "box": pa.array([number for number, _, _ in rows], pa.int64()),
        "input": pa.array([item.name for item in items], pa.string()),
        "unit": pa.array([item.unit for item in items], pa.string()),
        "zh": pa.array([item.zh for item in items], pa.string()),
        "en": pa.array([item.en for item in items], pa.string()),
        **{name: pa.array([_finite(getattr(limit, key)) for _, _, limit in rows], pa.float64())
           for name, key in (("low", "low"), ("high", "high"), ("quasi_p", "chance"),
                             ("restricted_share", "share"))},
        **{name: pa.array([_finite(limit.spread[k]) for _, _, limit in rows], pa.float64())
           for k, name in enumerate(("low_5", "low_95", "high_5", "high_95"))},
    })  # fmt: skip


def _leaves(found: Discovery) -> pa.Table:
    assert found.tree is not None
    leaves = found.tree.leaves
    return pa.table({
        **{name: pa.array([getattr(leaf, name) for leaf in leaves], pa.float64())
           for name in ("density", "coverage", "mass")},
        "zh": [conditions(found, leaf.box, "zh") for leaf in leaves],
        "en": [conditions(found, leaf.box, "en") for leaf in leaves],
    })  # fmt: skip


def _finite(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
