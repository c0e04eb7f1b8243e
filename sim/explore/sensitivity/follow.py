"""The next step: a plan of a Saltelli design over the inputs that a screening left."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd

from sim.explore.sensitivity.analyse import MAIN

MOST_INPUTS = 5  # of each output
MOST = 40
WELL_ABOVE = 1.5  # times what luck alone would give: exceeded once in 50 by ten trajectories


def survivors(indices: pd.DataFrame) -> list[str]:
    """Inputs among the strongest of some output and well above its noise, at most `MOST`.

    An input that acts in few places has a wide interval and may not be told apart: to leave it
    out for that would be a mistake, so the estimate decides. Without replicates the noise is not
    known, and rank alone decides. They come in the order of their largest share in an output's
    summed effects.
    """
    found = indices[(indices["method"] == "morris") & (indices["index"] == MAIN["morris"])].copy()
    by_output = found.groupby(["output", "kind", "scenario", "against"])["value"]
    found["share"] = found["value"] / by_output.transform("sum")
    found["rank"] = by_output.rank(ascending=False)
    noise = (WELL_ABOVE * found["floor"]).fillna(0.0)
    kept = found[(found["value"] > noise) & (found["rank"] <= MOST_INPUTS)]
    order = kept.groupby("input")["share"].max().sort_values(ascending=False, kind="stable")
    return [str(key) for key in order.index[:MOST]]


def next_plan(about: dict[str, Any], keys: list[str], base: int) -> str:
    """The text of a plan that varies the survivors of a screening, between the same bounds.

    Args:
        about: manifest of the screening's store.
        keys: the survivors.
        base: base samples.
    """
    plan = about["plan"]
    axes = {axis["key"]: axis for axis in plan["designs"][0]["axes"]}
    lines = [
        "# Made by 'yongsim sensitivity' from a screening: Sobol indices of what survived it.",
        f"scenarios = {_text([one['name'] for one in plan['scenarios']])}",
        f"seeds = {max(one['seeds'][1] for one in about['blocks'])}",
        f"firms = {plan['firms']}",
        "", "[title]", f"zh = {_text(plan['title']['zh'] + '：索博尔指数')}",
        f"en = {_text(plan['title']['en'] + ': Sobol indices')}",
        "", "[[design]]", 'kind = "saltelli"', f"base = {base}", "", "[design.axes]",
    ]  # fmt: skip
    for key in keys:
        axis = axes[key]
        written = f"low = {axis['low']!r}, high = {axis['high']!r}"
        if axis["years"]:
            written += f", years = {_text(axis['years'])}"
        if axis.get("only"):
            written += f", only = {_text(axis['only'])}"
        lines.append(f"{_text(key)} = {{ {written} }}")
    return "\n".join(lines) + "\n"


def _text(value: Any) -> str:
    """A string or list of strings as TOML writes it."""
    return json.dumps(value, ensure_ascii=False)
