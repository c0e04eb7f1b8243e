"""What scenario files say, key by key, and how they are laid over each other.

A file's own values stand over its overlays, these over what it extends. Overlays do not outrank
each other: where two differ and the file itself is silent, that is a conflict.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

from sim.base.errors import InputError, unknown
from sim.base.indicators import INDICATOR
from sim.base.parameters import parameter_values
from sim.base.resources import table
from sim.policy.registry import instruments
from sim.scenario.doses import as_number
from sim.scenario.files import chain_of
from sim.scenario.macro import read_macro
from sim.scenario.parts import is_within, read_parts, refuse_crossed, split_part
from sim.scenario.schedule import ALWAYS, YEARS, Schedule
from sim.scenario.schema import NotRepresented, ScenarioFile, printable
from sim.scenario.sources import read_sources

DEFAULT_TARGETS = ("plan_2025",)


@dataclass
class Layer:
    """Values of one file, or of several laid over each other.

    Attributes:
        name: of the file.
        values: by `instruments.<instrument>.<dose>`, perhaps with a part of the city behind it,
            `macro.<figure>` or `parameters.<name>`.
        sources: by the same keys, perhaps with `.<year>`: (file, text), the oldest first.
        targets: sets of targets or single ones; None where nothing is said.
        indicators: what the questions are about; they add up over layers.
        missing: what is not represented.
        origins: by key of a value, the file it comes from in each year it is set.
    """

    name: str
    values: dict[str, Schedule] = field(default_factory=dict)
    sources: dict[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    targets: tuple[str, ...] | None = None
    indicators: tuple[str, ...] = ()
    missing: list[NotRepresented] = field(default_factory=list)
    origins: dict[str, dict[int, str]] = field(default_factory=dict)

    def put(self, upper: Layer) -> None:
        """Lay another layer over this one; what it says of the whole holds for the parts too."""
        for key, schedule in upper.values.items():
            self._cut_parts_of(key, [year for year in YEARS if schedule.at(year) is not None])
        for key, schedule in upper.values.items():
            self.values[key] = schedule.after(self.values.get(key))
            self.origins[key] = {**self.origins.get(key, {}), **upper.origins[key]}
        for key, notes in upper.sources.items():
            known = self.sources.get(key, ())
            self.sources[key] = (*known, *(note for note in notes if note not in known))
        self._forget_sources()
        self.targets = self.targets if upper.targets is None else upper.targets
        self.indicators = tuple(dict.fromkeys((*self.indicators, *upper.indicators)))
        self.missing += [item for item in upper.missing if item not in self.missing]

    def _cut_parts_of(self, key: str, years: list[int]) -> None:
        for part in [one for one in self.values if is_within(one, key)]:
            self.values[part] = self.values[part].without(years)
            self.origins[part] = {year: file for year, file in self.origins[part].items()
                                  if year not in years}  # fmt: skip
            if not self.values[part].steps:
                del self.values[part]

    def _forget_sources(self) -> None:
        """A source of a value that holds in no year would vouch for another value."""
        for key, notes in list(self.sources.items()):
            value, _, last = key.rpartition(".")
            files = set(self.origins[value if last.isdigit() else key].values())
            self.sources[key] = tuple(note for note in notes if note[0] in files)
            if not self.sources[key]:
                del self.sources[key]


def read_layer(path: Path, content: ScenarioFile) -> Layer:
    """The values that one file itself writes.

    Raises:
        InputError: an unknown name, a wrong form or a value out of bounds.
    """
    where, known = printable(path.name), instruments()
    layer = Layer(path.stem, missing=list(content.not_represented))
    for kind, written in content.instruments.items():
        if kind not in known:
            raise unknown("instrument", printable(kind), known).within(f"{where}: ")
        for dose, value in written.items():
            for part, schedule in read_parts(known[kind], dose, value, where).items():
                layer.values[f"instruments.{kind}.{dose}{part}"] = schedule
    for key, schedule in read_macro(content.macro, where).items():
        layer.values[f"macro.{key}"] = schedule
    changes = {key: as_number(value) for key, value in content.parameters.items()}
    try:
        parameter_values(changes)
    except InputError as error:
        said = error.within(f"{where}: ")
        raise InputError(printable(str(said)), printable(said.zh)) from None
    for key, number in changes.items():
        layer.values[f"parameters.{key}"] = Schedule(((ALWAYS, number),))
    layer.origins = {
        key: {year: path.stem for year in YEARS if one.at(year) is not None}
        for key, one in layer.values.items()
    }
    layer.sources = read_sources(content.sources, layer.values, path.stem, where)
    layer.targets = _targets(content.targets, where)
    layer.indicators = _indicators(content.indicators, where)
    return layer


def _targets(written: list[str] | None, where: str) -> tuple[str, ...] | None:
    if written is None:
        return None
    known = {row[column] for row in table("targets.csv") for column in ("set", "target")}
    for name in written:
        if name not in known:
            raise unknown("target or set of targets", name, known).within(f"{where}: ")
    return tuple(dict.fromkeys(written))


def _indicators(written: list[str], where: str) -> tuple[str, ...]:
    for name in written:
        if name not in INDICATOR:
            raise InputError(f"{where}: {unknown('indicator', printable(name), INDICATOR)}")
    return tuple(dict.fromkeys(written))


def resolve(name: str) -> tuple[Layer, list[tuple[Path, ScenarioFile]]]:
    """Everything a scenario says, and the chain of files it stands on.

    Raises:
        InputError: a file cannot be used, or overlays contradict each other.
    """
    chain = chain_of(name)
    total = Layer(chain[-1][0].stem)
    below: set[Path] = set()
    for path, content in chain:
        own = read_layer(path, content)
        below.add(path.resolve())
        overlays = [_overlay(one, path, below) for one in content.overlays]
        _refuse_conflicts(overlays, own, printable(path.name))
        for overlay in sorted(overlays, key=lambda layer: layer.name):
            total.put(overlay)
        total.put(own)
    refuse_crossed(total.values, printable(chain[-1][0].name))
    return total, chain


def _overlay(name: str, path: Path, below: Iterable[Path]) -> Layer:
    """What an overlay adds: its own values, and of what it extends whatever is not yet below."""
    files = chain_of(name, path.parent, f"{printable(path.name)}: overlays: ")
    layer = Layer(files[-1][0].stem)
    for one, content in files:
        if one.resolve() in below:
            continue
        if content.overlays:
            raise InputError(
                f"{printable(path.name)}: overlays: {printable(one.name)} has "
                "overlays itself; list them here instead",
                f"{printable(path.name)}：overlays：{printable(one.name)} 自身也有叠加；请改列在"
                "此处",
            )
        layer.put(read_layer(one, content))
    return layer


def _refuse_conflicts(overlays: list[Layer], own: Layer, where: str) -> None:
    found = []
    for first, second in combinations(overlays, 2):
        for key, other in _shared(first.values, second.values):
            narrower = key if is_within(key, other) else other
            settled = [schedule for name, schedule in own.values.items()
                       if name == narrower or is_within(narrower, name)]  # fmt: skip
            years = _contested(first.values[key], second.values[other], settled)
            if years:
                named = key if key == other else f"{key} and {other}"
                found.append((first.name, second.name, named, years))
        if first.targets and second.targets and first.targets != second.targets and (
            own.targets is None
        ):
            found.append((first.name, second.name, "targets", []))
    if found:
        one, other, key, years = found[0]
        span = f" in {years[0]}-{years[-1]}" if years else ""
        more = f" ({len(found) - 1} more such)" if len(found) > 1 else ""
        span_zh = f"（{years[0]}-{years[-1]}年）" if years else ""
        more_zh = f"（另有 {len(found) - 1} 处）" if len(found) > 1 else ""
        raise InputError(
            f"{where}: overlays {printable(one)} and {printable(other)} set {key} to different "
            f"values{span}{more}; write the value into {where}, or drop one overlay",
            f"{where}：叠加的 {printable(one)} 与 {printable(other)} 对 {key} 取值不同"
            f"{span_zh}{more_zh}；"
            f"请在 {where} 中写明取值，或去掉一个叠加",
        )


def _shared(first: Iterable[str], second: Iterable[str]) -> list[tuple[str, str]]:
    """Keys of two files that say something of the same firms."""
    doses: dict[str, list[str]] = {}
    for key in second:
        doses.setdefault(split_part(key)[0], []).append(key)
    return sorted((key, other) for key in first for other in doses.get(split_part(key)[0], ())
                  if key == other or is_within(key, other) or is_within(other, key))  # fmt: skip


def _contested(one: Schedule, other: Schedule, own: list[Schedule]) -> list[int]:
    def differ(year: int) -> bool:
        settled = any(schedule.at(year) is not None for schedule in own)
        a, b = one.at(year), other.at(year)
        return not settled and a is not None and b is not None and a != b

    return [year for year in YEARS if differ(year)]
