"""The fit on the console: every fit row, and what it took."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from sim.base.indicators import INDICATOR
from sim.report.calibration.read import Fitted
from sim.report.calibration.speaker import Speaker
from sim.report.console import number, plain_table
from sim.report.words import Language

COLUMNS = ("figure", "role", "published", "tolerance", "median", "range", "inside")


def fitted_table(screen: Console, fitted: Fitted, language: Language) -> Table:
    """Published figures of 2020 beside the posterior's predictions."""
    speaker = Speaker(language)
    headers = [speaker.say(key) for key in COLUMNS]
    table = plain_table(screen, speaker.say("fit_title"), headers, {2, 3, 4})
    for row in fitted.rows("fit"):
        digits = INDICATOR[row["indicator"]].decimals
        table.add_row(
            speaker.figure(row["indicator"]), speaker.say(f"role_{row['role']}"),
            number(row["published"], digits), number(row["tolerance"], digits),
            number(row["median"], digits),
            f"{number(row['low'], digits)} - {number(row['high'], digits)}",
            speaker.say("yes" if row["inside"] else "no"),
        )  # fmt: skip
    return table


def short_lines(fitted: Fitted, language: Language) -> list[str]:
    """Rows inside their tolerance, runs, and the size of the sample."""
    speaker, about = Speaker(language), fitted.about
    scored = fitted.rows("fit", role="scored")
    inside = sum(int(row["inside"]) for row in scored)
    return [
        f"{speaker.say('scored_inside')}: {speaker.say('of', n=inside, m=len(scored))}",
        f"{speaker.say('runs')}: {about['runs']}; {speaker.say('effective')}: "
        f"{about['effective_sample']:.0f}",
    ]
