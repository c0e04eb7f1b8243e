"""What the numbers on robustness say, and no more."""

from __future__ import annotations

from sim.explore.robust.study import Judged, Robust, Where
from sim.report.explore.discovery.view import condition
from sim.report.explore.robust.view import Titles, measure_label
from sim.report.explore.words import named, percent, say
from sim.report.words import Language

MOST_PLACES = 5  # that are written out for a measure


def sentences(found: Robust, title: Titles, language: Language) -> list[str]:
    """All of them."""
    lines = [line for one in found.judged for line in _judged(one, title, language)]
    lines.append(say("many_places", language))
    return [*lines, *_satisfied(found, title, language)]


def _judged(one: Judged, title: Titles, language: Language) -> list[str]:
    label = measure_label(one.measure, language)
    leader = title(one.best_on_average)
    if one.not_told:
        lines = [say("leader_unsure", language, measure=label, package=leader,
                     others=_listed(one.not_told, title, language))]  # fmt: skip
    else:
        lines = [say("leader", language, measure=label, package=leader)]
    least = one.least_worst
    key = "savage_all" if len(least) == len(one.standings) else "savage"
    lines.append(say(key, language, measure=label, packages=_listed(least, title, language),
                     worst=f"{one.standings[least[0]].worst:,.3g}"))  # fmt: skip
    lines += _places(one, label, title, language)
    lines.append(say("perfect", language, measure=label, value=f"{one.perfect.value:,.3g}",
                     error=f"{one.perfect.error:.2g}"))  # fmt: skip
    return lines + _known(one, label, language)


def _listed(packages: list[int], title: Titles, language: Language) -> str:
    if language == "zh":
        return "、".join(f"“{title(k)}”" for k in packages)
    return ", ".join(f"'{title(k)}'" for k in packages)


def _places(one: Judged, label: str, title: Titles, language: Language) -> list[str]:
    found = sorted(one.elsewhere, key=_margin, reverse=True)
    if not found:
        return [say("nowhere", language, measure=label, count=len(one.where))]
    lines = [
        say("elsewhere", language, measure=label, cases=place.cases, package=title(place.leader),
            limits=_limits(place, language))
        for place in found[:MOST_PLACES]
    ]  # fmt: skip
    if len(found) > MOST_PLACES:
        lines.append(say("elsewhere_more", language, measure=label, count=len(found) - MOST_PLACES))
    return lines


def _margin(place: Where) -> float:
    """How far the next package is behind at least."""
    return float(min(low for k, low in enumerate(place.behind[:, 1]) if k != place.leader))


def _limits(place: Where, language: Language) -> str:
    if place.low == place.high:
        return f"{named(place.item, language)} = {place.low:.3g}"
    return condition(place.item, place.low, place.high, language)


def _known(one: Judged, label: str, language: Language) -> list[str]:
    if not one.enough:
        return [say("few_to_learn", language, measure=label)]
    telling = one.telling
    if not telling:
        return [say("nothing_learnt", language, measure=label)]
    return [say("learnt", language, measure=label, item=named(known.item, language),
                value=f"{known.information.value:,.3g}", error=f"{known.information.error:.2g}",
                noise=f"{known.noise:.2g}") for known in telling]  # fmt: skip


def _satisfied(found: Robust, title: Titles, language: Language) -> list[str]:
    budget = "" if found.budget is None else say("within", language, budget=f"{found.budget:,g}")
    lines = [
        say("satisfies", language, package=title(row.package), share=percent(row.share),
            low=percent(row.low), high=percent(row.high), count=len(found.wanted), budget=budget)
        for row in sorted(found.satisfied, key=lambda row: -row.share)
    ]  # fmt: skip
    never = [named(target, language) for k, target in enumerate(found.wanted)
             if not found.attained[:, k].any()]  # fmt: skip
    comma = "、" if language == "zh" else ", "
    return lines + ([say("never", language, targets=comma.join(never))] if never else [])
