"""Frontier, acceptability and the value of information, against published and exact answers."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from sim.compare.frontier import (
    acceptability,
    affordability,
    best_on_average,
    frontier,
    net_benefit,
    on_frontier,
)
from sim.compare.information import evpi, evppi, evppi_alone, fewest_members, noise_level

# Treatment of Clostridioides difficile infection: cost in dollars and QALYs of eleven strategies.
# Rajasingham, Enns, Khoruts and Vaughn, Clinical Infectious Diseases 70 (2020) 754-762, as
# tabulated with the package dampack of the DARTH group (vignette "Basic Cost Effectiveness
# Analysis"): strategy, cost, effect, published incremental ratio, published status.
DIFFICILE = (
    ("s3", 57336.0059896538, 12.9399639202408, None, "frontier"),
    ("s27", 57541.2526373815, 13.0140640696275, 2769.85470915263, "frontier"),
    ("s33", 57642.2587507842, 13.0389116321918, 4065.03105249231, "frontier"),
    ("s31", 57934.0743411241, 13.0966257932217, 5056.2216470406, "frontier"),
    ("s43", 58072.1137208494, 13.11285766912, 8504.2160616553, "frontier"),
    ("s44", 58665.7823044647, 13.1283328397025, 38362.6519947134, "frontier"),
    ("s39", 57814.6470919581, 13.0462790163185, None, "extended"),
    ("s4", 57887.481549326, 12.9970657153765, None, "dominated"),
    ("s13", 58018.6252420203, 13.0650412387992, None, "dominated"),
    ("s37", 58081.7947984323, 13.1029711156978, None, "dominated"),
    ("s20", 58634.2026414398, 13.1100568867995, None, "dominated"),
)
COST = np.array([row[1] for row in DIFFICILE])
EFFECT = np.array([row[2] for row in DIFFICILE])


@pytest.mark.parametrize("turned", [False, True])
def test_a_published_table_with_both_kinds_of_dominance(turned: bool) -> None:
    order = np.arange(len(DIFFICILE))[:: -1 if turned else 1]
    steps = frontier(COST[order], EFFECT[order])
    assert [step.cost for step in steps] == sorted(COST)
    for step in steps:
        name, _, _, ratio, status = DIFFICILE[order[step.package]]
        assert step.status == status, name
        assert step.ratio == (None if ratio is None else pytest.approx(ratio, rel=1e-6)), name


def test_ratios_of_hiv_screening() -> None:
    """Paltiel et al., Annals of Internal Medicine 145 (2006) 797-806, table 4: high risk.

    The paper prints rounded costs and quality-adjusted months; annual screening is dominated. The
    ratios are worked by hand from the printed figures.
    """
    cost = np.array([26000.0, 27000.0, 28020.0, 28440.0, 29440.0])
    effect = np.array([277.25, 277.57, 277.78, 277.83, 277.76]) / 12.0
    steps = frontier(cost, effect)
    assert [step.status for step in steps] == ["frontier"] * 4 + ["dominated"]
    assert [step.before for step in steps] == [None, 0, 1, 2, None]
    wanted = [1000 / 0.32, 1020 / 0.21, 420 / 0.05]  # dollars a month of life
    assert [step.ratio for step in steps[1:4]] == pytest.approx([12 * ratio for ratio in wanted])


def test_no_mix_of_packages_beats_the_frontier(luck: np.random.Generator) -> None:
    """Every package lies on or above the lower hull that the frontier draws."""
    for _ in range(50):
        cost, effect = luck.normal(size=(2, 7))
        steps = [step for step in frontier(cost, effect) if step.status == "frontier"]
        ratios = [step.ratio for step in steps[1:]]
        assert all(ratio is not None and ratio > 0.0 for ratio in ratios)
        assert ratios == sorted(ratios, key=float)
        at = np.array([step.effect for step in steps])
        line = np.interp(effect, at, [step.cost for step in steps])
        assert (cost >= line - 1e-12).all() and (effect <= at[-1]).all()
        assert cost.min() == steps[0].cost and effect.max() == at[-1]


def test_equal_packages_do_not_both_lie_on_the_frontier() -> None:
    steps = frontier(np.array([1.0, 1.0, 0.0]), np.array([2.0, 2.0, 0.0]))
    assert [(step.package, step.status) for step in steps] == [
        (2, "frontier"), (0, "frontier"), (1, "dominated"),
    ]  # fmt: skip


@pytest.fixture
def drawn(luck: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    cost = np.column_stack([np.zeros(4000), luck.normal(5.0, 1.0, 4000)])
    effect = np.column_stack([np.zeros(4000), luck.normal(2.0, 1.0, 4000)])
    return cost, effect


def test_acceptability_of_two_normals(drawn: tuple[np.ndarray, np.ndarray]) -> None:
    """The chance that a normal net benefit is positive, and the worth at which it is a half."""
    worths = np.array([0.0, 1.0, 2.5, 4.0, 10.0])
    found = acceptability(*drawn, worths)
    assert found.sum(axis=1) == pytest.approx(np.ones(5))
    wanted = [stats.norm.cdf((2 * w - 5) / math.hypot(w, 1.0)) for w in worths]
    assert found[:, 1] == pytest.approx(wanted, abs=0.025)
    assert list(best_on_average(*drawn, worths)) == [0, 0, found[2, 1] > 0.5, 1, 1]


def test_ties_are_shared() -> None:
    nil = np.zeros((3, 2))
    assert acceptability(nil, nil, np.array([1.0])) == pytest.approx(np.array([[0.5, 0.5]]))


def test_a_budget_opens_packages(drawn: tuple[np.ndarray, np.ndarray]) -> None:
    found = affordability(*drawn, np.array([-1.0, 0.0, 5.0, 100.0]))
    assert found[0].sum() == 0.0  # nothing is that cheap
    assert list(found[1]) == [1.0, 0.0]
    assert found[2, 1] == pytest.approx(0.5 * stats.norm.cdf(2.0), abs=0.025)
    assert found[3, 1] == pytest.approx(stats.norm.cdf(2.0), abs=0.025)


def test_shares_on_the_frontier() -> None:
    cost = np.array([[0.0, 1.0], [0.0, 1.0]])
    effect = np.array([[0.0, 1.0], [0.0, -1.0]])
    assert list(on_frontier(cost, effect)) == [1.0, 0.5]


# --- the value of information -------------------------------------------------------------------


def unit_normal_loss(distance: float) -> float:
    return float(stats.norm.pdf(distance) - distance * stats.norm.sf(distance))


@pytest.mark.parametrize(("mean", "spread"), [(0.0, 1.0), (0.7, 2.0), (-3.0, 1.5)])
def test_perfect_information_on_a_normal_net_benefit(mean: float, spread: float) -> None:
    """Raiffa and Schlaifer (1961): spread times the unit normal loss at |mean| / spread."""
    luck = np.random.default_rng(5)
    benefit = np.column_stack([np.zeros(200_000), luck.normal(mean, spread, 200_000)])
    found = evpi(benefit)
    wanted = spread * unit_normal_loss(abs(mean) / spread)
    assert found.value == pytest.approx(wanted, abs=4 * found.error)
    assert 0.0 < found.error < 0.02 * spread


MEAN, FIRST, SECOND = 0.4, 1.0, 0.8  # of the toy's net benefit: mean and two parameters' parts


def toy(members: int, seed: int = 3) -> tuple[np.ndarray, np.ndarray]:
    """Net benefits of two packages, linear in two normal parameters; a third one is idle."""
    known = np.random.default_rng(seed).standard_normal((members, 3))
    gain = MEAN + FIRST * known[:, 0] + SECOND * known[:, 1]
    return np.column_stack([np.zeros(members), gain]), known


def nested(luck: np.random.Generator, outer: int = 2000, inner: int = 1000) -> float:
    """EVPPI of the toy's first parameter by two nested loops."""
    first = luck.standard_normal(outer)
    mean = MEAN + FIRST * first + SECOND * luck.standard_normal((inner, outer)).mean(axis=0)
    return float(np.maximum(mean, 0.0).mean() - max(mean.mean(), 0.0))


def test_partial_information_against_the_exact_answer_and_nested_loops(
    luck: np.random.Generator,
) -> None:
    benefit, known = toy(5000)
    exact = FIRST * unit_normal_loss(MEAN / FIRST)
    found = evppi(benefit, known[:, 0])
    assert found.value == pytest.approx(exact, abs=0.03)
    assert found.value == evppi_alone(benefit, known[:, 0])
    assert nested(luck) == pytest.approx(exact, abs=0.04)
    both = evppi(benefit, known[:, :2])
    assert both.value == pytest.approx(evpi(benefit).value, rel=1e-9)  # all that is unknown
    assert evppi(benefit, known[:, 2]).value < 0.01


def test_a_bend_is_followed() -> None:
    """Net benefit x**2 - 1 has mean nil: the answer is E|x**2 - 1| / 2 = 2 phi(1)."""
    luck = np.random.default_rng(8)
    known = luck.standard_normal(4000)
    gain = known**2 - 1.0 + luck.normal(0.0, 0.5, 4000)
    found = evppi(np.column_stack([np.zeros(4000), gain]), known)
    assert found.value == pytest.approx(2.0 * stats.norm.pdf(1.0), abs=0.04)


def test_the_error_of_partial_information_is_the_scatter_of_estimates() -> None:
    """Of 100 small samples with the parameter held: most estimates lie within two errors."""
    exact = FIRST * unit_normal_loss(MEAN / FIRST)
    found = [evppi(*_one(*toy(200, seed))) for seed in range(100)]
    scatter = np.std([one.value for one in found])
    assert np.mean([one.error for one in found]) == pytest.approx(scatter, rel=0.6)
    assert np.mean([one.value for one in found]) == pytest.approx(exact, abs=0.03)


def _one(benefit: np.ndarray, known: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return benefit, known[:, 0]


def test_a_parameter_that_says_nothing_stays_below_the_noise_level() -> None:
    luck = np.random.default_rng(4)
    above = 0
    for _ in range(60):
        benefit = np.column_stack([np.zeros(60), luck.standard_normal(60)])
        known = luck.standard_normal(60)
        above += evppi(benefit, known).value > noise_level(benefit, known)
    assert above <= 8  # of 60 at one in twenty: three are expected
    benefit, known = toy(60)
    assert evppi(benefit, known[:, 0]).value > noise_level(benefit, known[:, 0])


def test_what_does_not_vary_is_worth_nothing_to_know() -> None:
    benefit, _ = toy(100)
    assert evppi(benefit, np.ones(100)).value == 0.0
    assert evppi_alone(benefit, np.ones(100)) == 0.0


def test_too_few_members_are_refused() -> None:
    benefit, known = toy(fewest_members() - 1)
    with pytest.raises(ValueError, match="too few"):
        evppi(benefit, known[:, 0])


def test_the_order_of_packages_does_not_matter_for_information() -> None:
    benefit, known = toy(500)
    three = np.column_stack([benefit, 0.5 * benefit[:, 1] + 0.1])
    one, other = evppi(three, known[:, 0]), evppi(three[:, [2, 0, 1]], known[:, 0])
    assert one.value == pytest.approx(other.value, rel=0.02)
    assert evpi(three).value == pytest.approx(evpi(three[:, [2, 0, 1]]).value)


def test_net_benefit() -> None:
    assert net_benefit(np.array([3.0]), np.array([2.0]), 5.0) == pytest.approx([7.0])
