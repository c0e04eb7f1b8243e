"""One firm's year in a few sentences."""

from __future__ import annotations

from collections.abc import Iterator

from sim.base.levers import GRADES
from sim.report.appraisal.labels import short
from sim.report.appraisal.words import say
from sim.report.words import Language
from sim.scenario.explain import Explanation
from sim.scenario.tracing import Chance, Trace

LEFT = {
    1: "left_market", 2: "left_cleared", 3: "left_bought_out", 4: "left_obsolete",
    5: "left_rectified", 6: "left_recovered",
}  # fmt: skip


def what_happened(found: Explanation, language: Language) -> list[str]:
    """The year in a few sentences."""
    lines = []
    standings = {item.kind: item.figures for item in found.standings}
    if (graded := standings.get("grading")) is not None:
        lines.append(say("happened_grade", language, grade=GRADES[int(graded["grade"])],
                         score=short(graded["score"], language)))  # fmt: skip
    upgrade = found.trace_of("decide_upgrade")
    if upgrade is not None:
        lines += _decision(upgrade, found, language)
    if found.left:
        return [*lines, say(LEFT[int(found.end["leaves"])], language)]
    return [*lines, *_ending(found, standings, language)]


def _decision(upgrade: Trace, found: Explanation, language: Language) -> list[str]:
    considered = found.trace_of("consider_rung")
    rung = considered.outputs["candidate_rung"] if considered is not None else 0
    out, given = upgrade.outputs, upgrade.inputs
    option = say(
        "happened_option", language, rung=int(rung), cost=short(out["upgrade_cost"], language),
        payback=short(out["upgrade_payback"], language), hurdle=short(given["hurdle"], language),
    )  # fmt: skip
    chances = [step for step in upgrade.steps if isinstance(step, Chance)]
    if len(chances) < 2:  # not able or without means: chance was not asked
        return [option]

    def verdict(name: str) -> str:
        return say("would" if out[name] else "would_not", language)

    return [option, say(
        "happened_decision", language, alone=verdict("would_upgrade"),
        aided_verdict=verdict("would_upgrade_subsidised"), bare=f"{chances[0].probability:.3f}",
        aided=f"{chances[-1].probability:.3f}", draw=f"{chances[0].draw:.3f}",
    )]  # fmt: skip


def _ending(
    found: Explanation, standings: dict[str, dict[str, float]], language: Language
) -> Iterator[str]:
    end = found.end
    helped = end["would_upgrade_subsidised"] and end["subsidy_granted"] > 0.0
    if end["upgraded"] and not (end["would_upgrade"] or helped):
        yield say("happened_treated", language)
    elif end["upgraded"]:
        granted = short(end["subsidy_granted"], language)
        yield say("happened_upgraded", language, granted=granted)
    else:
        yield say("happened_not", language)
    queue = standings.get("land")
    if queue is not None and queue["asked"] > 0.0:
        yield say("happened_land", language, asked=short(queue["asked"], language),
                  granted=short(queue["granted"], language))  # fmt: skip
    if end["moves"]:
        yield say("happened_moved", language)
