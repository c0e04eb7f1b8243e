"""Every rule keeps its laws; a fault planted in any rule breaks one.

The laws stand in `mutation/laws_*.py`. The whole count, with every survivor:
`python tests/mutants.py`.
"""

from __future__ import annotations

import ast
import inspect

import pytest
from mutants import CALLER, LAW, NOBODY, PRINTED, judge
from mutation.claims import Subject
from mutation.house import House, tree_of
from mutation.laws import broken, laws_of
from mutation.mutator import all_mutants, mutants_of, sample
from mutation.printed import computed, differs, page
from mutation.same import SAME

from sim.base.rules import RULES

SAMPLE = 300
BY_LAWS = 0.95  # of a sample, at least


@pytest.fixture(scope="module")
def house() -> House:
    return House()


@pytest.mark.parametrize("number", sorted(RULES))
def test_a_rule_keeps_its_laws(house: House, number: str) -> None:
    name = RULES[number].name
    assert len(laws_of(name)) >= 1
    assert broken(name, house) == ""


@pytest.mark.parametrize("number", sorted(RULES))
def test_a_rule_is_what_stands_in_the_committed_description(house: House, number: str) -> None:
    assert number in page()
    assert not differs(RULES[number], house)


def test_the_plain_rules_are_those_that_run(house: House) -> None:
    """What the laws are put to gives what the model's own functions give."""
    for number, card in RULES.items():
        subject = Subject(card.name, house)
        for values, base in list(zip(subject.samples, subject.base, strict=True))[:5]:
            found = card.function(**values)
            own = tuple(map(float, found if isinstance(found, tuple) else (found,)))
            assert own == pytest.approx(base, rel=1e-8, abs=1e-12), number
        assert list(inspect.signature(card.function).parameters) == subject.arguments()


def test_the_sample_reaches_every_rule_and_is_the_same_each_time() -> None:
    chosen = sample(SAMPLE)
    # U6 hands its inputs on to U1 and has no place for a fault of its own.
    assert len(chosen) == SAMPLE and {one.card.number for one in chosen} == set(RULES) - {"U6"}
    assert [str(one) for one in chosen] == [str(one) for one in sample(SAMPLE)]
    assert len({one.kind for one in chosen}) == len({one.kind for one in all_mutants()}) == 8


def test_a_sample_of_mutants_is_caught(capsys: pytest.CaptureFixture[str]) -> None:
    score = judge(sample(SAMPLE))
    with capsys.disabled():
        print(f"\n{score}")
    strange = [str(one) for one in score.survivors if one.key not in SAME]
    assert strange == [], "a mutant that nobody noticed: write the law that it breaks"
    assert score.share(LAW, CALLER) >= BY_LAWS
    assert sum(score.by[way] for way in (LAW, CALLER, PRINTED, NOBODY)) == SAMPLE


def test_what_is_said_to_compute_the_same_exists_and_does(house: House) -> None:
    known = {one.key: one for one in all_mutants()}
    assert set(SAME) <= set(known), set(SAME) - set(known)
    for key, why in SAME.items():
        assert why, key
        with house.with_fault(known[key].tree()):
            assert not differs(known[key].card, house), key


def test_a_mutant_differs_from_its_rule_in_one_place() -> None:
    plain = ast.unparse(tree_of(RULES["F5"]))
    for mutant in mutants_of(RULES["F5"]):
        assert mutant.before != mutant.after and ast.unparse(mutant.tree()) != plain
        assert mutant.where.startswith("sim/firm/finance.py:")
    values = {"debt": 100.0, "spending": 50.0, "cash": 20.0, "repayment_share": 0.5}
    assert computed("F5", values, House(), False) == (130.0,)
