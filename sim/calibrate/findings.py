"""All that a fit finds out, gathered for the tables and the report."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.state import Array
from sim.base.units import LAST_YEAR
from sim.calibrate.coverage import Known, on_emulator, with_simulator
from sim.calibrate.crosscheck import Adjusted, adjust
from sim.calibrate.final import systematic
from sim.calibrate.identify import Learnt, learnt, posterior_draws, prior_draws, ridges
from sim.calibrate.predict import LeftOut, leave_each_out
from sim.calibrate.problem import always_active
from sim.calibrate.settings import Effort, settings
from sim.calibrate.study import NUMBERS_A_WAVE, Desk, Fit, next_places
from sim.scenario.load import load_scenario
from sim.scenario.member import Member
from sim.scenario.priors import members

SECOND_ROUTE = 40 * NUMBERS_A_WAVE  # first number of its members


@dataclass(frozen=True)
class Shipped:
    """The members that runs will draw from.

    Attributes:
        members: with the seeds of the run that stands for each.
        weights: they add up to one.
        runs: yearly figures to the last year of the plan; shape: members x years x figures.
    """

    members: list[Member]
    weights: Array
    runs: Array

    @property
    def equal(self) -> Array:
        """The runs, each as often as its weight asks: for quantiles."""
        times = np.rint(self.weights * settings().shipped).astype(int)
        return np.repeat(self.runs, times, axis=0)


@dataclass(frozen=True)
class Findings:
    """A fit and the checks of it; a quick fit leaves the last four out.

    Attributes:
        learnt: prior against posterior of every parameter.
        ridges: pairs of parameters, their correlation, and whether theory expects it.
        emulated_cities, simulated_cities: known cities found again.
        second_route: the posterior by another method; of the fitted parameters.
        left_out: each scored figure predicted from the others.
    """

    fit: Fit
    shipped: Shipped
    learnt: list[Learnt]
    ridges: list[tuple[str, str, float, bool]]
    emulated_cities: Known | None = None
    simulated_cities: Known | None = None
    second_route: Adjusted | None = None
    left_out: list[LeftOut] | None = None

    @property
    def known_cities(self) -> list[tuple[str, Known]]:
        """The known cities by what made them, as far as they were looked for."""
        both = (("emulator", self.emulated_cities), ("simulator", self.simulated_cities))
        return [(made_by, known) for made_by, known in both if known is not None]


def ship(fit: Fit, desk: Desk) -> Shipped:
    """Choose the members to ship, give each a luck its weight knows nothing of, and run it."""
    seed = settings().seed + 500
    taken = systematic(fit.final.weights, settings().shipped, seed)
    times = taken[taken > 0]
    first = NUMBERS_A_WAVE * (len(fit.waves) + 1) + 1
    kept = members(fit.final.places[taken > 0], first)
    runs = desk.simulate("shipped", kept, load_scenario(settings().scenario), LAST_YEAR)
    sound = np.isfinite(runs[:, -1, 0])  # a city can leave the range of money later
    weights = times[sound] / times[sound].sum()
    return Shipped([m for m, good in zip(kept, sound, strict=True) if good], weights, runs[sound])


def look_into(fit: Fit, desk: Desk) -> Findings:
    """What every fit tells: its members, what was learnt, what cannot be told apart."""
    seed = settings().seed + 600
    after = posterior_draws(fit, seed)
    told = learnt(prior_draws(seed), after, fit.final.weights @ fit.final.places)
    return Findings(fit, ship(fit, desk), told, ridges(after))


def second_route(fit: Fit, desk: Desk, effort: Effort) -> Adjusted:
    """The other way to the posterior, on a larger design of what is not ruled out."""
    seed = settings().seed + 700
    wanted, _ = next_places(fit.emulated, effort, effort.second_route, seed, around=False)
    scenario = load_scenario(settings().scenario)
    places, found = desk.run("second route", wanted, SECOND_ROUTE, scenario)
    return adjust(fit.problem, places, fit.problem.figures(found), always_active(), seed)


def examine(findings: Findings, desk: Desk, effort: Effort) -> Findings:
    """Add the checks that take as long as the fit itself."""
    fit = findings.fit
    search = effort.for_a_search
    return Findings(
        fit, findings.shipped, findings.learnt, findings.ridges,
        on_emulator(fit, search, effort.emulated_cities, desk.workers),
        with_simulator(fit, desk, search, effort.simulated_cities),
        second_route(fit, desk, effort),
        leave_each_out(fit, search, desk.workers),
    )  # fmt: skip
