"""The contract of every instrument in the registry, whoever wrote it and whenever."""

from __future__ import annotations

import dataclasses
import inspect
import math
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from helpers import REPOSITORY, catalogue, defaults, digest, environment, scheduled, twin

import sim.policy
from sim.base.declare import STANDINGS
from sim.base.errors import InputError
from sim.base.levers import GRADES, LEVER, LEVERS, NO_LIMIT, LeverBoard
from sim.base.resources import folder, table
from sim.base.state import State
from sim.base.variables import FIRM, PLACE
from sim.city.record import LAND_ACCOUNT, Record
from sim.city.run import run_city
from sim.policy.instrument import DoseCard, Instrument
from sim.policy.registry import instruments
from sim.scenario.load import Scenario, load_scenario, scenario_names

EVERY = sorted(instruments())
DOSES = [(name, dose) for name, kind in instruments().items() for dose in kind.doses()]
BINDING = 500.0  # 10k yuan: a cap or a budget that many run into


@pytest.fixture(params=EVERY)
def kind(request: pytest.FixtureRequest) -> type[Instrument]:
    return instruments()[request.param]


class RecordingBoard(LeverBoard):
    """A board that remembers which levers were written."""

    def __init__(self) -> None:
        super().__init__(np.linspace(1.0, 2.0, 67))
        self.written: set[str] = set()

    def write(self, name: str, value: Any) -> None:
        self.written.add(name)
        super().write(name, value)

    def spread(self, name: str, amount: float) -> None:
        self.written.add(name)
        super().spread(name, amount)

    def write_at(self, name: str, place: int, value: float) -> None:
        self.written.add(name)
        super().write_at(name, place, value)


def _far(card: DoseCard, neutral: Any) -> Any:
    """A strong dose: the bound far from neutral; by grade, rising from A to D."""

    def end(start: float) -> float:
        if card.high >= NO_LIMIT:
            return BINDING
        return card.high if start - card.low <= card.high - start else card.low

    if card.over == "place":
        return tuple((place, end(0.0)) for place in range(0, 67, 5))
    if card.over == "grade":
        return tuple(np.linspace(neutral[0], end(neutral[0]), len(GRADES)).tolist())
    return end(neutral)


def strong(kind: type[Instrument]) -> dict[str, Any]:
    """Strong doses of everything an instrument has."""
    neutral = defaults(kind)
    return {name: _far(card, neutral[name]) for name, card in kind.doses().items()}


def applied(kind: type[Instrument], doses: dict[str, Any]) -> RecordingBoard:
    board = RecordingBoard()
    scheduled(kind, doses).apply(board, 2020)
    return board


# --- what it says of itself ---------------------------------------------------------------------


def test_there_are_instruments() -> None:
    assert len(EVERY) >= 8
    files = {path.stem for path in (REPOSITORY / "sim" / "policy").glob("*.py")}
    homes = {kind.__module__.removeprefix("sim.policy.") for kind in instruments().values()}
    assert files - {"__init__", "instrument", "registry"} == homes


def test_it_is_named_in_both_languages_and_frozen(kind: type[Instrument]) -> None:
    assert kind.name.isidentifier() and kind.name == kind.name.lower()
    assert kind.en.strip() and any("一" <= c <= "鿿" for c in kind.zh)
    arguments = inspect.signature(kind).parameters.values()
    assert all(item.kind is inspect.Parameter.KEYWORD_ONLY for item in arguments)
    assert (kind.__doc__ or "").strip()


def test_every_dose_is_documented_and_its_neutral_value_allowed(kind: type[Instrument]) -> None:
    assert kind.doses()
    for name, card in kind.doses().items():
        assert card.zh.strip() and card.en.strip() and card.unit.strip() and card.source.strip()
        assert any("一" <= c <= "鿿" for c in card.zh), name
        assert card.standing in STANDINGS
        assert card.low < card.high
        neutral = defaults(kind)[name]
        values = neutral if isinstance(neutral, tuple) else (neutral,)
        assert all(card.low <= value <= card.high for value in values), name


def test_its_evidence_exists(kind: type[Instrument]) -> None:
    listed = {row["number"] for row in table("instruments.csv")}
    assert kind.evidence and set(kind.evidence) <= listed


def test_it_writes_and_books_declared_names(kind: type[Instrument]) -> None:
    assert kind.writes and set(kind.writes) <= set(LEVER)
    assert len(set(kind.writes)) == len(kind.writes)
    for entry in kind.ledger:
        assert (entry.variable in FIRM) != (entry.variable in PLACE)
        assert "10k yuan" in (FIRM | PLACE)[entry.variable].unit


def test_no_two_instruments_write_one_lever_and_every_lever_has_a_writer() -> None:
    writers = [lever for kind in instruments().values() for lever in kind.writes]
    assert sorted(writers) == sorted(lever.name for lever in LEVERS)


# --- what it does -------------------------------------------------------------------------------


@pytest.mark.parametrize("doses", [{}, None])
def test_switched_off_it_leaves_the_board_alone(kind: type[Instrument], doses: Any) -> None:
    board = applied(kind, defaults(kind) if doses is None else doses)
    for lever in LEVERS:
        assert np.all(board.values(lever.name) == lever.neutral), lever.name


def test_it_writes_the_levers_it_names_and_no_other(kind: type[Instrument]) -> None:
    board = applied(kind, strong(kind))
    assert board.written == set(kind.writes)
    for lever in LEVERS:
        moved = np.any(board.values(lever.name) != lever.neutral)
        assert moved == (lever.name in kind.writes), lever.name


@pytest.fixture(scope="module")
def bare(run: Callable[..., Record]) -> str:
    """Digest of a run without any measure."""
    return digest(run([]))


@pytest.fixture(scope="module")
def usual(run: Callable[..., Record], baseline: Scenario) -> str:
    """Digest of a run of the baseline."""
    return digest(run(baseline.measures))


def test_switched_off_it_changes_no_byte(
    kind: type[Instrument], bare: str, usual: str, run: Callable[..., Record], baseline: Scenario
) -> None:
    idle = scheduled(kind, defaults(kind))
    off = run([idle])
    assert digest(off) == bare
    if all(one.name != kind.name for one in baseline.measures):
        assert digest(run([*baseline.measures, idle])) == usual
    own = [row for row in off.ledger if row.instrument != LAND_ACCOUNT]
    assert all(row.amount == 0.0 for row in own if row.flow in ("committed", "paid"))


@pytest.fixture(scope="module")
def worlds(
    city: State, parameters: dict[str, float], baseline: Scenario
) -> list[Callable[[list[Any], str], str]]:
    """Where a measure may show: alone, on top of the baseline, and where land is scarce."""
    scarce = twin(city)
    taken = 0.99 * scarce.places["free_land"]
    scarce.places["free_land"] -= taken
    scarce.places["reserved_land"] += taken
    scarce.sectors["land_density"] *= 0.3

    def world(place: State, others: bool, last_year: int) -> Callable[[list[Any], str], str]:
        def go(measures: list[Any], name: str) -> str:
            rest = [one for one in baseline.measures if others and one.name != name]
            return digest(run_city(place, [*rest, *measures], parameters=parameters, seed=1,
                                   last_year=last_year))  # fmt: skip

        return go

    return [world(city, False, 2018), world(city, True, 2018), world(scarce, False, 2023)]


def test_at_a_strong_dose_it_changes_something(
    kind: type[Instrument], worlds: list[Callable[[list[Any], str], str]]
) -> None:
    at_full = [scheduled(kind, strong(kind))]
    assert any(world(at_full, kind.name) != world([], kind.name) for world in worlds)


@pytest.mark.parametrize(("name", "dose"), DOSES)
def test_every_dose_matters(
    name: str, dose: str, worlds: list[Callable[[list[Any], str], str]]
) -> None:
    """Beside the neutral, or the strong, or the strong but unlimited others of its instrument."""
    kind = instruments()[name]
    full, neutral = strong(kind), defaults(kind)
    unlimited = {d: card.high >= NO_LIMIT for d, card in kind.doses().items()}
    free = {d: neutral[d] if unlimited[d] else value for d, value in full.items()}
    for world in worlds:
        for others in (neutral, full, free):
            on = [scheduled(kind, {**others, dose: full[dose]})]
            off = [scheduled(kind, {**others, dose: neutral[dose]})]
            if world(on, name) != world(off, name):
                return
    pytest.fail(f"{name}.{dose} changes nothing anywhere")


def test_the_order_of_the_measures_does_not_matter(
    run: Callable[..., Record], baseline: Scenario, usual: str
) -> None:
    assert digest(run(baseline.measures[::-1])) == usual


def test_an_empty_overlay_changes_no_byte(
    tmp_path: Path, run: Callable[..., Record], baseline: Scenario, usual: str
) -> None:
    path = tmp_path / "overlay.toml"
    path.write_text('extends = "baseline"\n[title]\nzh = "空"\nen = "empty"\n', encoding="utf-8")
    overlay = load_scenario(str(path))
    assert overlay.resolved == baseline.resolved and overlay.parameters == baseline.parameters
    record = run(overlay.measures)
    assert digest(record) == usual
    assert record.ledger == run(baseline.measures).ledger


@pytest.mark.parametrize("name", scenario_names())
def test_shipped_doses_lie_in_their_bounds(name: str) -> None:
    for one in load_scenario(name).measures:
        cards = one.kind.doses()
        for dose, schedule in one.schedules.items():
            for value in [value for _, value in schedule.steps if value is not None]:
                numbers = np.ravel(np.array(value, dtype=float))
                assert np.all(np.isfinite(numbers))
                assert cards[dose].over == "place" or np.all(
                    (numbers >= cards[dose].low) & (numbers <= cards[dose].high)
                )


# --- a fresh file -------------------------------------------------------------------------------

FRESH = '''"""A test's own instrument."""

from __future__ import annotations

from dataclasses import dataclass

from sim.base.levers import LeverBoard
from sim.policy.instrument import Instrument, dose


@dataclass(frozen=True, kw_only=True)
class Gift(Instrument):
    """Everything at half price."""

    name = "gift"
    zh = "赠与"
    en = "gift"
    evidence = ("P20",)
    writes = ("subsidy_rate", "subsidy_selected")

    share: float = dose(0.0, 0.0, 0.5, "fraction", "份额", "share", "a test", "judgement")

    def apply(self, board: LeverBoard) -> None:
        """Write rate and selection."""
        board.write("subsidy_rate", self.share)
        board.write("subsidy_selected", 2 * self.share)
'''
SCENARIO = '[title]\nzh = "试"\nen = "trial"\n[instruments.gift]\nshare = 0.5\n'


@pytest.fixture
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Instrument]]:
    (tmp_path / "gift.py").write_text(FRESH, encoding="utf-8")
    monkeypatch.setattr(sim.policy, "__path__", [*sim.policy.__path__, str(tmp_path)])
    instruments.cache_clear()
    yield instruments()["gift"]
    sys.modules.pop("sim.policy.gift", None)
    instruments.cache_clear()


def test_a_file_dropped_in_is_found_and_keeps_the_contract(
    fresh: type[Instrument], tmp_path: Path, bare: str, run: Callable[..., Record]
) -> None:
    assert sorted(instruments()) == sorted([*EVERY, "gift"])
    path = tmp_path / "scenario.toml"
    path.write_text(SCENARIO, encoding="utf-8")
    (measure,) = load_scenario(str(path)).measures
    assert measure.kind is fresh
    assert digest(run([scheduled(fresh, defaults(fresh))])) == bare
    assert digest(run([measure])) != bare


def test_a_file_dropped_in_is_labelled_bounded_and_documented(fresh: type[Instrument]) -> None:
    page = catalogue().page()
    assert "[gift.py](#gift)" in page and "### 赠与 / gift" in page
    assert "| `share` | 份额 | share | fraction | 0 – 0.5 |" in page
    path = page.index('<a id="gift"></a>')
    assert "`subsidy_rate`" in page[path:] and "| a test | judgement |" in page[path:]


def test_a_file_dropped_in_meets_every_test_of_an_instrument(
    fresh: type[Instrument], bare: str, usual: str, run: Callable[..., Record],
    baseline: Scenario, worlds: list[Callable[[list[Any], str], str]],
) -> None:  # fmt: skip
    """All of the above that look at one instrument, but for that its levers are its own."""
    given = {"kind": fresh, "doses": {}, "bare": bare, "usual": usual, "run": run,
             "baseline": baseline, "worlds": worlds, "name": "gift", "dose": "share"}  # fmt: skip
    tried = []
    for name, test in list(globals().items()):
        wanted = set(inspect.signature(test).parameters) if name.startswith("test_") else set()
        if wanted & {"kind", "dose"} and wanted <= set(given):
            test(**{argument: given[argument] for argument in wanted})
            tried.append(name)
    assert len(tried) >= 10


def test_two_instruments_on_one_lever_are_refused_and_a_neutral_one_steps_back() -> None:
    board = RecordingBoard()
    board.write("subsidy_rate", (0.1, 0.1, 0.0, 0.0))
    board.write("subsidy_rate", 0.0)
    board.write("subsidy_rate", (0.1, 0.0, 0.0, 0.2))
    assert board.values("subsidy_rate").tolist() == [0.1, 0.1, 0.0, 0.2]
    with pytest.raises(InputError, match="subsidy_rate"):
        board.write("subsidy_rate", 0.3)


def test_two_files_with_one_name_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = FRESH.replace('name = "gift"', f'name = "{EVERY[0]}"')
    (tmp_path / "second.py").write_text(text, encoding="utf-8")
    monkeypatch.setattr(sim.policy, "__path__", [*sim.policy.__path__, str(tmp_path)])
    instruments.cache_clear()
    try:
        with pytest.raises(ValueError, match=EVERY[0]):
            instruments()
    finally:
        sys.modules.pop("sim.policy.second", None)
        instruments.cache_clear()


def test_a_copy_of_the_package_with_one_more_file_knows_it(tmp_path: Path) -> None:
    """As a user does it: a file in `sim/policy`, a scenario, nothing else edited."""
    shutil.copytree(REPOSITORY / "sim", tmp_path / "sim",
                    ignore=shutil.ignore_patterns("__pycache__"))  # fmt: skip
    for name in ("calibration", "scenarios"):
        shutil.copytree(folder(name), tmp_path / name)
    (tmp_path / "sim" / "policy" / "gift.py").write_text(FRESH, encoding="utf-8")
    (tmp_path / "scenarios" / "trial.toml").write_text(SCENARIO, encoding="utf-8")
    (tmp_path / "wrong.toml").write_text(SCENARIO.replace("0.5", "0.6"), encoding="utf-8")
    script = (
        "import sim\n"
        "print([m.name for m in sim.load_scenario('trial').measures])\n"
        "try:\n    sim.load_scenario('wrong.toml')\n"
        "except sim.InputError as error:\n    print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False,
        env=environment(PYTHONPATH=str(tmp_path), YONGSIM_CACHE=str(tmp_path / "cache")),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    names, refusal = done.stdout.splitlines()
    assert names == "['gift']"
    assert "gift.share" in refusal and "0.6" in refusal and "[0, 0.5]" in refusal


# --- the class itself ---------------------------------------------------------------------------


def test_an_instrument_cannot_be_changed_once_made(kind: type[Instrument]) -> None:
    made = kind(**defaults(kind))
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(made, next(iter(kind.doses())), math.pi)


def test_an_instrument_without_levers_says_so() -> None:
    with pytest.raises(TypeError, match="levers"):
        Instrument().apply(RecordingBoard())
