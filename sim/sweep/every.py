"""Axes that stand for many: `parameters.*`; and bounds taken from the posterior."""

from __future__ import annotations

from functools import cache

import numpy as np

from sim.base.errors import InputError
from sim.base.parameters import parameters
from sim.scenario.posterior import posterior_folder, read_posterior
from sim.sweep.plan import AxisForm

ALL = "parameters.*"
INSIDE = (0.05, 0.95)  # of the posterior


def every_axis(axes: dict[str, AxisForm], where: str) -> dict[str, AxisForm]:
    """The axes with `parameters.*` written out and bounds of the posterior filled in.

    `parameters.*` leaves out what is fixed and what has an axis of its own.

    Raises:
        InputError: bounds are given for many at once, or beside those of the posterior.
    """
    found: dict[str, AxisForm] = {}
    for key, form in axes.items():
        if key == ALL:
            given = form.model_fields_set - {"within"}
            if given:
                raise InputError(
                    f"{where}: {ALL} takes 'within' and nothing else; remove '{min(given)}'",
                    f"{where}: {ALL} 只能带 within；请去掉“{min(given)}”",
                )
            keys = [f"parameters.{item.name}" for item in parameters().values()
                    if item.high > item.low and f"parameters.{item.name}" not in axes]  # fmt: skip
        else:
            keys = [key]
        found.update({one: _bounded(one, form, where) for one in keys})
    return found


def _bounded(key: str, form: AxisForm, where: str) -> AxisForm:
    if form.within != "posterior":
        return form
    if form.low is not None or form.high is not None:
        raise InputError(
            f"{where}: {key}: give either 'within' or 'low' and 'high'",
            f"{where}: {key}：请给出 within，或 low 和 high",
        )
    group, _, name = key.partition(".")
    if group != "parameters":
        raise InputError(
            f"{where}: {key}: no posterior speaks of it; give 'low' and 'high'",
            f"{where}: {key}：后验不含此项；请给出 low 和 high",
        )
    low, high = _ranges().get(name, (None, None))
    return form.model_copy(update={"low": low, "high": high})


@cache
def _ranges() -> dict[str, tuple[float, float]]:
    """The middle 90% of every parameter of the posterior."""
    posterior = read_posterior(posterior_folder())
    weights, found = np.array(posterior.weights), {}
    for name in posterior.members[0].parameters:
        values = np.array([one.parameters[name] for one in posterior.members])
        order = np.argsort(values, kind="stable")
        at = np.searchsorted(np.cumsum(weights[order]), INSIDE)
        low, high = values[order][np.minimum(at, len(values) - 1)].tolist()
        found[name] = (low, high)
    return found
