"""What the commands on choices share: members, warnings, and results folders of several runs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console

from sim.base.errors import InputError
from sim.report import store
from sim.report.notes import ranges_note, warnings
from sim.report.words import Language, word
from sim.scenario.ensemble import Ensemble
from sim.scenario.load import NO_POLICY, Scenario, load_scenario, without_measures
from sim.scenario.sample import Sample, check_draws, draw_members


def sample_of(draws: str, count: int) -> Sample:
    """Members for so many runs; the same as `yongsim run` takes.

    Raises:
        InputError: no such kind of draws, or the posterior cannot be used.
    """
    return draw_members(check_draws(draws), count)


def one_of(sample: Sample, seed: int) -> Any:
    """The member of a run.

    Raises:
        InputError: there is no such run.
    """
    if not 1 <= seed <= len(sample.members):
        count = len(sample.members)
        raise InputError(
            f"--seed {seed}: give a run from 1 to {count} (--seeds)",
            f"--seed {seed}：请给出 1 至 {count}（--seeds）之间的序号",
        )
    return sample.members[seed - 1]


def without_records(
    scenario: Scenario, sample: Sample, firms: float, runs: tuple[int, ...] | None = None
) -> Ensemble:
    """An ensemble whose records were not kept: it still says what its runs stand on."""
    every = tuple(range(1, len(sample.members) + 1))
    return Ensemble(scenario, [], every if runs is None else runs, sample.members, sample.origin,
                    firms)  # fmt: skip


def reference_for(scenario: Scenario, name: str | Scenario) -> Scenario:
    """What a scenario is set against: of the same parameters if it is the city without measures."""
    return without_measures(scenario) if name == NO_POLICY else load_scenario(name)


def caveats(ensemble: Ensemble, screen: Console, language: Language, *, ranges: bool) -> None:
    """Print what ranges combine and what to beware of."""
    if ranges:
        screen.print(ranges_note(ensemble, language), markup=False)
    for line in warnings(ensemble, language):
        screen.print(f"{word('warning', language)}: {line}", markup=False)
    if ensemble.firms < 1.0:
        screen.print(word("quick_look", language), markup=False)


def write_manifest(
    ensembles: Sequence[Ensemble], folder: Path, request: Mapping[str, Any]
) -> None:
    """Write manifest.json for several scenarios run on the same members.

    Args:
        ensembles: at least one.
        folder: with the files in it.
        request: what was asked for beyond the scenarios.
    """
    files = sorted(path for path in folder.iterdir() if path.is_file())
    content = store.manifest(ensembles[0], files)
    for key in ("scenario", "title", "resolved", "not_represented", "parameters"):
        content.pop(key)
    scenarios = {one.scenario.name: store.manifest(one, []) for one in ensembles}
    content["scenarios"] = {
        name: {key: own[key] for key in ("title", "resolved", "not_represented", "parameters")}
        for name, own in scenarios.items()
    }
    content["request"] = dict(request)
    text = json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True)
    (folder / "manifest.json").write_text(text + "\n", encoding="utf-8", newline="\n")
