"""Estimates of indices, and the tidy rows they are kept in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.base.state import Array
from sim.explore.sensitivity.sample import Input, Output

COLUMNS = (
    "method", "index", "output", "kind", "scenario", "against", "input", "mechanism", "value",
    "low", "high", "floor", "told_apart", "used", "batches",
)  # fmt: skip


@dataclass(frozen=True)
class Estimate:
    """One index of all inputs and outputs.

    Attributes:
        name: of the index.
        value, low, high: estimate and 95% interval; shape: inputs x outputs.
        floor: what noise alone would give, of the same shape; None: this index has none.
        told: whether the estimate is told apart from noise.
        known: whether that can be said at all: not with one replicate, or without any spread.
        used: base samples, trajectories or points that went into it.
    """

    name: str
    value: Array
    low: Array
    high: Array
    floor: Array | None
    told: Array
    known: Array
    used: Array


def tidy(
    method: str, estimates: Sequence[Estimate], inputs: Sequence[Input], outputs: Sequence[Output],
    batches: int,
) -> pd.DataFrame:  # fmt: skip
    """One row per index, output and input; `told_apart` is yes, no or unknown."""
    count = len(outputs)
    one = pd.DataFrame({
        "output": [output.name for output in outputs], "kind": [o.kind for o in outputs],
        "scenario": [o.scenario for o in outputs], "against": [o.against for o in outputs],
    })  # fmt: skip
    frames = []
    for each in estimates:
        frame = pd.concat([one] * len(inputs), ignore_index=True)
        frame["input"] = np.repeat([item.key for item in inputs], count)
        frame["mechanism"] = np.repeat([item.mechanism for item in inputs], count)
        frame["method"], frame["index"], frame["batches"] = method, each.name, batches
        floor = np.full(each.value.shape, np.nan) if each.floor is None else each.floor
        told = np.where(each.known, np.where(each.told, "yes", "no"), "unknown")
        for name, values in (
            ("value", each.value), ("low", each.low), ("high", each.high), ("floor", floor),
            ("told_apart", told), ("used", each.used),
        ):  # fmt: skip
            frame[name] = np.broadcast_to(values, each.value.shape).ravel()
        frames.append(frame[list(COLUMNS)])
    none = pd.DataFrame({name: [] for name in COLUMNS})
    return pd.concat(frames, ignore_index=True) if frames else none
