"""Sliders and lists of notebooks, bounded by the instruments' own bounds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.base.errors import InputError, unknown
from sim.base.levers import NO_LIMIT
from sim.policy.instrument import DoseCard, Instrument
from sim.policy.registry import instruments
from sim.report.lab.page import Page
from sim.report.words import named, unit_label

WIDE = {"description_width": "24em"}


def slider(page: Page, key: str, value: float, *, high: float | None = None, step: float) -> Any:
    """A slider for a dose, from its lower bound to its upper one.

    Args:
        page: whose language its label has.
        key: `instrument.dose`.
        value: where it stands first.
        high: its end, where the dose has no bound or a nearer one is wished.
        step: of the slider.

    Raises:
        InputError: no such dose, or it has no upper bound and none is given.
    """
    import ipywidgets  # noqa: PLC0415  only notebooks have it

    kind, card = dose_of(key)
    top = card.high if high is None else min(high, card.high)
    if top >= NO_LIMIT:
        raise InputError(f"{key} has no upper bound; give 'high'", f"{key} 没有上限；请给出 high")
    label = f"{named(kind, page.language)} · {named(card, page.language)}"
    unit = unit_label(card.unit, page.language)
    return ipywidgets.FloatSlider(
        value=value, min=card.low, max=top, step=step, description=f"{label} ({unit})",
        continuous_update=False, readout_format=".2f" if step < 1.0 else ",.0f", style=WIDE,
        layout={"width": "56em"},
    )  # fmt: skip


def pick_list(page: Page, key: str, options: Mapping[str, Any]) -> Any:
    """A list to choose from.

    Args:
        page: whose language its label has.
        key: of the text that is its label.
        options: values by what is shown.
    """
    import ipywidgets  # noqa: PLC0415

    return ipywidgets.Dropdown(options=list(options.items()), description=page.words(key),
                               style=WIDE, layout={"width": "56em"})  # fmt: skip


def dose_of(key: str) -> tuple[type[Instrument], DoseCard]:
    """An instrument and one of its doses, by `instrument.dose`.

    Raises:
        InputError: there is none of that name.
    """
    kind, _, name = key.partition(".")
    if kind not in instruments():
        raise unknown("instrument", kind, instruments())
    cards = instruments()[kind].doses()
    if name not in cards:
        raise unknown(f"dose of {kind}", name, cards)
    return instruments()[kind], cards[name]
