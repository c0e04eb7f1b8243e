"""The model description and the TRACE notes: as generated, complete, in both languages, true."""

from __future__ import annotations

import inspect
import re
import sys
from pathlib import Path
from typing import Any

import pytest
from helpers import REPOSITORY
from mutation.printed import as_python

from sim.base.draws import DRAWS, laplace, normal
from sim.base.indicators import INDICATOR
from sim.base.levers import LEVER
from sim.base.maths import clip, exponential, logarithm, logistic
from sim.base.parameters import macro, parameters
from sim.base.rules import RULES, RuleCard
from sim.base.variables import FIRM, PLACE, PLACE_SECTOR, RUNG, SECTOR
from sim.policy.registry import instruments

sys.path.append(str(REPOSITORY / "docs"))
import odd
from odd_parts import equations, schedule, words
from odd_parts.facts import facts
from odd_parts.pages import PROSE, prose, rules_of

CHINESE = re.compile(r"[一-鿿]")
CODE = re.compile(r"`([^`\n]+)`")
FENCE = re.compile(r"```math\n(.*?)```", re.DOTALL)


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return {path.name: text for path, text in odd.pages().items()}


@pytest.mark.parametrize("name", ["odd.en.md", "odd.zh.md", "trace.en.md", "trace.zh.md"])
def test_the_committed_pages_are_the_generated_ones(pages: dict[str, str], name: str) -> None:
    written = (REPOSITORY / "docs" / name).read_text(encoding="utf-8")
    assert written == pages[name], "run make odd"


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_nothing_declared_is_missing(pages: dict[str, str], language: str) -> None:
    page, speak = pages[f"odd.{language}.md"], words.Speaker(language)
    rows: dict[str, str] = {}
    for line in page.splitlines():
        if line.startswith("| `"):
            rows[line.split("`")[1]] = rows.get(line.split("`")[1], "") + line
    declared: list[dict[str, Any]] = [
        FIRM, PLACE, SECTOR, PLACE_SECTOR, RUNG, LEVER, INDICATOR, dict(parameters()),
        dict(macro()),
    ]  # fmt: skip
    for known in declared:
        for name, item in known.items():
            assert f"| {speak.of(item)} |" in rows[name], name
    assert rows.keys() >= DRAWS.keys()
    for name, kind in instruments().items():
        (line,) = [one for one in page.splitlines() if f"[`{name}`](../sim/policy/" in one]
        assert speak.of(kind) in line
        for dose, card in kind.doses().items():
            assert f"`{dose}` {speak.of(card)} (" in line
    for number, card in RULES.items():
        body = page.split(f'<a id="rule-{number.lower()}"></a>')
        assert len(body) == 2, number
        section = body[1].split("<a id=")[0]
        path = card.function.__module__.replace(".", "/") + ".py"
        assert f"[`{card.name}`](../{path})" in section and speak.of(card) in section
        assert FENCE.search(section), number


def test_every_piece_stands_in_both_languages() -> None:
    def pairs(found: Any) -> list[dict[str, str]]:
        if isinstance(found, dict):
            if found.keys() & {"zh", "en"}:
                return [found]
            return [one for value in found.values() for one in pairs(value)]
        return [one for value in found for one in pairs(value)] if isinstance(found, list) else []

    for path in PROSE.glob("*.toml"):
        for pair in pairs(prose(path.stem)):
            if path.stem == "odd_03_process" and pair.keys() == {"zh"}:
                continue  # a stage's English is the comment in the code
            assert pair.keys() == {"zh", "en"}, (path.name, pair)
            assert CHINESE.search(pair["zh"]) and pair["en"].strip(), (path.name, pair["en"])
            chinese = CHINESE.findall(re.sub(r"\(?亩均\)?|亩均论英雄", "", pair["en"]))
            assert not chinese, (path.name, chinese)
            assert blanks(pair["zh"]) == blanks(pair["en"]), (path.name, pair["en"][:80])


def blanks(text: str) -> list[str]:
    """What is to be filled in; pages and figures of one language count as those of the other."""
    return sorted(re.sub(r"_(zh|en)$", "", name) for name in re.findall(r"\{([^{}]+)\}", text))


def test_the_chinese_page_has_no_english_units(pages: dict[str, str]) -> None:
    units = {item.unit for known in (FIRM, PLACE, SECTOR, PLACE_SECTOR, RUNG, LEVER, INDICATOR)
             for item in known.values()}  # fmt: skip
    units |= {item.unit for item in (*parameters().values(), *macro().values())}
    speak = words.Speaker("zh")
    plain = {unit for unit in units if re.search(r"[a-z]{2,}", speak.unit(unit))}
    assert {unit for unit in plain if not speak.unit(unit).startswith("logit")} == set()


def test_the_year_is_described_step_by_step() -> None:
    steps, chapter = schedule.steps(), prose("odd_03_process")
    plain = [step.name for step in steps if step.decision is None]
    assert plain == list(dict.fromkeys(plain)) and set(plain) == set(chapter["steps"])
    assert {str(number) for number in schedule.stages()} == set(chapter["stages"])
    source = (REPOSITORY / "sim/city/year.py").read_text(encoding="utf-8")
    year = source.split("each_firm = _if_awake(performer)")[1].split("def _if_awake")[0]
    first, last = year.split("def produce_and_book")
    call = re.compile(r"^    (?:\w+ = |each_firm\()?(\w+)[,(]", re.MULTILINE)
    called, inner = call.findall(first), call.findall(last.split('"""')[2])
    place = called.index("produce_and_book")
    assert [step.name for step in steps] == [*called[:place], *inner, *called[place + 1 :]]


def test_every_rule_is_used_in_the_year_and_stands_in_one_chapter() -> None:
    used = {number for step in schedule.steps() for number in step.rules}
    assert used == set(RULES)
    modules = [block["rules"] for block in prose("odd_07_submodels")["block"] if "rules" in block]
    listed = [card.number for module in modules for card in rules_of(module)]
    assert sorted(listed) == sorted(RULES)


def test_names_and_tests_in_the_prose_exist() -> None:
    held = (FIRM, PLACE, SECTOR, PLACE_SECTOR, RUNG, LEVER, DRAWS, parameters(), macro(),
            INDICATOR, instruments(), words.TOTAL_WORDS)  # fmt: skip
    known = {name for names in held for name in names}
    for path in PROSE.glob("*.toml"):
        for name in CODE.findall(path.read_text(encoding="utf-8")):
            if name.startswith("tests/"):
                file, _, test = name.partition("::")
                text = (REPOSITORY / file).read_text(encoding="utf-8")
                assert not test or f"\ndef {test}(" in text, name
            elif "/" in name and "{" not in name:
                assert list(REPOSITORY.glob(name.rstrip("/"))), name
            elif re.fullmatch(r"[a-z]+(_[a-z0-9]+)+|[a-z]{5,}", name):
                assert name in known or (REPOSITORY / "scenarios" / f"{name}.toml").exists(), name


def test_links_lead_somewhere(pages: dict[str, str]) -> None:
    for name, page in pages.items():
        targets = re.findall(r'<a id="([^"]+)"></a>', page)
        assert len(targets) == len(set(targets)), name
        for link in re.findall(r"\]\(([^)\s]+)\)", page):
            if link.startswith("#"):
                assert link[1:] in targets, (name, link)
            else:
                assert (REPOSITORY / "docs" / link).resolve().exists(), (name, link)


def telling(figure: str) -> bool:
    """Whether a figure could not stand in prose for another reason: no short or round one."""
    return len(figure) > 2 and figure != "100"


def test_no_figure_of_the_fit_is_typed() -> None:
    """Figures that a new fit changes must come through a name; short ones stand for much else."""
    changing = ("runs", "check_runs", "effective", "chain", "told", "silent", "emulated_share",
                "second_route", "largest_gap")  # fmt: skip
    for path in PROSE.glob("*.toml"):
        text = re.sub(r"\{[^{}]*\}", "", path.read_text(encoding="utf-8"))
        for name in (one for one in changing if telling(facts()[one])):
            assert not re.search(rf"(?<![\d.,]){re.escape(facts()[name])}(?![\d.,]*\d)", text), name


# --- the printer ----------------------------------------------------------------------------------

def lines_of(card: RuleCard, writes: tuple[str, ...]) -> list[tuple[str, str, str]]:
    """Left side, sign and right side of each line of an equation, as Python."""
    latex = equations.equation(card, writes).removeprefix("\\begin{aligned}\n")
    latex = latex.removesuffix("\n\\end{aligned}").replace(" \\\\\n&\\quad ", " ")
    parts = [re.split(r" &(=|\\leftarrow|\\equiv) ", line, maxsplit=1)
             for line in latex.split(" \\\\\n")]  # fmt: skip
    return [(as_python(left), sign, as_python(right)) for left, sign, right in parts]


def read_back(
    lines: list[tuple[str, str, str]], values: dict[str, Any], writes: tuple[str, ...]
) -> Any:
    """What printed lines give."""
    tools = {one.name: one.function for one in RULES.values()} | {
        "logarithm": logarithm, "exponential": exponential, "clip": clip, "logistic": logistic,
        "laplace": laplace, "normal": normal, "max": max, "min": min, "int": int,
    }  # fmt: skip
    codes = {left: float(right) for left, sign, right in lines if sign == r"\equiv"}
    held, written, found = values | codes, {}, None
    for left, sign, right in lines:
        if sign == r"\equiv":
            continue
        found = eval(right, {"__builtins__": {}}, tools | held)
        names = left.strip("()").split(", ")
        pairs = dict(zip(names, found, strict=True)) if len(names) > 1 else {left: found}
        if sign == "=":
            held |= pairs
        else:
            written |= pairs
    return tuple(written.values()) if len(writes) > 1 else found


def some_values(card: RuleCard, round_: int) -> dict[str, Any]:
    """Inputs of a rule, whole where they must be."""
    found: dict[str, Any] = {}
    for k, (name, one) in enumerate(inspect.signature(card.function).parameters.items()):
        whole = one.annotation in ("int", "bool") or (name in FIRM and FIRM[name].whole)
        if whole:
            found[name] = (round_ + k) % 2 if one.annotation != "bool" else bool((round_ + k) % 2)
        elif "draw" in name:
            found[name] = (0.13 + 0.29 * round_ + 0.17 * k) % 1.0
        else:
            found[name] = 0.2 + 0.45 * round_ + 0.07 * ((3 * k) % 11)
    return found


@pytest.mark.parametrize("number", sorted(RULES))
def test_a_printed_equation_means_what_the_rule_computes(number: str) -> None:
    card, decision = RULES[number], equations.decisions().get(number)
    writes = decision.writes if decision else ()
    lines = lines_of(card, writes)
    for round_ in range(4):
        values = some_values(card, round_)
        expected, found = card.function(*values.values()), read_back(lines, values, writes)
        numbers = [tuple(map(float, one)) if isinstance(one, tuple) else float(one)
                   for one in (expected, found)]  # fmt: skip
        assert numbers[1] == pytest.approx(numbers[0], rel=1e-12), equations.equation(card)


def test_lines_of_equations_are_not_too_long(pages: dict[str, str]) -> None:
    for block in FENCE.findall(pages["odd.en.md"]):
        for line in block.splitlines():
            shown = re.sub(r"\\mathrm|\\frac|\\begin\{\w+\}|\\end\{\w+\}|[{}\\&]", "", line)
            assert len(shown) < 190, line


def test_a_page_that_names_what_is_not_known_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from odd_parts import pages as module

    monkeypatch.setattr(module, "facts", dict)
    with pytest.raises(KeyError, match=r"facts\.py does not know"):
        module._filled({"zh": "{nothing}", "en": "{nothing}"}, words.Speaker("en"))


def test_prose_files_are_all_on_a_page() -> None:
    stems = {path.stem for path in Path(PROSE).glob("*.toml")}
    assert {stem for stem in stems if stem.split("_")[0] not in odd.PAGES} == set()
