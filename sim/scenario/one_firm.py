"""Following one firm through a run."""

from __future__ import annotations

import numpy as np

from sim.base.errors import InputError
from sim.base.levers import GRADES
from sim.base.state import State
from sim.base.units import FIRST_YEAR, LAST_YEAR
from sim.base.variables import FIRM
from sim.city.run import run_city
from sim.park.atlas import places, sectors
from sim.scenario.ensemble import check_request
from sim.scenario.load import load_scenario
from sim.scenario.one_run import check_shown, population


def follow_firm(scenario: str, seed: int, key: int) -> dict[int, dict[str, str]]:
    """The variables of one firm in each year it exists.

    Args:
        scenario: name or path.
        seed: which run.
        key: the firm's identity; 1 to 7,263 are the above-scale firms of 2015, largest first.

    Returns:
        By year, the values as text by variable name; the year after it left is missing.

    Raises:
        InputError: no such firm or run, or it is a user's own and nobody asked to see it.
    """
    check_request(seed, FIRST_YEAR, LAST_YEAR, 1.0, 1)
    chosen = load_scenario(scenario)
    history: dict[int, dict[str, str]] = {}

    def look(state: State) -> None:
        rows = np.flatnonzero(state.firms["key"] == key)
        if rows.size:
            history[state.year] = _as_text(state, int(rows[0]))

    city = population(chosen.parameters)
    check_shown(city, key)
    look(city)
    run_city(city, chosen.measures, parameters=chosen.parameters, seed=seed, last_year=LAST_YEAR,
             future=chosen.future, after_year=look)  # fmt: skip
    if not history:
        last = int(city.firms["key"][-1])
        raise InputError(
            f"no firm {key}; the firms of 2015 are numbered 1 to {last}",
            f"没有编号为 {key} 的企业；2015年的企业编号为 1 至 {last}，请从中选一家",
        )
    return history


def _short(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000.0 else f"{value:.3g}"


def _as_text(state: State, row: int) -> dict[str, str]:
    found = {}
    for name, item in FIRM.items():
        value = state.firms[name][row]
        found[name] = str(int(value)) if item.whole else _short(float(value))
    graded = state.firms["score"][row] > 0.0  # the first grading is of the books of 2015
    found["grade"] = GRADES[int(state.firms["grade"][row])] if graded else ""
    found["place"] = places()[int(state.firms["place"][row])].name
    found["sector"] = sectors()[int(state.firms["sector"][row])].name
    return found
