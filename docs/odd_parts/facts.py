"""Figures that prose may name: counted or read from the shipped posterior, never typed."""

from __future__ import annotations

import csv
import json
from functools import cache
from pathlib import Path

from odd_parts.equations import decisions
from odd_parts.schedule import stages, steps
from odd_parts.tables import posterior, rule_link
from odd_parts.words import short
from sim.base.draws import DRAWS
from sim.base.fitted import fitted
from sim.base.indicators import INDICATORS
from sim.base.levers import LEVERS
from sim.base.moments import moments
from sim.base.parameters import ladder, parameters
from sim.base.resources import folder, table
from sim.base.rules import RULES
from sim.base.units import FIRST_YEAR, LAST_PUBLISHED_YEAR, LAST_YEAR
from sim.calibrate.identify import DISCIPLINED
from sim.park.atlas import districts, places, sectors
from sim.policy.registry import instruments
from sim.scenario.priors import priors

KEPT = Path(__file__).resolve().parents[1] / "facts"  # written by docs/facts.py


@cache
def facts() -> dict[str, str]:
    """What stands for each `{name}` of the prose."""
    links = {number: rule_link(number) for number in RULES}
    return {**links, **_counts(), **_fit(), **_names(), **_identified(), **_checks(),
            **_trust()}


def _counts() -> dict[str, str]:
    cards = parameters().values()
    standing = [item.standing for item in cards]
    targets = [row for row in table("targets.csv") if row["set"] == "plan_2025"]
    return {
        "rules": str(len(RULES)), "decisions": str(len(decisions())),
        "stages": str(len(stages())), "steps": str(len(steps())),
        "indicators": str(len(INDICATORS)),
        "imposed_indicators": str(sum(item.imposed for item in INDICATORS)),
        "levers": str(len(LEVERS)), "instruments": str(len(instruments())),
        "draws": str(len(DRAWS)), "parameters": str(len(cards)),
        "judged": str(standing.count("judgement")), "recalled": str(standing.count("recalled")),
        "sourced": str(sum(one in ("document", "published", "literature") for one in standing)),
        "derived": str(standing.count("derived")),
        "fixed": str(sum(item.low == item.high for item in cards)),
        "ledger_only": str(sum(item.read_by == "ledger" for item in cards)),
        "with_prior": str(len(priors())), "fitted": str(len(fitted().all)),
        "areas": str(sum(place.is_park for place in places())),
        "blocks": str(sum(not place.is_park for place in places())),
        "parks": str(len({place.park for place in places() if place.is_park})),
        "districts": str(len(districts())), "sectors": str(len(sectors())),
        "rungs": str(len(ladder()) - 1), "first": str(FIRST_YEAR), "last": str(LAST_YEAR),
        "published": str(LAST_PUBLISHED_YEAR),
        "above": short(next(m.value_2015 or 0.0 for m in moments()
                            if m.name == "above_scale_firms")),
        "below": short(parameters()["below_scale_firms"].value),
        "evidence_rows": str(len(table("instruments.csv"))), "targets": str(len(targets)),
        "targets_shown": str(sum(row["represented"] == "yes" for row in targets)),
        "doubts": str(len(table("doubts.csv"))), "fact_rows": str(len(table("facts.csv"))),
        "limit": f"{DISCIPLINED:.0%}",
    }  # fmt: skip


def _fit() -> dict[str, str]:
    path = folder("calibration") / "posterior" / "posterior.json"
    about = json.loads(path.read_text(encoding="utf-8"))
    rows = posterior("fit")
    scored = [row for row in rows if row["role"] == "scored"]
    return {
        "runs": f"{about['runs']:,}", "check_runs": f"{about['runs_of_checks']:,}",
        "members": str(about["members"]), "effective": f"{about['effective_sample']:.0f}",
        "acceptance": f"{about['acceptance']:.1%}",
        "chain": f"{about['chain_over_autocorrelation']:.0f}",
        "power": f"{about['power_of_weights']:.2g}",
        "waves": str(len(posterior("waves"))), "quick": str(about["quick"]),
        "all_inside": f"{about['members_with_nine_tenths_inside']:.0%}",
        "scored": str(len(scored)), "figures": str(sum(row["role"] != "same" for row in rows)),
        "scored_inside": str(sum(row["inside"] == "1" for row in scored)),
        "imposed_figures": str(sum(row["role"] == "imposed" for row in rows)),
    }  # fmt: skip


def _trust() -> dict[str, str]:
    """Verdicts kept in docs/facts of the stylised facts and the causal checks."""
    found = {}
    for name in ("facts", "causal"):
        text = (KEPT / f"{name}.csv").read_text(encoding="utf-8")
        rows = list(csv.DictReader(text.splitlines()))
        free = [row["verdict"] for row in rows if row["built"] == "free"]
        verdicts = [row["verdict"] for row in rows]
        found |= {name: str(len(rows)), f"{name}_free": str(len(free)),
                  f"{name}_free_shown": str(free.count("shown")),
                  f"{name}_draws": str(max(int(row["draws"]) for row in rows))}
        found |= {f"{name}_{one}": str(verdicts.count(one)) for one in ("shown", "partly", "fails")}
    return found


def _names() -> dict[str, str]:
    """The figures of each role, by their labels."""
    known, found = {moment.name: moment for moment in moments()}, {}
    for role in ("scored", "imposed", "level"):
        named = [known[row["moment"]] for row in posterior("fit") if row["role"] == role]
        found[f"{role}_names_zh"] = "、".join(moment.zh for moment in named)
        found[f"{role}_names_en"] = "; ".join(moment.en for moment in named)
    return found


def _identified() -> dict[str, str]:
    rows = posterior("parameters")
    told = [row for row in rows if row["disciplined"] == "1"]
    meant = [row for row in rows if row["figure"]]
    gaps = sorted(abs(float(row["gap_to_sample"])) for row in rows)
    return {
        "told": str(len(told)), "seen": str(len(rows)), "silent": str(len(rows) - len(told)),
        "meant": str(len(meant)),
        "meant_told": str(sum(row["disciplined"] == "1" for row in meant)),
        "largest_gap": f"{gaps[-1]:.2f}",
    }


def _checks() -> dict[str, str]:
    emulated = [row for row in posterior("coverage") if row["method"] == "emulator"]
    simulated = [row for row in posterior("coverage") if row["method"] == "simulator"]
    inside = [int(row["inside"]) for row in simulated]
    cross = [abs(float(row["gap"])) for row in posterior("crosscheck")]
    left = posterior("left_out")
    held, of = (sum(int(row[key]) for row in emulated) for key in ("inside", "cities"))
    return {
        "emulated_cities": emulated[0]["cities"], "emulated_share": f"{held / of:.1%}",
        "simulated_cities": simulated[0]["cities"], "simulated_least": str(min(inside)),
        "simulated_most": str(max(inside)), "second_route": f"{max(cross):.2f}",
        "left_out": str(len(left)),
        "left_out_inside": str(sum(row["within_90"] == "1" for row in left)),
    }  # fmt: skip
