"""The command `explain`."""

from __future__ import annotations

from rich.console import Console

from sim.base.errors import InputError
from sim.base.units import FIRST_YEAR
from sim.report.appraisal import one_firm
from sim.report.appraisal.city import cause_tables, causes_note
from sim.report.appraisal.happened import what_happened
from sim.report.appraisal.results import (
    caveats,
    one_of,
    reference_for,
    sample_of,
    without_records,
)
from sim.report.appraisal.words import say
from sim.report.progress import running
from sim.report.words import Language
from sim.scenario.causes import explain_city
from sim.scenario.ensemble import check_request
from sim.scenario.explain import Explanation, check_year, explain_firm
from sim.scenario.load import Scenario, load_scenario
from sim.scenario.member import Member


def explain(
    name: str, *, seed: int, seeds: int, year: int, firm: int | None, against: str | None,
    firms: float, draws: str, language: Language, screen: Console,
) -> None:  # fmt: skip
    """What `yongsim explain` does: one firm, or the causes in the whole city.

    Raises:
        InputError: something asked for is not there.
    """
    check_year(year)
    check_request(seeds, FIRST_YEAR, year, firms, 1)
    scenario = load_scenario(name)
    if against is not None and firm is None:
        raise InputError(
            "--against compares one firm; give it with --firm",
            "--against 比较的是一家企业；请同时给出 --firm",
        )
    sample = sample_of(draws, seeds)
    member = one_of(sample, seed)
    try:
        if firm is None:
            _explain_city(scenario, member, year, firms, screen, language)
        else:
            twin = None if against is None else reference_for(scenario, against)
            _explain_firm(scenario, twin, member, (firm, year, seed), firms, screen, language)
    except ArithmeticError:
        raise out_of_range(seed) from None
    caveats(without_records(scenario, sample, firms), screen, language, ranges=False)


def out_of_range(seed: int) -> InputError:
    """The refusal of a run whose city left the range of money."""
    return InputError(
        f"run {seed} left the range of money; give another --seed",
        f"第 {seed} 次模拟的金额超出可算范围；请换一个 --seed",
    )


def _explain_city(
    scenario: Scenario, member: Member, year: int, firms: float, screen: Console,
    language: Language,
) -> None:  # fmt: skip
    with running(1, language, quiet=True):
        found = explain_city(scenario, member, year, firms)
    for table in cause_tables(screen, found, language):
        screen.print(table)
    screen.print(causes_note(found, language), markup=False)


def _explain_firm(
    scenario: Scenario, twin: Scenario | None, member: Member, which: tuple[int, int, int],
    firms: float, screen: Console, language: Language,
) -> None:  # fmt: skip
    firm, year, seed = which
    with running(1, language, quiet=True):
        found = explain_firm(scenario, member, firm, year, firms)
    screen.print(one_firm.title(found, seed, language), markup=False)
    for item in found.traces:
        if item.card.name in one_firm.SHOWN:
            screen.print(one_firm.input_table(screen, item, language))
            screen.print(one_firm.step_table(screen, item, language))
    screen.print(one_firm.standing_table(screen, found.standings, language))
    screen.print(f"{say('what_happened', language)}:", markup=False)
    for line in what_happened(found, language):
        screen.print(f"  - {line}", markup=False)
    _show_flips(found, screen, language)
    if twin is not None:
        _show_twin(found, twin, member, firms, screen, language)


def _show_flips(found: Explanation, screen: Console, language: Language) -> None:
    if found.flips:
        screen.print(one_firm.flip_table(screen, found.flips, language))
    else:
        screen.print(f"{say('flips_title', language)}: {say('no_flip', language)}", markup=False)
    screen.print(say("flips_note", language), markup=False)


def _show_twin(
    found: Explanation, twin: Scenario, member: Member, firms: float, screen: Console,
    language: Language,
) -> None:  # fmt: skip
    zh = language == "zh"
    label = twin.title.zh if zh else twin.title.en
    try:
        other = explain_firm(twin, member, found.key, found.year, firms)
    except InputError as error:
        reason = error.text(language)
        screen.print(say("twin_absent", language, scenario=label, reason=reason), markup=False)
        return
    screen.print(f"{say('twin_title', language)}:", markup=False)
    for one in (found, other):
        title = one.scenario.title.zh if zh else one.scenario.title.en
        screen.print(f"{say('in_scenario', language, scenario=title)}", markup=False)
        for line in what_happened(one, language):
            screen.print(f"  - {line}", markup=False)
    screen.print(one_firm.twin_table(screen, found, other, language))
