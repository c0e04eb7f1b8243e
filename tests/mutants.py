"""Mutation of the rules: every fault the mutator knows, planted in every rule, one at a time.

    python tests/mutants.py                   all of them: the score, and what nobody noticed
    python tests/mutants.py --count 300       a sample, the one that the tests take
    python tests/mutants.py --rule U7 X9      of some rules

A mutant is caught by the laws that its rule and the rules calling it must keep
(`mutation/laws_*.py`: accounts that add up, directions, other units, cases worked by hand), or,
told apart, by the equation that stands in the committed model description (docs/odd.en.md), which
a reader would check it by.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from mutation.house import House, callers
from mutation.laws import broken
from mutation.mutator import Mutant, all_mutants, sample
from mutation.printed import differs

from sim.base.rules import RULES

LAW, CALLER, PRINTED, NOBODY = "a law of the rule", "a law of a caller", "the equation", "nobody"


@dataclass
class Score:
    """What became of the mutants."""

    by: Counter[str] = field(default_factory=Counter)
    by_rule: dict[str, Counter[str]] = field(default_factory=dict)
    survivors: list[Mutant] = field(default_factory=list)
    unlawful: list[Mutant] = field(default_factory=list)

    @property
    def count(self) -> int:
        """Mutants so far."""
        return sum(self.by.values())

    def share(self, *ways: str) -> float:
        """Part that was caught in one of these ways."""
        return sum(self.by[way] for way in ways) / max(self.count, 1)

    def __str__(self) -> str:
        laws, both = self.share(LAW, CALLER), self.share(LAW, CALLER, PRINTED)
        return (
            f"{self.count} mutants of {len(self.by_rule)} rules: {laws:.1%} caught by laws alone, "
            f"{both:.1%} with the printed equations, {self.by[NOBODY]} by nobody"
        )


def caught_by(mutant: Mutant, house: House) -> str:
    """Who notices a mutant; the house is as before afterwards."""
    name = mutant.card.name
    with house.with_fault(mutant.tree()):
        if broken(name, house):
            return LAW
        if any(broken(one, house) for one in callers()[name]):
            return CALLER
        return PRINTED if differs(mutant.card, house) else NOBODY


def judge(mutants: list[Mutant]) -> Score:
    """Put every mutant to the laws and the equations."""
    house, score = House(), Score()
    for mutant in mutants:
        way = caught_by(mutant, house)
        score.by[way] += 1
        score.by_rule.setdefault(mutant.card.number, Counter())[way] += 1
        if way == NOBODY:
            score.survivors.append(mutant)
        if way == PRINTED:
            score.unlawful.append(mutant)
    return score


def main() -> None:
    """All mutants, or some, with the score."""
    raw = argparse.RawTextHelpFormatter
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=raw)
    ask.add_argument("--count", type=int, default=0, help="so many by lot, from all rules")
    ask.add_argument("--rule", nargs="*", choices=sorted(RULES), help="of these rules alone")
    given = ask.parse_args()
    mutants = sample(given.count) if given.count else all_mutants()
    if given.rule:
        mutants = [one for one in mutants if one.card.number in given.rule]
    house, began = House(), time.monotonic()
    for number in sorted(RULES):
        if fault := broken(RULES[number].name, house):
            sys.exit(f"{number} breaks a law without any fault planted: {fault}")
    score = judge(mutants)
    print("caught by the printed equation alone:", *score.unlawful, sep="\n  ")
    print("caught by nobody:", *score.survivors, sep="\n  ")
    for number, ways in score.by_rule.items():
        seen = (way for way in (LAW, CALLER, PRINTED, NOBODY) if ways[way])
        told = ", ".join(f"{ways[way]} {way}" for way in seen)
        print(f"{number:4} {RULES[number].name:24} {sum(ways.values()):3}: {told}")
    print(score, f"({time.monotonic() - began:.0f} s)")


if __name__ == "__main__":
    main()
