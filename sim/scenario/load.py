"""Loading scenarios, resolved to what a run needs."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from sim.base.futures import Future
from sim.base.parameters import parameter_values
from sim.policy.registry import instruments
from sim.scenario.files import LARGEST_FILE, scenario_names
from sim.scenario.layers import DEFAULT_TARGETS, resolve
from sim.scenario.macro import future_by_year
from sim.scenario.member import Member
from sim.scenario.schedule import Schedule
from sim.scenario.scheduled import ScheduledInstrument, scheduled
from sim.scenario.schema import NotRepresented, Title

__all__ = ["LARGEST_FILE", "Scenario", "ScheduledInstrument", "load_scenario", "scenario_names"]

NO_POLICY = "no_policy"


@dataclass(frozen=True)
class Scenario:
    """A scenario, resolved.

    Attributes:
        name: as asked for.
        title: zh and en.
        measures: instruments with their schedules, by name.
        parameters: every parameter value, central where the scenario sets none.
        resolved: doses and macro figures by first year in force (0: always; no value: as if never
            set) and changed parameters, after all `extends` and `overlays`.
        future: what it sets of the surroundings, by year.
        targets: sets of targets, or single ones, it is audited against.
        indicators: what its question is about, beside what comparisons always show.
        sources: by key of a value: (file, text), the oldest file first.
        origins: by key of a value, the file it comes from in each year it is set.
        extends, overlays: as its own file names them.
    """

    name: str
    title: Title
    question: Title | None
    measures: tuple[ScheduledInstrument, ...]
    parameters: dict[str, float]
    resolved: dict[str, Any]
    not_represented: tuple[NotRepresented, ...]
    future: Future = field(default_factory=dict)
    targets: tuple[str, ...] = DEFAULT_TARGETS
    indicators: tuple[str, ...] = ()
    sources: dict[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    origins: dict[str, dict[int, str]] = field(default_factory=dict)
    extends: str | None = None
    overlays: tuple[str, ...] = ()

    @property
    def changes(self) -> dict[str, float]:
        """Parameters that the scenario itself sets."""
        return self.resolved["parameters"]

    def values_for(self, member: Member) -> dict[str, float]:
        """Every parameter value of a member's run; what the scenario sets wins over the member."""
        return self.parameters | member.parameters | self.changes


def without_measures(scenario: Scenario) -> Scenario:
    """The same city, parameters and surroundings without any measure: what it is set against."""
    bare = load_scenario(NO_POLICY)
    kept = {key: scenario.resolved[key] for key in ("parameters", "macro")}
    return replace(bare, parameters=scenario.parameters, resolved={**bare.resolved, **kept},
                   future=scenario.future, targets=scenario.targets)  # fmt: skip


def _by_year(schedules: dict[str, Schedule]) -> dict[str, dict[str, Any]]:
    return {key: {str(first): value for first, value in schedule.steps}
            for key, schedule in sorted(schedules.items())}  # fmt: skip


def load_scenario(name: str | Scenario) -> Scenario:
    """Load a scenario by name (shipped) or by path (a TOML file); a loaded one stays as it is.

    Raises:
        InputError: the scenario, a key, a place or a value cannot be used.
    """
    if isinstance(name, Scenario):
        return name
    layer, chain = resolve(str(name))
    groups: dict[str, dict[str, Schedule]] = {"instruments": {}, "macro": {}, "parameters": {}}
    for key, schedule in layer.values.items():
        group, _, rest = key.partition(".")
        groups[group][rest] = schedule
    doses: dict[str, dict[str, Schedule]] = {}
    for key, schedule in groups["instruments"].items():
        kind, _, dose = key.partition(".")
        doses.setdefault(kind, {})[dose] = schedule
    changes = {key: float(one.steps[0][1])  # type: ignore[arg-type]  # one number, always
               for key, one in sorted(groups["parameters"].items())}  # fmt: skip
    known, last = instruments(), chain[-1][1]
    return Scenario(
        name=chain[-1][0].stem, title=last.title, question=last.question,
        measures=tuple(scheduled(known[k], doses[k]) for k in sorted(doses)),
        parameters=parameter_values(changes),
        resolved={
            "instruments": {kind: _by_year(own) for kind, own in sorted(doses.items())},
            "macro": _by_year(groups["macro"]), "parameters": changes,
        },
        not_represented=tuple(layer.missing), future=future_by_year(groups["macro"]),
        targets=layer.targets or DEFAULT_TARGETS, indicators=layer.indicators,
        sources=dict(sorted(layer.sources.items())),
        origins=layer.origins, extends=last.extends, overlays=tuple(last.overlays),
    )  # fmt: skip
