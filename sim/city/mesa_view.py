"""The city as a Mesa model: firms and parks as agents, one step a year.

The columns stay the model's memory; an agent is a view of one row. A step runs the same year as
`sim.run` does, either in compiled loops or, with `by_agent=True`, agent by agent: the bytes of
the results are the same. Mesa is imported here and nowhere else.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import mesa

from sim.base.declare import Variable
from sim.base.errors import InputError, unknown
from sim.base.futures import Future
from sim.base.indicators import INDICATOR
from sim.base.own import SHOWN, asked
from sim.base.parameters import parameter_values
from sim.base.rules import Decision
from sim.base.state import Columns, State
from sim.base.units import LAST_YEAR
from sim.base.variables import FIRM, FIRM_VARIABLES, PLACE_VARIABLES
from sim.city.hiding import hides
from sim.city.population import build_city
from sim.city.record import Record
from sim.city.run import Policy, close_year
from sim.city.start import start
from sim.city.year import simulate_year, whole_population
from sim.park.atlas import Place, places


def _column(variable: Variable) -> property:
    """A property that reads and writes one variable in the agent's own row."""

    def read(agent: RowAgent) -> float | int:
        value: float | int = agent.columns[variable.name][agent.row].item()
        return value

    def write(agent: RowAgent, value: float) -> None:
        agent.columns[variable.name][agent.row] = value

    return property(read, write, doc=f"{variable.en} / {variable.zh} ({variable.unit})")


class RowAgent(mesa.Agent):
    """An agent that is a view of one row of the state's columns."""

    model: CityModel

    def __init__(self, model: CityModel, row: int, identity: int):
        super().__init__(model)
        self.row = row
        self.unique_id = identity

    @property
    @abstractmethod
    def columns(self) -> Columns:
        """The columns that hold the agent's row."""


class FirmAgent(RowAgent):
    """A firm; its attributes are the declared firm variables, its unique_id is its key."""

    @property
    def columns(self) -> Columns:
        """The columns of the firms."""
        return self.model.state.firms

    @property
    def park(self) -> ParkAgent:
        """The agent of the place where the firm is."""
        return self.model.park_agents[self.place]

    def decide(self, decision: Decision) -> None:
        """Take one decision, as the rule says; the results are written to the firm's row."""
        decision.run_one(self.model.state, self.row)


class ParkAgent(RowAgent):
    """A place: a sub-area of a park or a township block; its attributes are the declared ones."""

    @property
    def columns(self) -> Columns:
        """The columns of the places."""
        return self.model.state.places

    @property
    def card(self) -> Place:
        """Names, district and leading sectors of the place."""
        return places()[self.row]

    @property
    def firms(self) -> Any:
        """AgentSet of the firms in the place."""
        return self.model.firms.select(lambda firm: firm.place == self.row)


for _variable in FIRM_VARIABLES:
    setattr(FirmAgent, _variable.name, _column(_variable))
for _variable in PLACE_VARIABLES:
    setattr(ParkAgent, _variable.name, _column(_variable))


def _check_own_firms(population: State | None, reporters: Sequence[str]) -> None:
    if population is None and asked():
        raise InputError(
            "own firms are asked for, and CityModel builds none: give population=, as "
            "sim.scenario.one_run.population makes it"
        )
    if reporters and population is not None and population.own and not population.own.shown:
        raise _own_firms()


def _own_firms() -> InputError:
    return InputError(
        f"the city holds firms of your own: set {SHOWN}=1 to look at single firms",
        f"该城市含有您自己的企业数据：如需查看单个企业，请设 {SHOWN}=1",
    )


def _reporter(indicator: str) -> Callable[[CityModel], float]:
    return lambda model: model.record.indicators[-1][indicator]


class CityModel(mesa.Model):
    """The city as a Mesa model.

    Args:
        measures: policy instruments in force.
        parameters: changes of parameter values by name.
        population: a city of 2015 from `build_city`; not changed.
        future: what the scenario sets of the surroundings, by year: `scenario.future`.
        seed: what the run's draws are keyed by.
        by_agent: put each decision to the firms one by one, in random order; slow.
        agent_reporters: firm variables that the data collector keeps for each firm.
        last_year: `running` turns False at its end.
        rng: generator of Mesa's own, which no result depends on; default the seed.

    Attributes:
        state: the columns of the city.
        record: indicators, place figures and ledger, year by year.
        datacollector: all declared indicators by year; the model starts with those of 2015.
    """

    def __init__(
        self,
        measures: Sequence[Policy] = (),
        *,
        parameters: Mapping[str, float] | None = None,
        population: State | None = None,
        future: Future | None = None,
        seed: int = 1,
        by_agent: bool = False,
        agent_reporters: Sequence[str] = (),
        last_year: int = LAST_YEAR,
        rng: Any = None,
    ) -> None:
        if not all(hasattr(one, "ledger") for one in measures):
            raise InputError("measures: give scenario.measures of sim.load_scenario(NAME)")
        unknown_names = [name for name in agent_reporters if name not in FIRM]
        if unknown_names:
            raise unknown("firm variable", unknown_names[0], FIRM)
        super().__init__(rng=seed if rng is None else rng)
        _check_own_firms(population, agent_reporters)
        values = parameter_values(dict(parameters or {}))
        self.measures, self.by_agent, self.last_year = tuple(measures), by_agent, last_year
        self.state = start(build_city(values) if population is None else population, seed)
        self.state.scalars.update(values)
        self.state.future = future or {}
        self._agents_as_of = -1
        rows = range(len(self.state.places))
        parks = ParkAgent.create_agents(self, len(rows), list(rows), [-1 - row for row in rows])
        self.park_agents: list[ParkAgent] = list(parks)
        self.record = Record(seed)
        self.record.take(self.state, self.measures)
        self.datacollector = mesa.DataCollector(
            model_reporters={name: _reporter(name) for name in INDICATOR},
            agenttype_reporters={FirmAgent: {n: n for n in agent_reporters}}
            if agent_reporters else {},
        )  # fmt: skip
        self._take_stock()

    @property
    def year(self) -> int:
        """The year whose end the model stands at."""
        return self.state.year

    @property
    def firms(self) -> Any:
        """AgentSet of the firms; the agents are made when they are first asked for.

        Raises:
            InputError: a user's own firms are among them, which nobody asked to see.
        """
        if hides(self.state):
            raise _own_firms()
        return self._firm_agents()

    def _firm_agents(self) -> Any:
        self._keep_in_step()
        return self.agents_by_type[FirmAgent]

    @property
    def parks(self) -> Any:
        """AgentSet of the places."""
        return self.agents_by_type[ParkAgent]

    def step(self) -> None:
        """Carry the city through one year."""
        performer = self._ask_each if self.by_agent else whole_population
        simulate_year(self.state, self.measures, performer)
        close_year(self.state, self.measures, self.record)
        self._take_stock()

    def _take_stock(self) -> None:
        if self._agents_as_of >= 0 or self.datacollector.agenttype_reporters:
            self._keep_in_step()
        self.datacollector.collect(self)
        self.running = self.year < self.last_year

    def _ask_each(self, decision: Decision, state: State, rows: slice | None = None) -> None:
        """Put a decision to the firms agent by agent, in an order that must not matter."""
        asked = self._firm_agents()
        if rows is not None:
            asked = asked.select(lambda firm: rows.start <= firm.row < rows.stop)
        asked.shuffle_do("decide", decision)

    def _keep_in_step(self) -> None:
        """Let agents of new firms appear, those of lost ones go, and all know their row."""
        firms = self.state.firms
        if self._agents_as_of == firms.changes:
            return
        known = {agent.unique_id: agent for agent in self.agents_by_type.get(FirmAgent, ())}
        new_rows, new_keys = [], []
        for row, key in enumerate(firms["key"].tolist()):
            agent = known.pop(key, None)
            if agent is None:
                new_rows.append(row)
                new_keys.append(key)
            else:
                agent.row = row
        for agent in known.values():
            agent.remove()
        FirmAgent.create_agents(self, len(new_rows), new_rows, new_keys)
        # Mesa 3 keeps every model alive in this table; the numbers it counts are not used.
        getattr(mesa.Agent, "_ids", {}).pop(self, None)
        self._agents_as_of = firms.changes
