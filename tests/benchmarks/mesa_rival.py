"""The same city as an idiomatic Mesa model, for comparison: plain objects, plain Python.

A firm is an agent with plain attributes; each decision is a method that hands its attributes to
the rule, a plain Python function with `math.exp` and `math.log`, and draws from Mesa's own
generator. Steps of the city as a whole (grading, queues, land) are taken from the model, compiled
as they are, and the copying between attributes and columns is not charged: both favour the rival.
"""

from __future__ import annotations

import math
import time
from types import FunctionType, SimpleNamespace
from typing import Any

import mesa
import numpy as np

from sim.base.parameters import parameter_values
from sim.base.rules import BETTER, RULES, Decision, _kind
from sim.base.state import State
from sim.base.variables import FIRM
from sim.city.measure import measure
from sim.city.start import start
from sim.city.year import simulate_year
from sim.scenario.one_run import population

PLAIN = {"exponential": math.exp, "logarithm": math.log}
METHODS: dict[str, Any] = {}


def plain(function: Any) -> Any:
    """A rule, and the rules that it calls, as Python functions without compilation."""
    python = getattr(function, "py_func", function)
    if not isinstance(python, FunctionType) or not python.__module__.startswith("sim."):
        return function
    used = {name: python.__globals__[name] for name in python.__code__.co_names
            if name in python.__globals__}  # fmt: skip
    names = {k: PLAIN.get(k) or (plain(v) if callable(v) else v) for k, v in used.items()}
    return FunctionType(python.__code__, names, python.__name__, python.__defaults__)


TERMS = {
    "firm": "self.{0}", "place": "here.{0}", "sector": "trade.{0}", "place_sector": "cell.{0}",
    "rung": "step.{0}", "draw": "self.random.random()", "scalar": "city.{0}",
    "grade": "city.{0}[self.grade]",
}  # fmt: skip


def _term(name: str) -> str:
    if name.startswith(BETTER):
        return f"city.{name.removeprefix(BETTER)}[max(self.grade - 1, 0)]"
    return TERMS[_kind(name)].format(name)


def method(decision: Decision) -> Any:
    """The method that a hand would write: attributes in, attributes out."""
    if decision.name not in METHODS:
        targets = ", ".join(f"self.{name}" for name in decision.writes)
        source = (
            "def act(self):\n    city = self.model.city\n    here = city.places[self.place]\n"
            "    trade = city.sectors[self.sector]\n    step = city.rungs[self.candidate_rung]\n"
            "    cell = city.cells[self.place * len(city.sectors) + self.sector]\n"
            f"    {targets} = rule({', '.join(_term(name) for name in decision.reads)})\n"
        )
        names = {"rule": plain(RULES[decision.number].function)}
        exec(source, names)
        METHODS[decision.name] = names["act"]
    return METHODS[decision.name]


class Firm(mesa.Agent):  # type: ignore[misc]
    """A firm with plain attributes."""

    def __init__(self, model: Any, values: dict[str, Any]):
        super().__init__(model)
        self.__dict__.update(values)


class Rival(mesa.Model):  # type: ignore[misc]
    """The city of 2015, one object per firm.

    Attributes:
        seconds: what the years cost by the clock, copying between attributes and columns left out.
        processor: the same in seconds of a processor.
    """

    def __init__(self, population: State, seed: int):
        super().__init__(rng=seed)
        self.state = start(population, seed)
        self.state.scalars.update(population.scalars)
        self.copying, self.seconds = 0.0, 0.0
        self.copying_processor, self.processor = 0.0, 0.0
        self.at_row: list[Firm] = []
        self.by_key: dict[int, Firm] = {}
        self.city = SimpleNamespace()

    def step(self) -> None:
        """One year."""
        clock, processor = time.perf_counter(), time.process_time()
        self.copying, self.copying_processor = 0.0, 0.0
        simulate_year(self.state, (), self.ask)
        measure(self.state)
        self.seconds += time.perf_counter() - clock - self.copying
        self.processor += time.process_time() - processor - self.copying_processor

    def ask(self, decision: Decision, state: State, rows: slice | None = None) -> None:
        """Put a decision to the firms, one after another."""
        clock, processor = time.perf_counter(), time.process_time()
        act = method(decision)
        reads = [n for n in dict.fromkeys((*decision.reads, "place", "sector", "candidate_rung",
                                           "grade")) if n in FIRM]  # fmt: skip
        self._surround()
        self._follow_rows()
        columns = [(name, state.firms[name].tolist()) for name in reads]
        for name, values in columns:
            for firm, value in zip(self.at_row, values, strict=True):
                firm.__dict__[name] = value
        self._copied(clock, processor)
        firms = self.agents
        if rows is not None:
            firms = mesa.agent.AgentSet(self.at_row[rows], random=self.random)
        firms.do(act)
        clock, processor = time.perf_counter(), time.process_time()
        asked = self.at_row if rows is None else self.at_row[rows]
        for name in decision.writes:
            state.firms[name][: len(asked)] = [firm.__dict__[name] for firm in asked]
        self._copied(clock, processor)

    def _copied(self, clock: float, processor: float) -> None:
        """Count what was copied since then: it is not charged."""
        self.copying += time.perf_counter() - clock
        self.copying_processor += time.process_time() - processor

    def _surround(self) -> None:
        """Plain objects for the city, its places, sectors, cells and rungs."""
        state = self.state

        def objects(columns: Any, extra: dict[str, Any]) -> list[SimpleNamespace]:
            table = {name: columns[name].tolist() for name in columns}
            table.update({name: values.tolist() for name, values in extra.items()})
            return [SimpleNamespace(**dict(zip(table, row, strict=True)))
                    for row in zip(*table.values(), strict=True)]  # fmt: skip

        self.city = SimpleNamespace(
            places=objects(state.places, state.place_levers), sectors=objects(state.sectors, {}),
            cells=objects(state.place_sectors, {}), rungs=objects(state.rungs, {}),
            **{**state.scalars, **{n: np.asarray(v).tolist() for n, v in state.grades.items()}},
        )  # fmt: skip

    def _follow_rows(self) -> None:
        """Agents for the firms that came, none for those that went; nothing is charged."""
        keys = self.state.firms["key"].tolist()
        if len(keys) == len(self.at_row) and [f.key for f in self.at_row] == keys:
            return
        gone = self.by_key
        self.by_key = {}
        for key in keys:
            self.by_key[key] = gone.pop(key, None) or Firm(self, {"key": key})
        for firm in gone.values():
            firm.remove()
        self.at_row = list(self.by_key.values())


def seconds_per_year(population: State, years: int, seed: int = 1) -> float:
    """Median over the years of what one year costs."""
    model, took = Rival(population, seed), []
    for _ in range(years):
        before = model.seconds
        model.step()
        took.append(model.seconds - before)
    getattr(mesa.Agent, "_ids", {}).pop(model, None)
    return float(np.median(took))


class Batched(Rival):
    """The rival as `mesa.batch_run` takes it."""

    def __init__(self, rng: int | None = None):
        super().__init__(population(parameter_values()), rng or 1)
        self.datacollector = mesa.DataCollector(
            model_reporters={"seconds": lambda model: model.seconds,
                             "processor": lambda model: model.processor}
        )

    def step(self) -> None:
        """One year, with the indicators collected."""
        super().step()
        self.datacollector.collect(self)


def batch_seconds(years: int) -> tuple[float, float]:
    """A run by `mesa.batch_run`, copying to and from columns and the population left out.

    Returns:
        Seconds by the clock, and of a processor.
    """
    rows = mesa.batch_run(Batched, {}, number_processes=1, iterations=1, max_steps=years - 1,
                          display_progress=False)  # one step too many is taken
    return rows[-1]["seconds"], rows[-1]["processor"]
