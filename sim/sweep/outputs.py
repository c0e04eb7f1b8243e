"""What a store keeps of each year of a run: indicators, and the ledger's flows of money."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from sim.base.indicators import INDICATOR, INDICATORS
from sim.base.state import Array
from sim.base.units import FIRST_YEAR, YUAN_100M
from sim.city.record import LAND_ACCOUNT, SIGN, Record, booked
from sim.policy.registry import instruments
from sim.scenario.load import Scenario
from sim.scenario.outcome import check_indicators
from sim.sweep.axes import Axis

LEDGER = "ledger"  # in a plan: every flow of money that its scenarios can book
FLOW_LABELS = {
    "committed": ("承诺", "committed"), "paid": ("支出", "paid"),
    "forgone": ("减免", "forgone"), "clawed_back": ("收回", "clawed back"),
    "received": ("收入", "received"),
}  # fmt: skip
LAND_LABEL = ("土地收支", "land account")


@dataclass(frozen=True)
class Output:
    """A column of a store.

    Attributes:
        name, unit, zh, en: of the column.
        instrument, flow: of a flow of money; empty for an indicator.
    """

    name: str
    unit: str
    zh: str
    en: str
    instrument: str = ""
    flow: str = ""


def output(name: str) -> Output:
    """The output of a name: an indicator, or `ledger_<instrument>_<flow>`.

    Raises:
        InputError: there is none.
    """
    for flow, labels in FLOW_LABELS.items():
        owner = name.removeprefix(f"{LEDGER}_").removesuffix(f"_{flow}")
        if name == money(owner, flow) and owner in (LAND_ACCOUNT, *instruments()):
            known = instruments().get(owner)
            zh, en = (known.zh, known.en) if known else LAND_LABEL
            label = f"{zh}：{labels[0]}", f"{en}: {labels[1]}"
            return Output(name, "100m yuan", *label, owner, flow)
    check_indicators((name,))
    item = INDICATOR[name]
    return Output(name, item.unit, item.zh, item.en)


def money(instrument: str, flow: str) -> str:
    """The column of a flow of money."""
    return f"{LEDGER}_{instrument}_{flow}"


def read_outputs(
    written: Sequence[str] | None, scenarios: Sequence[Scenario], axes: Iterable[Axis]
) -> tuple[str, ...]:
    """The outputs that a plan asks for; all indicators if it names none.

    Raises:
        InputError: one does not exist.
    """
    if not written:
        return tuple(item.name for item in INDICATORS)
    found: list[str] = []
    for name in written:
        found += flows(scenarios, axes) if name == LEDGER else [output(name).name]
    return tuple(found)


def flows(scenarios: Sequence[Scenario], axes: Iterable[Axis]) -> list[str]:
    """Every flow of money that scenarios, or instruments laid over them, can book."""
    kinds = {one.name: one for scenario in scenarios for one in scenario.measures}
    varied = {axis.key.split(".")[1] for axis in axes if axis.key.startswith("instruments.")}
    rows = booked(list(kinds.values()))
    rows += [(name, entry) for name in sorted(varied - set(kinds))
             for entry in instruments()[name].ledger]  # fmt: skip
    return list(dict.fromkeys(money(name, entry.flow) for name, entry in rows))


def figures(record: Record, names: Sequence[str], first_year: int) -> Array:
    """Outputs of a run from a year on; years x outputs, money in 100m yuan of the year."""
    sums: dict[tuple[int, str], float] = defaultdict(float)
    for row in record.ledger if any(name not in INDICATOR for name in names) else ():
        sums[row.year, money(row.instrument, row.flow)] += row.amount / YUAN_100M
    kept = list(zip(record.years, record.indicators, strict=True))[first_year - FIRST_YEAR :]
    return np.array([[year[name] if name in INDICATOR else sums[number, name] for name in names]
                     for number, year in kept], np.float32)  # fmt: skip


def signed(flow: str) -> float:
    """How a flow counts in the net public cost."""
    return SIGN[flow]
