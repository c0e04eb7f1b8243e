"""The commands `attribute` and `frontier`."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console

from sim.base.errors import InputError
from sim.base.units import FIRST_YEAR, LAST_YEAR
from sim.compare.attribution import coalitions, find_players, run_coalitions
from sim.report import figures, store
from sim.report.appraisal import attribution, frontier, weighed
from sim.report.appraisal.results import (
    caveats,
    reference_for,
    sample_of,
    without_records,
    write_manifest,
)
from sim.report.appraisal.words import say
from sim.report.frames import member_table
from sim.report.pictures.frontier import draw_appraisal
from sim.report.progress import running
from sim.report.words import Language, named, word
from sim.scenario.ensemble import Ensemble, check_request, run_ensembles
from sim.scenario.load import Scenario, load_scenario
from sim.scenario.outcome import check_indicators
from sim.scenario.sample import Sample, check_draws

Bar = Callable[[int], AbstractContextManager[Any]]


def attribute(
    name: str, *, against: str, seeds: int, firms: float, draws: str,
    indicators: tuple[str, ...], groups: Sequence[str], workers: int | None, out: Path | None,
    language: Language, screen: Console, quiet: bool,
) -> None:  # fmt: skip
    """What `yongsim attribute` does.

    Raises:
        InputError: before anything is run or written.
    """
    folder = out if out is not None else store.next_free(f"attribution-{Path(name).stem}")
    store.check_free(folder)
    split = split_effect(
        load_scenario(name), against, _groups(groups), indicators, seeds=seeds, firms=firms,
        draws=draws, workers=workers, bar=lambda runs: running(runs, language, quiet),
    )  # fmt: skip
    found, package, reference = split.found, split.package, split.reference
    _show_attribution(found, package, reference, screen, language)
    both = [without_records(one, split.sample, firms, found.runs) for one in (package, reference)]
    caveats(both[0], screen, language, ranges=True)
    with store.new_folder(folder) as made:
        store.write_tables({"attribution": attribution.share_frame(found),
                            "interactions": attribution.interaction_frame(found),
                            "members": member_table(both[0])}, made)  # fmt: skip
        asked = {"command": "attribute", "package": package.name, "against": reference.name,
                 "players": {player.name: list(player.instruments) for player in found.players},
                 "indicators": list(indicators)}  # fmt: skip
        write_manifest(both, made, asked)
    screen.print(f"{word('written', language)}: {folder}", markup=False)


@dataclass(frozen=True)
class Split:
    """The effect of a package split among its instruments, and what it stands on."""

    found: attribution.Attribution
    package: Scenario
    reference: Scenario
    sample: Sample


def split_effect(
    package: Scenario, against: str | Scenario, groups: Mapping[str, Sequence[str]],
    indicators: tuple[str, ...], *, seeds: int, firms: float, draws: str, workers: int | None,
    bar: Bar,
) -> Split:  # fmt: skip
    """Run every combination of the instruments in which two scenarios differ.

    Args:
        bar: opened with the number of runs; what it gives is told of each.

    Raises:
        InputError: before anything is run.
    """
    check_request(seeds, FIRST_YEAR, LAST_YEAR, firms, workers or 1)
    check_indicators(indicators)
    reference = reference_for(package, against)
    players = find_players(package, reference, groups)
    sample = sample_of(draws, seeds)
    every = coalitions(package, reference, players)
    with bar(len(every) * seeds) as tick:
        worth, runs = run_coalitions(
            every, sample.members, indicators, firms=firms,
            workers=workers or os.cpu_count() or 1, progress=tick,
        )  # fmt: skip
    found = attribution.Attribution(players, indicators, worth, runs)
    return Split(found, package, reference, sample)


def _show_attribution(
    found: attribution.Attribution, package: Scenario, reference: Scenario, screen: Console,
    language: Language,
) -> None:  # fmt: skip
    titles = [named(one.title, language) for one in (package, reference)]
    heading = say("attribution_title", language, scenario=titles[0], against=titles[1])
    screen.print(heading, markup=False)
    for table in attribution.share_tables(screen, found, language):
        screen.print(table)
    if len(found.players) > 1:
        screen.print(attribution.interaction_table(screen, found, language))
    screen.print(say("shapley_note", language), markup=False)
    screen.print(say("sum_gap", language, gap=f"{found.gap:.1g}", runs=len(found.runs),
                     coalitions=found.worth.shape[0]), markup=False)  # fmt: skip
    if len(found.runs) == 1:
        screen.print(say("no_runs_spread", language), markup=False)


def _groups(written: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Groups as given on the command line: name=a,b."""
    found: dict[str, tuple[str, ...]] = {}
    for text in written:
        name, equals, rest = text.partition("=")
        names = tuple(part.strip() for part in rest.split(",") if part.strip())
        if not equals or not name.strip() or not names:
            raise InputError(
                f"--group {text[:60]}: give name=instrument,instrument",
                f"--group {text[:60]}：请写 名称=工具,工具",
            )
        if name.strip() in found:
            raise InputError(
                f"--group {name[:40]}: given twice; give each group once",
                f"--group {name[:40]}：给出了两次；每组请只写一次",
            )
        found[name.strip()] = names
    return found


def appraise(
    names: Sequence[str], *, against: str, effect: str, less: bool, land: bool, worth: float | None,
    seeds: int, firms: float, draws: str, workers: int | None, out: Path | None,
    language: Language, screen: Console, quiet: bool,
) -> None:  # fmt: skip
    """What `yongsim frontier` does.

    Raises:
        InputError: before anything is run or written.
    """
    folder = out if out is not None else store.next_free("frontier")
    store.check_free(folder)
    ensembles, found = weigh(
        [load_scenario(against), *(load_scenario(name) for name in names)], effect, less=less,
        land=land, worth=worth, seeds=seeds, firms=firms, draws=draws, workers=workers,
        bar=lambda runs: running(runs, language, quiet),
    )  # fmt: skip
    learnt = found.learnt()
    _show_appraisal(found, learnt, screen, language)
    caveats(ensembles[0], screen, language, ranges=True)
    with store.new_folder(folder) as made:
        tables = weighed.frames(found, learnt)
        store.write_tables({**tables, "members": member_table(ensembles[0])}, made)
        shown = figures.figure_language(language)
        figure = draw_appraisal(found, tuple(ensembles), shown)
        (made / "frontier.png").write_bytes(figures.encoded(figure, "png"))
        asked = {"command": "frontier", "against": ensembles[0].scenario.name, "effect": effect,
                 "less_is_better": less, "land_account": land, "worth": found.worth}  # fmt: skip
        write_manifest(ensembles, made, asked)
    screen.print(f"{word('written', language)}: {folder}", markup=False)


def weigh(
    scenarios: Sequence[Scenario], effect: str, *, less: bool, land: bool, worth: float | None,
    seeds: int, firms: float, draws: str, workers: int | None, bar: Bar,
) -> tuple[list[Ensemble], frontier.Appraisal]:  # fmt: skip
    """Run packages, the reference first, and set their cost against an effect.

    Raises:
        InputError: before anything is run.
    """
    check_request(seeds, FIRST_YEAR, LAST_YEAR, firms, workers or 1)
    check_indicators((effect,))
    if worth is not None and not 0.0 < worth < 1e12:
        raise InputError(
            f"--worth {worth:g}: give 100m yuan for one unit of effect, above 0",
            f"--worth {worth:g}：请给出一单位效果所值的亿元数，须大于 0",
        )
    given = [one.name for one in scenarios]
    twice = sorted({name for name in given if given.count(name) > 1})
    if twice:
        raise InputError(
            f"'{twice[0]}' is given twice (the reference is '{given[0]}'); drop one",
            f"“{twice[0]}”给出了两次（参照为“{given[0]}”）；请去掉一个",
        )
    options: dict[str, Any] = {"seeds": seeds, "firms": firms, "workers": workers,
                               "draws": check_draws(draws)}  # fmt: skip
    with bar(len(scenarios) * seeds) as tick:
        ensembles = run_ensembles(scenarios, progress=tick, **options)
    return ensembles, frontier.appraise(ensembles, effect, less=less, land=land, worth=worth)


def _show_appraisal(
    found: frontier.Appraisal, learnt: list[frontier.Learnt], screen: Console, language: Language
) -> None:
    screen.print(weighed.frontier_table(screen, found, language))
    for table in weighed.share_tables(screen, found, language):
        screen.print(table)
    screen.print(weighed.information_table(screen, found, learnt, language))
    for line in weighed.notes(found, learnt, language):
        screen.print(line, markup=False)
