"""Under which conditions a package misses a target: boxes and a tree over the cases of a store."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from sim.base.errors import InputError, unknown
from sim.base.parameters import parameters
from sim.base.state import Array
from sim.compare.targets import Target
from sim.explore.cases import Cases, Input
from sim.explore.discovery.boxes import DEALS, FEWEST_MISSES, RESAMPLES, Found, Problem, find_boxes
from sim.explore.discovery.tree import Tree, grow

AMONG = ("all", "futures", "others")


@dataclass(frozen=True)
class Discovery:
    """What was found.

    Attributes:
        scenario: the package.
        target: what it misses.
        inputs: in the order of the boxes' dimensions.
        problem: the cases.
        boxes: empty where too few cases miss, or too few do not.
        tree: None in the same case.
    """

    scenario: str
    target: Target
    inputs: tuple[Input, ...]
    problem: Problem
    boxes: tuple[Found, ...]
    tree: Tree | None

    @property
    def misses(self) -> int:
        """Number of cases that miss."""
        return int(self.problem.missed.sum())

    @property
    def cases(self) -> int:
        """Number of cases."""
        return int(self.problem.missed.size)

    @property
    def share(self) -> float:
        """Share of cases that miss."""
        return self.misses / self.cases

    @property
    def told(self) -> tuple[Found, ...]:
        """Boxes told apart from noise."""
        return tuple(one for one in self.boxes if one.counts)


def discover(
    cases: Cases, target: Target, scenario: str | None = None, *, among: str = "all",
    deals: int = DEALS, resamples: int = RESAMPLES,
    progress: Callable[[int], Any] | None = None,
) -> Discovery:  # fmt: skip
    """Look for the conditions in which a package misses a target.

    Args:
        cases: of a store.
        target: of the plan.
        scenario: the package; default the first of the store.
        among: which inputs may be restricted, as `check_among` takes them; the fewer, the less
            noise finds.
        deals, resamples, progress: as for `find_boxes`.

    Raises:
        InputError: no such package, nothing varies, or the store does not show the target.
    """
    name = package(cases, scenario)
    cases = replace(cases, inputs=chosen_inputs(cases, among))
    if not cases.inputs:
        raise InputError(
            "none of the inputs asked for varies in this store; its plan needs a design that "
            "varies them, or give --inputs all",
            "所选输入在该结果库中都没有变化；请在方案中加入使其变化的设计，或使用 --inputs all",
        )
    problem = problem_of(cases, ~cases.reaches(name, target))
    missed = problem.missed
    if not FEWEST_MISSES <= missed.sum() <= missed.size - FEWEST_MISSES:
        return Discovery(name, target, cases.inputs, problem, (), None)
    boxes = find_boxes(problem, deals=deals, resamples=resamples, progress=progress)
    tree = grow(*problem.flat, problem.clusters)
    return Discovery(name, target, cases.inputs, problem, tuple(boxes), tree)


def check_among(among: str) -> tuple[str, ...]:
    """What may be restricted, as the command has it: words of `AMONG` and names of parameters.

    Raises:
        InputError: no such choice.
    """
    asked = tuple(part.strip() for part in among.split(",") if part.strip())
    for one in asked or (among,):
        if one not in AMONG and one not in parameters():
            raise unknown("choice of --inputs", one, (*AMONG, *parameters()))
    return asked


def chosen_inputs(cases: Cases, among: str) -> tuple[Input, ...]:
    """The inputs that may be restricted.

    Raises:
        InputError: no such choice.
    """
    asked = check_among(among)
    groups = {"all": (True, False), "futures": (True,), "others": (False,)}
    macro = {side for one in asked for side in groups.get(one, ())}
    return tuple(one for one in cases.inputs
                 if one.macro in macro or one.name.removeprefix("parameter_") in asked)


def package(cases: Cases, asked: str | None) -> str:
    """The package asked for; default the first.

    Raises:
        InputError: the store has no such scenario.
    """
    if asked is None:
        return next(iter(cases.runs))
    if asked not in cases.runs:
        raise unknown("scenario of this store", asked, cases.runs)
    return asked


def problem_of(cases: Cases, missed: Array) -> Problem:
    """The cases by cluster.

    Args:
        cases: of a store; clusters are whole, so each has as many points.
        missed: shape: cases.
    """
    order = np.argsort(cases.clusters, kind="stable")
    clusters = np.unique(cases.clusters).shape[0]
    by_point = missed.reshape(cases.points, cases.seeds)[order].astype(float)
    return Problem(cases.table[order].reshape(clusters, -1, len(cases.inputs)),
                   by_point.reshape(clusters, -1, cases.seeds), np.arange(clusters))  # fmt: skip
