"""How sure the numbers are: what ranges combine, the number of draws, the fit and its misses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sim.compare.targets import SURE, wilson
from sim.report.calibration.read import Fitted, Row, read_folder
from sim.report.calibration.speaker import Speaker, figure_number
from sim.report.paper import cells
from sim.report.paper.annex_values import all_sources
from sim.report.paper.blocks import Points, Section
from sim.report.paper.view import View
from sim.scenario.posterior import posterior_folder

FALSE_SHARE = 0.05  # share of 95% intervals that leave nought out where there is no difference
OWN_WORDS = re.compile(r"judg|recalled", re.IGNORECASE)


def uncertainty_section(view: View) -> Section:
    """All that a reader has to know before leaning on a number."""
    return Section(view.say("uncertainty"), [Points([*_ranges(view), *_fit(view), *_rest(view)])])


def fitted() -> Fitted | None:
    """What the fit left; None where there is no posterior."""
    where = posterior_folder()
    return read_folder(where) if where.exists() else None


def _ranges(view: View) -> Iterator[str]:
    origin, fit = view.stored.first.origin, fitted()
    told = len(fit.rows("parameters", disciplined=1)) if fit else 0
    yield view.say(f"combine_{origin.draws}", disciplined=told)
    yield view.say("not_in_ranges")
    runs = view.stored.runs
    yield view.say("number_of_draws", runs=runs)
    low, _ = wilson(runs, runs)
    if low < SURE:
        yield view.say("few_draws", runs=runs, low=cells.percent(low))
    compared = sum(len(view.shown(name)) for name in view.others)
    yield view.say("many_statements", n=compared, false=cells.plain(FALSE_SHARE * compared, 1))


def _fit(view: View) -> Iterator[str]:
    posterior, fit = view.stored.first.origin.posterior, fitted()
    if posterior is None or fit is None:
        return
    about = fit.about
    yield view.say("posterior", members=about["members"], digest=posterior.digest[:12],
                   effective=cells.plain(about["effective_sample"], 0),
                   runs=cells.plain(about["runs"], 0),
                   model=posterior.provenance.model_hash[:12])  # fmt: skip
    scored = fit.rows("fit", role="scored")
    outside = [row for row in scored if not row["inside"]]
    yield view.say("fit_hits", all=len(scored), hits=len(scored) - len(outside))
    if outside:
        yield view.say("fit_misses", names=view.listed(_miss(row, view) for row in outside))
    silent = fit.rows("parameters", disciplined=0)
    count = {kind: sum(row["standing"] == kind for row in silent)
             for kind in ("judgement", "recalled")}  # fmt: skip
    yield view.say("undisciplined", n=len(silent), judged=count["judgement"],
                   recalled=count["recalled"])  # fmt: skip


def _miss(row: Row, view: View) -> str:
    name, speaker = row["indicator"], Speaker(view.language)
    ends = cells.span(figure_number(row["low"], name), figure_number(row["high"], name),
                      view.language)  # fmt: skip
    return view.say("fit_miss", figure=speaker.figure(name), range=ends,
                    **{key: figure_number(row[key], name)
                       for key in ("published", "tolerance", "median")})  # fmt: skip


def _rest(view: View) -> Iterator[str]:
    judged = sum(bool(OWN_WORDS.search(text)) for text in all_sources(view))
    if judged:
        yield view.say("judged_doses", judged=judged)
    yield view.say("identified")
    yield view.say("no_outturn")
    if failed := view.stored.first.failed:
        yield view.say("failed", n=len(failed), runs=view.listed(map(str, failed)))
