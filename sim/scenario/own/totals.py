"""What own firms make of the city's totals, by one run at central values."""

from __future__ import annotations

from sim.base.errors import InputError
from sim.base.own import Change
from sim.scenario.load import load_scenario
from sim.scenario.one_run import run_member
from sim.scenario.own.load import own_firms
from sim.scenario.sample import draw_members


def change_of(name: str) -> tuple[Change, int]:
    """Run a scenario to the year of the own firms that runs are to take.

    Args:
        name: of the scenario.

    Returns:
        What they changed, and their year.

    Raises:
        InputError: there are none, or they or the scenario cannot be used.
    """
    firms = own_firms()
    if firms is None:
        raise InputError("no own firms are asked for; give --own-firms FILE",
                         "没有给出自有企业；请使用 --own-firms 文件")  # fmt: skip
    (member,) = draw_members("central", 1).members
    record = run_member(load_scenario(name), member, firms=1.0, last_year=firms.year)
    assert record.change is not None
    return record.change, firms.year
