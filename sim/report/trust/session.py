"""What `yongsim facts` and `yongsim causal` do: run, show, write."""

from __future__ import annotations

import os
from pathlib import Path

from rich.console import Console

from sim.base.errors import InputError
from sim.base.units import FIRST_YEAR, LAST_YEAR
from sim.explore.causal.study import causal_checks
from sim.explore.facts.study import stylised_facts
from sim.report import store
from sim.report.own import own_firms_lines
from sim.report.progress import running
from sim.report.trust import estimators, files
from sim.report.trust.rows import console_table, sentences
from sim.report.trust.words import say
from sim.report.words import Language, word
from sim.scenario.ensemble import check_request
from sim.scenario.load import Scenario, load_scenario
from sim.scenario.own.load import about_own_firms
from sim.scenario.sample import Sample, check_draws, draw_members


def facts_and_report(
    scenario: str, *, seeds: int, firms: float, draws: str, out: Path | None, language: Language,
    screen: Console, workers: int | None, quiet: bool,
) -> None:  # fmt: skip
    """What `yongsim facts` does.

    Raises:
        InputError: before anything is simulated or written.
    """
    asked, sample, folder = _opened(scenario, "facts", seeds, firms, draws, out, workers)
    with running(seeds, language, quiet) as tick:
        found = stylised_facts(asked, sample, firms=firms, workers=processes(workers),
                               progress=tick)  # fmt: skip
    screen.print(console_table(screen, found, language, checks=False))
    for line in (*sentences(found, language, checks=False), say("rule", language)):
        screen.print(line, markup=False)
    _beware(sample, firms, screen, language)
    with store.new_folder(folder) as made:
        files.write_found(found, made / files.FACTS)
        files.write_manifest({"seeds": seeds, "firms": firms}, asked, sample, made)
    screen.print(f"{word('written', language)}: {folder}", markup=False)


def causal_and_report(
    scenario: str, *, seeds: int, firms: float, draws: str, seed: int, out: Path | None,
    language: Language, screen: Console, workers: int | None, quiet: bool,
) -> None:  # fmt: skip
    """What `yongsim causal` does.

    Raises:
        InputError: before anything is simulated or written.
    """
    if seed < 0:
        raise InputError(f"--seed {seed}: give 0 or more", f"--seed {seed}：请取不小于0的整数")
    asked, sample, folder = _opened(scenario, "causal", seeds, firms, draws, out, workers)
    with running(seeds, language, quiet) as tick:
        causal = causal_checks(asked, sample, firms=firms, workers=processes(workers),
                               seed=seed, progress=tick)  # fmt: skip
    screen.print(console_table(screen, causal.found, language, checks=True))
    for line in (*sentences(causal.found, language, checks=True), say("rule_checks", language)):
        screen.print(line, markup=False)
    estimators.show(screen, causal, language)
    _beware(sample, firms, screen, language)
    with store.new_folder(folder) as made:
        files.write_causal(causal, made)
        files.write_manifest({"seeds": seeds, "firms": firms, "seed": seed}, asked, sample, made)
    screen.print(f"{word('written', language)}: {folder}", markup=False)


def processes(workers: int | None) -> int:
    """The number asked for, or one per core."""
    return workers or os.cpu_count() or 1


def _opened(
    scenario: str, name: str, seeds: int, firms: float, draws: str, out: Path | None,
    workers: int | None,
) -> tuple[Scenario, Sample, Path]:  # fmt: skip
    """What is to be run, on which members, and the free folder for it."""
    check_request(seeds, FIRST_YEAR, LAST_YEAR, firms, workers or 1)
    asked = load_scenario(scenario)
    folder = out if out is not None else store.next_free(name)
    store.check_free(folder)
    return asked, draw_members(check_draws(draws), seeds), folder


def _beware(sample: Sample, firms: float, screen: Console, language: Language) -> None:
    if sample.origin.stale:
        screen.print(f"{word('warning', language)}: {word('stale_posterior', language)}",
                     markup=False)  # fmt: skip
    if sample.origin.fallback:
        screen.print(f"{word('warning', language)}: {word('no_posterior', language)}",
                     markup=False)  # fmt: skip
    for line in own_firms_lines(about_own_firms(), language):
        screen.print(f"{word('warning', language)}: {line}", markup=False)
    if firms < 1.0:
        screen.print(word("quick_look", language))
