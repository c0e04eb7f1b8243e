"""yongsim: an agent-based simulation of industrial upgrading in Ningbo.

    import sim
    results = sim.run("baseline", seeds=20)
    results.targets

The public names are loaded when they are first used, so that a run pays only for what it needs.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.api import Results, SweepData, load_results, open_sweep, run
    from sim.base.errors import InputError
    from sim.city.mesa_view import CityModel
    from sim.scenario.load import Scenario, load_scenario, scenario_names

__version__ = "0.1.0"
_HOMES = {
    "run": "sim.api",
    "Results": "sim.api",
    "load_results": "sim.api",
    "open_sweep": "sim.sweep.read",
    "SweepData": "sim.sweep.read",
    "CityModel": "sim.city.mesa_view",
    "InputError": "sim.base.errors",
    "Scenario": "sim.scenario.load",
    "load_scenario": "sim.scenario.load",
    "scenario_names": "sim.scenario.load",
}
__all__ = [
    "CityModel", "InputError", "Results", "Scenario", "SweepData", "load_results",
    "load_scenario", "open_sweep", "run", "scenario_names",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(importlib.import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'sim' has no attribute '{name}'")


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOMES])
