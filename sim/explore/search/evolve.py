"""The search itself: generations of NSGA-II (pymoo), asked for and told, the same from the same.

Deb, Pratap, Agarwal and Meyarivan, IEEE Transactions on Evolutionary Computation 6 (2002) 182-197.
Nothing of the algorithm's state is kept: its luck has a seed, so a search that was broken off asks
for the same packages again, and their runs are there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.stats import qmc

from sim.base.errors import InputError
from sim.base.state import Array

DIGITS = 6  # of a value: what is written down is what was run
Evaluate = Callable[[int, Array], tuple[Array, Array]]


@dataclass(frozen=True)
class Visited:
    """Every row that was evaluated, in order.

    Attributes:
        rows: shape: rows x axes.
        values: less is better; shape: rows x objectives.
        excess: by how much each oversteps the constraint; nought or less: it is kept.
        generation: of each row, from 0.
    """

    rows: Array
    values: Array
    excess: Array
    generation: Array


def evolve(
    evaluate: Evaluate, low: Array, high: Array, *, objectives: int, population: int,
    generations: int, seed: int,
) -> Visited:  # fmt: skip
    """Search between bounds.

    Args:
        evaluate: takes a generation's number and its rows; gives values, less is better, rows x
            objectives, and the excess over a constraint, rows.
        low, high: bounds of the axes.
        objectives: how many.
        population, generations: rows of a generation, and how many generations.
        seed: of the search's own luck.

    Raises:
        InputError: pymoo is not installed.
    """
    pymoo = _pymoo()
    problem = pymoo.Problem(n_var=low.size, n_obj=objectives, n_ieq_constr=1, xl=low, xu=high)
    units = qmc.LatinHypercube(low.size, rng=np.random.default_rng(seed)).random(population)
    algorithm = pymoo.NSGA2(pop_size=population, sampling=_rounded(low + (high - low) * units,
                                                                   low, high))  # fmt: skip
    algorithm.setup(problem, termination=("n_gen", generations), seed=seed)
    found: list[tuple[Array, Array, Array, Array]] = []
    for number in range(generations):
        asked = algorithm.ask()
        rows = _rounded(asked.get("X"), low, high)
        asked.set("X", rows)
        values, excess = evaluate(number, rows)
        pymoo.Evaluator().eval(
            pymoo.StaticProblem(problem, F=values, G=excess[:, None]), asked)
        algorithm.tell(infills=asked)
        found.append((rows, values, excess, np.full(rows.shape[0], number)))
    return Visited(*(np.concatenate(part) for part in zip(*found, strict=True)))


def _rounded(rows: Array, low: Array, high: Array) -> Array:
    written = [[float(f"{value:.{DIGITS}g}") for value in row] for row in rows.tolist()]
    return np.clip(np.array(written), low, high)


@dataclass(frozen=True)
class _Pymoo:
    """What is used of pymoo."""

    NSGA2: Any
    Problem: Any
    StaticProblem: Any
    Evaluator: Any


def _pymoo() -> _Pymoo:
    try:
        # One second that only a search should cost.
        from pymoo.algorithms.moo.nsga2 import NSGA2  # noqa: PLC0415
        from pymoo.core.evaluator import Evaluator  # noqa: PLC0415
        from pymoo.core.problem import Problem  # noqa: PLC0415
        from pymoo.problems.static import StaticProblem  # noqa: PLC0415
    except ImportError:
        raise InputError("a search needs pymoo: pip install 'yongsim[explore]'",
                         "搜索需要 pymoo：pip install 'yongsim[explore]'") from None
    return _Pymoo(NSGA2, Problem, StaticProblem, Evaluator)
