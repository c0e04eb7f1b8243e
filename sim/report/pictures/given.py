"""What pictures are drawn from, and where that comes from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from sim.base.errors import InputError
from sim.base.resources import data_hash, source_hash
from sim.base.units import LAST_PUBLISHED_YEAR, LAST_YEAR
from sim.report.figures import metadata
from sim.report.notes import ranges_note, warnings
from sim.report.pictures.page import Heading
from sim.report.pictures.words import say
from sim.report.words import Language, named, word
from sim.scenario.ensemble import Ensemble

HASH = 12  # characters shown of a hash


class WithTwin(Protocol):
    """Runs with the runs of the same city without measures, as `sim.api.run` returns them."""

    @property
    def ensemble(self) -> Ensemble | None:
        """The runs; None when read from a folder."""

    @property
    def reference(self) -> Ensemble | None:
        """The city without measures, if it was run."""


@dataclass(frozen=True)
class Twins:
    """Runs with their twin, where there is no other object that holds both."""

    ensemble: Ensemble | None
    reference: Ensemble | None = None


def runs_of(given: Ensemble | WithTwin) -> tuple[Ensemble, Ensemble | None]:
    """The runs to draw, and their twin without measures if there is one.

    Raises:
        InputError: the runs were not kept.
    """
    if isinstance(given, Ensemble):
        return given, None
    if given.ensemble is None:
        raise InputError(
            "these results were read from a folder, which keeps no runs to draw; run it again",
            "这些结果读自文件夹，其中没有可绘图的模拟记录；请重新运行",
        )
    return given.ensemble, given.reference


def need_plan(ensemble: Ensemble) -> None:
    """Refuse runs that stop before the plan ends.

    Raises:
        InputError: they do.
    """
    if LAST_YEAR not in ensemble.years or LAST_PUBLISHED_YEAR not in ensemble.years:
        raise InputError(
            f"runs end in {ensemble.years[-1]}: this figure needs runs to {LAST_YEAR}",
            f"模拟止于{ensemble.years[-1]}年：此图需模拟到{LAST_YEAR}年",
        )


def title_of(ensemble: Ensemble, language: Language) -> str:
    """A scenario's title."""
    return named(ensemble.scenario.title, language)


def runs_note(about: Ensemble, language: Language) -> str:
    """How many runs; a thinned city says so."""
    note = say("runs", language, count=len(about.runs))
    return note if about.firms >= 1.0 else f"{note} · {word('quick_look', language)}"


def origin(about: Ensemble, language: Language) -> str:
    """What the figure stands on: code, data, posterior."""
    posterior = about.origin.posterior
    drawn = say(f"drawn_{about.origin.draws}", language)
    if posterior is not None:
        drawn = f"{drawn} {posterior.digest[:HASH]}"
    return say("origin", language, code=source_hash()[:HASH], data=data_hash()[:HASH], drawn=drawn)


def heading(
    about: Ensemble, language: Language, title: str, *notes: str, subtitle: str = "",
    others: Sequence[Ensemble] = (), ranges: bool = True,
) -> Heading:  # fmt: skip
    """What stands above and below the panels.

    Args:
        about: the runs shown.
        language: zh or en.
        title: of the figure.
        notes: how to read it.
        subtitle: whose runs; default: the scenario's title.
        others: further scenarios shown.
        ranges: whether ranges are shown, so that it is said what they combine.
    """
    of = subtitle or say("of_scenario", language, title=title_of(about, language))
    combine = [ranges_note(about, language)] if ranges else []
    beware = [f"{word('warning', language)}: {line}" for line in warnings(about, language)]
    lines = (*notes, *combine, *beware, origin(about, language))
    return Heading(title, f"{of} · {runs_note(about, language)}",
                   tuple(line[:1].upper() + line[1:] for line in lines),
                   metadata(about, title, others))  # fmt: skip
