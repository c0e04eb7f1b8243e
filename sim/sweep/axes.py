"""An axis of a design: what it varies, its declared bounds, its column in the store."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sim.base.errors import InputError, unknown
from sim.base.levers import GRADES, NO_LIMIT
from sim.base.parameters import check_bounds, parameters
from sim.policy.registry import instruments
from sim.scenario.macro import macro_card, macro_keys
from sim.scenario.resolved import read_change
from sim.sweep.plan import AxisForm

PREFIX = {"parameters": "parameter", "instruments": "dose", "macro": "macro"}
FORMS = "parameters.<name>, instruments.<instrument>.<dose> or macro.<figure>"


@dataclass(frozen=True)
class Axis:
    """One axis.

    Attributes:
        key: `parameters.<name>`, `instruments.<instrument>.<dose>` (perhaps with a grade behind)
            or `macro.<figure>`.
        low, high: bounds of what is varied.
        unit, zh, en: as declared.
        values: the values of a grid; numbers, a choice by its place in the list of choices.
        years: when a dose or figure is in force, as a scenario writes it; None: always.
        choices: words that stand for 0, 1, 2 ...
        only: scenarios that it is laid over; empty: all.
    """

    key: str
    low: float
    high: float
    unit: str
    zh: str
    en: str
    values: tuple[float, ...] = ()
    years: str | None = None
    choices: tuple[str, ...] = ()
    only: tuple[str, ...] = ()

    def __hash__(self) -> int:
        return hash(self.key)  # designs are looked up for every run, with all their axes

    @property
    def column(self) -> str:
        """Its column in the store."""
        group, _, rest = self.key.partition(".")
        return f"{PREFIX[group]}_{rest.replace('.', '_')}"

    @property
    def parameter(self) -> str | None:
        """The parameter that it varies, if it varies one."""
        group, _, name = self.key.partition(".")
        return name if group == "parameters" else None

    def written(self, value: float) -> Any:
        """A value as a scenario file would have it."""
        return {self.years: value} if self.years else value


def declared(key: str, where: str) -> Axis:
    """The axis of a key, with the bounds that its parameter, dose or figure declares.

    Raises:
        InputError: there is no such thing to vary.
    """
    group, _, rest = key.partition(".")
    if group == "parameters":
        if rest not in parameters():
            raise unknown("parameter", rest, parameters()).within(f"{where}: ")
        item = parameters()[rest]
        return Axis(key, item.low, item.high, item.unit, item.zh, item.en)
    if group == "macro":
        if rest not in macro_keys():
            raise unknown("figure of [macro]", rest, macro_keys()).within(f"{where}: ")
        figure, zh, en = macro_keys()[rest]
        card = macro_card(figure)
        return Axis(key, card.low, card.high, card.unit, zh, en)
    if group == "instruments":
        return _dose(key, rest, where)
    raise InputError(
        f"{where}: axis '{key[:60]}' names nothing; write {FORMS}",
        f"{where}: 轴“{key[:60]}”没有所指；请写 {FORMS}",
    )


def _dose(key: str, rest: str, where: str) -> Axis:
    kind, _, dose = rest.partition(".")
    dose, _, grade = dose.partition(".")
    if kind not in instruments():
        raise unknown("instrument", kind, instruments()).within(f"{where}: ")
    cards = instruments()[kind].doses()
    if dose not in cards:
        raise unknown(f"dose of {kind}", dose, cards).within(f"{where}: ")
    card = cards[dose]
    if card.over == "place":
        raise InputError(
            f"{where}: {key} goes over places; write scenarios that differ in it",
            f"{where}: {key} 按片区给出；请编写在这一点上不同的多个情景",
        )
    if grade and (card.over != "grade" or grade not in GRADES):
        raise InputError(
            f"{where}: {key}: this dose has no part '{grade[:20]}'; leave it out",
            f"{where}: {key}：该剂量没有“{grade[:20]}”这一部分；请去掉",
        )
    label = instruments()[kind]
    tail = f" {grade}" if grade else ""
    return Axis(key, card.low, card.high, card.unit, f"{label.zh}：{card.zh}{tail}",
                f"{label.en}: {card.en}{tail}", choices=card.choices)  # fmt: skip


def read_axis(key: str, form: AxisForm, where: str, *, grid: bool) -> Axis:
    """An axis from what a plan says of it.

    Args:
        key: what is varied.
        form: as written.
        where: the plan's name, for messages.
        grid: whether the design takes listed values, or numbers between bounds.

    Raises:
        InputError: naming the axis and the remedy.
    """
    axis = replace(declared(key, where), years=form.years, only=form.only or ())
    if form.years and axis.parameter:
        raise InputError(
            f"{where}: {key}: a parameter holds in all years; leave out 'years'",
            f"{where}: {key}：参数在所有年份都有效；请去掉 years",
        )
    if form.only and axis.parameter:
        raise InputError(
            f"{where}: {key}: a parameter holds in all scenarios; leave out 'only'",
            f"{where}: {key}：参数在所有情景中都有效；请去掉 only",
        )
    axis = replace(axis, low=_bound(form.low, axis.low), high=_bound(form.high, axis.high))
    if not grid:
        return _between(axis, form, where)
    values = _grid_values(axis, form, where)
    if len(set(values)) < len(values):
        raise InputError(
            f"{where}: {key}: two values are equal; let each stand once",
            f"{where}: {key}：有两个值相同；每个值只写一次",
        )
    for value in values:
        check_value(axis, value, where)
    return replace(axis, values=values)


def _grid_values(axis: Axis, form: AxisForm, where: str) -> tuple[float, ...]:
    """The values of a grid: as listed, or equal steps from bound to bound."""
    if (form.values is None) == (form.levels is None):
        raise InputError(
            f"{where}: {axis.key}: give either 'values' or 'levels'",
            f"{where}: {axis.key}：请给出 values 或 levels 之一",
        )
    if form.levels is None:
        return tuple(_number(axis, one, where) for one in form.values or ())
    _between(axis, replace_values(form), where)
    step = (axis.high - axis.low) / (form.levels - 1)
    return (*(axis.low + step * k for k in range(form.levels - 1)), axis.high)


def replace_values(form: AxisForm) -> AxisForm:
    """The same bounds without list or levels."""
    return form.model_copy(update={"values": None, "levels": None})


def check_value(axis: Axis, value: float, where: str) -> None:
    """Refuse a value that the model would refuse.

    Raises:
        InputError: naming the axis, the value and its bounds.
    """
    if axis.parameter is not None:
        try:
            check_bounds(parameters()[axis.parameter], value)
        except InputError as error:
            raise error.within(f"{where}: ") from None
    else:
        read_change(axis.key, axis.written(value), where)


def _bound(written: float | None, declared_bound: float) -> float:
    return declared_bound if written is None else float(written)


def _between(axis: Axis, form: AxisForm, where: str) -> Axis:
    if form.values is not None or form.levels is not None:
        raise InputError(
            f"{where}: {axis.key}: 'values' and 'levels' belong to a grid; give 'low' and 'high'",
            f"{where}: {axis.key}：values 和 levels 只用于网格设计；请给出 low 和 high",
        )
    if axis.choices:
        raise InputError(
            f"{where}: {axis.key} is a choice; vary it in a grid or a table",
            f"{where}: {axis.key} 是选项；请在网格或表格设计中变动",
        )
    if not axis.low < axis.high < NO_LIMIT:
        raise InputError(
            f"{where}: {axis.key}: bounds [{axis.low:g}, {axis.high:g}]; give 'low' below a "
            "finite 'high'",
            f"{where}: {axis.key}：范围 [{axis.low:g}, {axis.high:g}]；请给出有限的 high，"
            "low 低于它",
        )
    for value in (axis.low, axis.high):
        check_value(axis, value, where)
    return axis


def _number(axis: Axis, written: float | str, where: str) -> float:
    if isinstance(written, str):
        if written not in axis.choices:
            raise unknown("value", written, axis.choices).within(f"{where}: {axis.key}: ")
        return float(axis.choices.index(written))
    return float(written)
