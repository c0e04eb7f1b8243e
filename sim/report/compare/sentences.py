"""Conflicts of targets and wished widths, each as a sentence; every number is computed."""

from __future__ import annotations

from sim.base.indicators import INDICATOR
from sim.base.moments import moments
from sim.compare.conflicts import Conflict
from sim.compare.findings import Findings
from sim.compare.targets import Target
from sim.compare.together import Comparison
from sim.compare.width import WidthCheck
from sim.report.compare.labels import titles
from sim.report.compare.words import say
from sim.report.words import Language, named, unit_label, word

IMPLIED_GROWTH = ("quotient_growth", "quotient_level")


def conflict_sentence(conflict: Conflict, language: Language) -> str:
    """What two targets say against each other."""
    first, second = conflict.targets[0], conflict.targets[-1]
    growth = conflict.kind in IMPLIED_GROWTH
    against = _signed(conflict.against, language) if growth else _short(conflict.against)
    implied = _signed(conflict.implied, language, bare=True) if growth else _short(conflict.implied)
    item = INDICATOR.get(conflict.figure)
    return say(
        conflict.kind, language, first=first.label(language), second=second.label(language),
        pace=_short(first.aim), pace_second=_short(second.aim), aim=_aim(first, language),
        aim_second=_aim(second, language), year=first.last_year, year_second=second.last_year,
        implied=implied, against=against, figure=figure_name(conflict.figure, language),
        unit=unit_label(item.unit, language) if item else "", yearly=_short(conflict.yearly),
        mixed=say("mixed_prices", language) if conflict.mixed else "",
    )  # fmt: skip


def _aim(target: Target, language: Language) -> str:
    return f"{_short(target.aim)} {unit_label(target.unit, language)}"


def _short(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 100.0 else f"{value:.4g}"


def _signed(value: float | None, language: Language, bare: bool = False) -> str:
    """A growth in percent; `bare` without the sign of percent."""
    if value is None:
        return say("unpublished", language)
    return f"{100.0 * value:+.1f}{'' if bare else '%'}"


def figure_name(name: str, language: Language) -> str:
    """The label of an indicator or a published figure; the name itself where there is none."""
    known = {moment.indicator: moment for moment in moments()} | dict(INDICATOR)
    if name not in known:
        return name
    return named(known[name], language)


def less(first: str, other: str, language: Language) -> str:
    """The title of a comparison."""
    return say("less", language, first=first, other=other)


def _width_word(check: WidthCheck, most: int) -> str:
    if check.reached:
        return "width_reached"
    stopped = check.pairs < most and check.out_of_reach(most)
    return "width_out_of_reach" if stopped else "width_missed"


def quota_sentences(
    findings: Findings, names: dict[str, str], language: Language
) -> list[str]:
    """Which quotas a scenario could not carry out."""
    labels = {row.plain.target.name: row.plain.target.label(language) for row in findings.audits}
    return [
        say("quota_line", language, scenario=names[scenario], target=labels[target],
            rest=word("quota_short", language).format(asked=f"{one.asked:,.0f}",
                                                      done=f"{one.done:,.0f}"))
        for (scenario, target), one in findings.quotas.items() if one.short
    ]  # fmt: skip


def width_sentence(check: WidthCheck, comparison: Comparison, language: Language) -> str:
    """Whether a wished width is reached."""
    item = INDICATOR[check.wish.indicator]
    names = titles(comparison.ensembles, language)
    first, other = names[comparison.first.scenario.name], names[check.scenario]
    beyond = say("beyond", language)
    unit = unit_label(item.unit, language)
    return say(
        _width_word(check, comparison.most), language,
        less=less(first, other, language), figure=figure_name(item.name, language),
        found="?" if check.found is None else f"{check.found:,.4g} {unit}",
        wish=f"{check.wish.width:,g}", pairs=check.pairs, most=comparison.most,
        needed=beyond if check.needed is None else f"{check.needed:,}",
    )  # fmt: skip
