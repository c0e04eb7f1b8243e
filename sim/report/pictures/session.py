"""What `yongsim pictures` does: run a scenario, draw all that its runs can show."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from sim.base.errors import InputError
from sim.base.units import FIRST_YEAR, LAST_YEAR
from sim.compare.drivers import FEWEST, drivers_of
from sim.report import figures, store
from sim.report.pictures.catalogue import pictures_of
from sim.report.pictures.given import Twins
from sim.report.progress import running
from sim.report.session import show_notes
from sim.report.words import Language, word
from sim.scenario.ensemble import check_request, run_with_twin
from sim.scenario.load import load_scenario
from sim.scenario.one_run import PATHS
from sim.scenario.sample import check_draws

KINDS = ("png", "svg", "pdf")


def kinds_of(text: str) -> tuple[str, ...]:
    """The kinds of files asked for.

    Raises:
        InputError: one is not known.
    """
    asked = tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
    wrong = [kind for kind in asked if kind not in KINDS]
    if wrong or not asked:
        raise InputError(
            f"--format {text[:20]}: give {', '.join(KINDS)}, or several with commas",
            f"--format {text[:20]}：请写 {'、'.join(KINDS)}，可用逗号并列",
        )
    return asked


def draw_and_write(
    name: str, *, seeds: int, firms: float, draws: str, kinds: Sequence[str], out: Path | None,
    language: Language, screen: Console, workers: int | None, quiet: bool,
) -> None:  # fmt: skip
    """Run a scenario and its city without measures, and write every picture of them.

    Raises:
        InputError: before anything is simulated or written.
    """
    check_request(seeds, FIRST_YEAR, LAST_YEAR, firms, workers or 1)
    scenario, drawn = load_scenario(name), check_draws(draws)
    folder = out if out is not None else store.next_free(f"pictures-{scenario.name}")
    store.check_free(folder)
    with running((2 if scenario.measures else 1) * seeds, language, quiet) as tick:
        ensemble, reference = run_with_twin(
            scenario, seeds=seeds, firms=firms, draws=drawn, workers=workers, progress=tick,
            wanted=PATHS,
        )  # fmt: skip
    shown = figures.figure_language(language)
    given = Twins(ensemble, reference)
    drawings = [(one, one.draw(given, shown)) for one in pictures_of("ensemble")]
    if len(ensemble.runs) >= FEWEST and drawn != "central":
        found = drivers_of(ensemble)
        drawings += [(one, one.draw(found, shown)) for one in pictures_of("drivers")]
    with store.new_folder(folder) as made:
        for picture, figure in drawings:
            for kind in kinds:
                content = figures.encoded(figure, kind)
                (made / f"{picture.name}.{kind}").write_bytes(content)
    show_notes(ensemble, screen, language)
    screen.print(f"{word('written', language)}: {folder}", markup=False)
