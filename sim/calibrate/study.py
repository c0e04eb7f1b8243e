"""The fit from the first run to the weighted sample; it can be broken off and taken up again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from sim.base.state import Array
from sim.base.units import LAST_PUBLISHED_YEAR
from sim.calibrate.chain import Chain
from sim.calibrate.final import Final, Noise, measure_noise, weigh
from sim.calibrate.problem import Problem, published_city
from sim.calibrate.settings import Effort, settings
from sim.calibrate.simulator import simulate_in_shards
from sim.calibrate.waves import Emulated, Wave, candidates, emulate
from sim.scenario.load import Scenario, load_scenario
from sim.scenario.member import Member
from sim.scenario.priors import from_prior, members, places

NUMBERS_A_WAVE = 1_000_000  # of members, which are their seeds too

Tell = Callable[[str, int], Callable[[int], Any]]


@dataclass(frozen=True)
class Desk:
    """Where and how a fit runs.

    Attributes:
        work: folder of finished shards; a later call reads what it finds there.
        workers: processes.
        tell: called with a step's name and its number of runs; returns what counts them.
    """

    work: Path
    workers: int
    tell: Tell

    def simulate(
        self, label: str, chosen: list[Member], scenario: Scenario,
        last_year: int = LAST_PUBLISHED_YEAR,
    ) -> Array:  # fmt: skip
        """Yearly figures of members; shape: members x years x figures."""
        count = self.tell(label, len(chosen))
        return simulate_in_shards(
            chosen, scenario, self.work, workers=self.workers, progress=count, last_year=last_year
        )

    def run(
        self, label: str, wanted: Array, first: int, scenario: Scenario
    ) -> tuple[Array, Array]:
        """Run the cities at given places.

        Returns:
            The places as run (parameter values are rounded), and the yearly figures.
        """
        chosen = members(wanted, first)
        return places(chosen), self.simulate(label, chosen, scenario)


@dataclass(frozen=True)
class Step:
    """What is kept of a wave for the report."""

    runs: int
    failed: int
    left: float  # part of the prior that the emulator before it had not ruled out
    active: int
    acceptance: float


@dataclass(frozen=True)
class Fit:
    """A finished fit.

    Attributes:
        waves, steps: runs of each wave, and what is told of them.
        emulated: the posterior by the last emulator, which knows the final runs too.
        chain: draws of its active parameters.
        final: the weighted sample of the simulator.
        noise: luck and emulator error.
    """

    problem: Problem
    waves: list[Wave]
    steps: list[Step]
    emulated: Emulated
    chain: Chain
    final: Final
    noise: Noise

    @property
    def runs(self) -> int:
        """Runs of the simulator in all."""
        return sum(len(wave.places) for wave in self.waves) + self.final.figures[:, :, 0].size


def fit(desk: Desk, effort: Effort) -> Fit:
    """Fit the model to the published city."""
    problem = published_city()
    waves, steps = run_waves(problem, desk, effort)
    drawn_from = Emulated(problem, emulate(problem, waves))
    seed = settings().seed + len(waves)
    chain = drawn_from.chain(drawn_from.log_posterior(), effort.at_last, seed)
    wanted = drawn_from.complete(chain.pick(effort.points, seed), seed)
    places, figures = run_points(problem, wanted, desk, effort, NUMBERS_A_WAVE * len(waves) + 1)
    last = Wave(places, figures.mean(axis=1))
    usable = np.isfinite(last.figures).all(axis=1)
    refined = Emulated(problem, emulate(problem, [*waves, last]))
    left_out = refined.emulator.left_out[-int(usable.sum()) :]
    noise = measure_noise(figures[usable], left_out, problem.errors)
    # The published city is one run; the last points are means of several.
    emulated = replace(refined, own=noise.lack + noise.luck)
    expected = emulated.of(places)
    expected[usable] = last.figures[usable] - left_out
    final = weigh(problem, drawn_from, places, figures, expected, noise, effort.fewest)
    chain = emulated.chain(emulated.log_posterior(), effort.at_last, seed + 1)
    return Fit(problem, waves, steps, emulated, chain, final, noise)


def run_waves(problem: Problem, desk: Desk, effort: Effort) -> tuple[list[Wave], list[Step]]:
    """The waves before the last word: the prior, what is not ruled out, around the posterior."""
    scenario, seed = load_scenario(settings().scenario), settings().seed
    waves: list[Wave] = []
    steps: list[Step] = []
    for k, count in enumerate(effort.waves):
        if k == 0:
            wanted, left, active, acceptance = from_prior(count, seed), 1.0, 0, 1.0
        else:
            widen = effort.widen[k]
            emulated = Emulated(problem, emulate(problem, waves), max(widen, 1.0))
            wanted, acceptance = next_places(emulated, effort, count, seed + k, around=widen > 0.0)
            left, active = not_ruled_out(emulated), emulated.emulator.active.size
        ran, found = desk.run(f"wave {k + 1}", wanted, NUMBERS_A_WAVE * k + 1, scenario)
        waves.append(Wave(ran, problem.figures(found)))
        steps.append(Step(count, waves[-1].failed, left, active, acceptance))
    return waves, steps


def next_places(
    emulated: Emulated, effort: Effort, count: int, seed: int, *, around: bool
) -> tuple[Array, float]:
    """Where the next wave runs.

    Args:
        emulated: what is known.
        effort: of the chain.
        count: number of runs.
        seed: same seed, same places.
        around: True to surround the posterior, False to fill what is not ruled out.
    """
    if around:
        chain = emulated.chain(emulated.log_posterior(), effort, seed)
        return emulated.complete(chain.pick(count, seed), seed), chain.acceptance
    chain = emulated.chain(emulated.log_not_ruled_out(), effort, seed)
    inside = chain.flat[emulated.implausibility(chain.flat) <= settings().cut]
    picked = np.random.default_rng(seed).choice(len(inside), count, replace=len(inside) < count)
    found = from_prior(count, seed)
    found[:, emulated.emulator.active] = inside[picked]
    return found, chain.acceptance


def not_ruled_out(emulated: Emulated) -> float:
    """Part of the prior that the emulator does not rule out."""
    places = candidates(settings().seed)[:, emulated.emulator.active]
    return float((emulated.implausibility(places) <= settings().cut).mean())


def run_points(
    problem: Problem, wanted: Array, desk: Desk, effort: Effort, first: int, label: str = "final"
) -> tuple[Array, Array]:
    """Run each point some times, every time with a population and luck of its own.

    Returns:
        The places as run, and the figures; shape: points x repeats x targets.
    """
    repeated = np.repeat(wanted, effort.repeats, axis=0)
    ran, found = desk.run(label, repeated, first, load_scenario(settings().scenario))
    figures = problem.figures(found).reshape(len(wanted), effort.repeats, -1)
    return ran[:: effort.repeats], figures
