"""Later figures beside the model's ranges and naive rivals: a table, a file, a plain sentence."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
from rich.console import Console
from rich.table import Table

from sim.base.rivals import RIVALS
from sim.base.units import FIRST_YEAR, LAST_YEAR
from sim.compare.outturns import SCORED, Score, figures_between, read_outturns, score
from sim.report import store
from sim.report.console import number, plain_table
from sim.report.progress import running
from sim.report.session import show_notes
from sim.report.words import Language, named, unit_label, word
from sim.scenario.ensemble import Ensemble, check_request, run_ensemble
from sim.scenario.load import load_scenario
from sim.scenario.sample import check_draws

HEADERS = ("figure", "year", "published", "simulated", "half_range", "range", "lies", "below",
           "model_error", "rival_error", "nearer")  # fmt: skip


def score_and_report(
    file: Path | None, *, scenario: str, seeds: int, firms: float, draws: str, out: Path | None,
    language: Language, screen: Console, workers: int | None, quiet: bool,
) -> None:  # fmt: skip
    """What `yongsim score` does.

    Raises:
        InputError: before anything is simulated or written.
    """
    check_request(seeds, FIRST_YEAR, LAST_YEAR, firms, workers or 1)
    asked = load_scenario(scenario)
    years = range(FIRST_YEAR, LAST_YEAR + 1)
    outturns = figures_between() if file is None else read_outturns(file, years)
    folder = out if out is not None else store.next_free("score")
    store.check_free(folder)
    with running(seeds, language, quiet) as tick:
        ensemble = run_ensemble(asked, seeds=seeds, firms=firms, draws=check_draws(draws),
                                workers=workers, progress=tick)  # fmt: skip
    scores = score(ensemble, outturns)
    screen.print(_table(screen, scores, language))
    for line in sentences(scores, language):
        screen.print(line, markup=False)
    show_notes(ensemble, screen, language)
    _write(ensemble, scores, folder)
    screen.print(f"{word('written', language)}: {folder}", markup=False)


def _table(screen: Console, scores: Sequence[Score], language: Language) -> Table:
    headers = [word(key, language) for key in HEADERS]
    table = plain_table(screen, word("score_title", language), headers, {1, 2, 3, 4, 5, 7, 8, 9})
    for row in scores:
        table.add_row(*score_cells(row, language))
    return table


def score_cells(row: Score, language: Language) -> list[str]:
    """A row of the table, in the order of `HEADERS`."""
    item = SCORED[row.outturn.indicator]
    low, lower, middle, upper, high = (number(x, item.decimals) for x in row.quantiles)
    name = f"{_name(item.name, language)} ({unit_label(item.unit, language)})"
    lies = f"{row.inside}%" if row.inside else word("outside", language)
    return [
        name, str(row.outturn.year), number(row.outturn.value, item.decimals), middle,
        f"{lower} - {upper}", f"{low} - {high}", lies, f"{100 * row.below:.0f}%",
        number(row.model, item.decimals + 1), *_rival(row, item.decimals + 1, language),
    ]  # fmt: skip


def _rival(row: Score, decimals: int, language: Language) -> tuple[str, str]:
    best = row.best_rival
    if best is None:
        return word("no_rival", language), ""
    label = RIVALS[best][0 if language == "zh" else 1]
    return (f"{label} {number(row.rivals[best], decimals)}",
            label if row.beaten else word("model", language))  # fmt: skip


def sentences(scores: Sequence[Score], language: Language) -> list[str]:
    """How many lie inside, where the model does not beat the rivals, and what the errors are."""
    count = len(scores)
    inside = word("score_inside", language).format(
        n=count, half=sum(row.inside == 50 for row in scores),
        most=sum(row.inside > 0 for row in scores), half_due=f"{0.5 * count:.0f}",
        most_due=f"{0.9 * count:.0f}",
    )  # fmt: skip
    return [inside, _nearer(scores, language), word("score_note", language)]


def _nearer(scores: Sequence[Score], language: Language) -> str:
    rivalled = [row for row in scores if row.best_rival is not None]
    if not rivalled:
        return word("score_no_rival", language)
    lost = [row.outturn for row in rivalled if row.beaten]
    names = ", ".join(f"{_name(one.indicator, language)} {one.year}" for one in lost)
    return word("score_nearer", language).format(
        n=len(rivalled), won=len(rivalled) - len(lost), lost=names or word("nothing", language),
    )  # fmt: skip


def _name(indicator: str, language: Language) -> str:
    item = SCORED[indicator]
    return named(item, language)


def score_table(scores: Sequence[Score]) -> pa.Table:
    """One row per figure: quantiles, where it lies, errors in the figure's unit."""
    rows = [
        {
            "indicator": row.outturn.indicator, "unit": SCORED[row.outturn.indicator].unit,
            "year": row.outturn.year, "value": row.outturn.value,
            **dict(zip(("q05", "q25", "median", "q75", "q95"), row.quantiles, strict=True)),
            "inside": row.inside, "below": row.below, "model": row.model,
            **{name: row.rivals.get(name) for name in RIVALS}, "beaten": row.beaten,
        }
        for row in scores
    ]  # fmt: skip
    return pa.Table.from_pylist(rows)


def _write(ensemble: Ensemble, scores: Sequence[Score], out: Path) -> None:
    with store.new_folder(out) as folder:
        store.write_table(score_table(scores), folder / "scores.parquet")
        store.write_manifest(lambda files: store.manifest(ensemble, files), folder)
