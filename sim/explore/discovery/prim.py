"""PRIM: a box of conditions in which misses are dense, found by peeling thin slices off.

Friedman and Fisher, "Bump hunting in high-dimensional data", Statistics and Computing 9 (1999)
123-143; Bryant and Lempert, "Thinking inside the box", Technological Forecasting and Social Change
77 (2010) 34-49. Both kept Python packages of it bring code under the GPL, so the lines that are
needed stand here; the tests hold them to a planted box.

Bryant and Lempert let a reader choose a box from the trajectory. Here the box with the highest
weighted relative accuracy is taken: mass x (density - share of misses among all), which a box
raises by holding more misses or fewer others, and which is nil for the whole. Peeling of many
inputs cuts away what it should have kept; so restrictions that say nothing are dropped and the
others' limits settled anew, in place of Friedman and Fisher's pasting (see `interval`).
"""

from __future__ import annotations

import numpy as np

from sim.base.state import Array
from sim.explore.discovery.box import Box, accuracy, everything
from sim.explore.discovery.interval import Columns

PEELED = 0.05  # of the cases in a box, at a time
LEAST_MASS = 0.05  # of all cases
SIGNIFICANT = 0.05  # quasi-p-value, over the number of inputs, above which a restriction goes
ROUNDING = 1e-12
FEWEST_CLUSTERS = 5  # for a variance among them


def find_box(table: Array, missed: Array, clusters: Array) -> Box:
    """The best box: peeled, freed of what says nothing, its limits settled.

    Args:
        table: shape: cases x dimensions.
        missed: 1.0 for a case that misses, else 0.0.
        clusters: number of each case's cluster; cases of one share luck.
    """
    peeled, score = everything(table.shape[1]), 0.0
    for box in trajectory(table, missed):
        found = accuracy(box.holds(table), missed)
        if found > score:
            peeled, score = box, found
    starts = (_pruned(peeled, table, missed, clusters), everything(table.shape[1]))
    settled = [_settled(box, table, missed, clusters) for box in starts]
    return _pruned(max(settled, key=lambda one: one[1])[0], table, missed, clusters)


def trajectory(table: Array, missed: Array) -> list[Box]:
    """Boxes, each peeled from the one before, until little mass is left or all in it miss."""
    box, rows = everything(table.shape[1]), np.arange(table.shape[0])
    found: list[Box] = []
    while True:
        here, hits = table[rows], missed[rows]
        if hits.all() or not hits.any():
            return found
        peeled = _best_peel(here, hits)
        if peeled is None:
            return found
        dimension, from_below, limit = peeled
        low, high = box.low.copy(), box.high.copy()
        (low if from_below else high)[dimension] = limit
        kept = here[:, dimension] >= limit if from_below else here[:, dimension] <= limit
        if kept.sum() < LEAST_MASS * table.shape[0]:
            return found
        box, rows = Box(low, high), rows[kept]
        found.append(box)


def _best_peel(here: Array, hits: Array) -> tuple[int, bool, float] | None:
    """The slice whose removal raises density most for each case removed; None: there is none."""
    count = here.shape[0]
    slice_size = max(1, int(PEELED * count))
    best, choice = -np.inf, None
    for from_below in (True, False):
        turned = here if from_below else -here
        edge = np.partition(turned, slice_size - 1, axis=0)[slice_size - 1]
        kept = turned > edge  # all of a value go together
        left = kept.sum(axis=0)
        with np.errstate(invalid="ignore", divide="ignore"):
            gained = (hits @ kept / left - hits.mean()) / (count - left)
        gained[left == 0] = -np.inf
        dimension = int(np.argmax(gained))
        if gained[dimension] > best:
            best = float(gained[dimension])
            inner = turned[kept[:, dimension], dimension].min()
            limit = 0.5 * float(edge[dimension] + inner)
            choice = (dimension, from_below, limit if from_below else -limit)
    return choice


def quasi_p(box: Box, dimension: int, table: Array, missed: Array) -> float:
    """Chance of as many misses if a dimension's limits said nothing (Bryant and Lempert 2010).

    One-sided binomial: the box's cases, each missing as often as cases do once the dimension is
    free. It does not know that the box was looked for, nor that
    cases of one member share luck; `cluster_p` and the noise of `boxes` do.
    """
    from scipy import special  # noqa: PLC0415  a slow import, needed here only

    inside, freed = box.holds(table), box.without(dimension).holds(table)
    hits, held = float(missed[inside].sum()), int(inside.sum())
    if hits == 0:
        return 1.0
    return float(special.bdtrc(hits - 1, held, missed[freed].mean()))


def cluster_p(box: Box, dimension: int, table: Array, missed: Array, clusters: Array) -> float:
    """Chance of so much more density inside a dimension's limits, if they said nothing.

    One-sided t-test of the difference between the box and what is added when the dimension is
    free; its variance is that of whole clusters, so that twenty cases of one member count as one
    where they agree, and are set against each other where the input differs within the member.
    """
    from scipy import special  # noqa: PLC0415  a slow import, needed here only

    freed = box.without(dimension).holds(table)
    inside, hits, names = box.holds(table)[freed], missed[freed], clusters[freed]
    held = int(inside.sum())
    if held in (0, hits.size):
        return 1.0
    means = hits[inside].mean(), hits[~inside].mean()
    share = np.where(inside, (hits - means[0]) / held, -(hits - means[1]) / (hits.size - held))
    sums = np.bincount(np.unique(names, return_inverse=True)[1], weights=share)
    if sums.size < FEWEST_CLUSTERS:
        return 1.0
    spread = float(np.sqrt((sums**2).sum() * sums.size / (sums.size - 1)))
    gap = float(means[0] - means[1])
    if spread <= ROUNDING:
        return 0.0 if gap > 0.0 else 1.0
    return float(special.stdtr(sums.size - 1, -gap / spread))


def _pruned(box: Box, table: Array, missed: Array, clusters: Array) -> Box:
    """The box without restrictions that might be luck, the least telling freed first."""
    allowed = SIGNIFICANT / table.shape[1]  # each of so many inputs had its chance
    while box.restricted:
        chances = {one: max(quasi_p(box, one, table, missed),
                            cluster_p(box, one, table, missed, clusters))
                   for one in box.restricted}  # fmt: skip
        worst = max(chances, key=lambda one: chances[one])
        if chances[worst] <= allowed:
            break
        box = box.without(worst)
    return box


def _settled(
    box: Box, table: Array, missed: Array, clusters: Array
) -> tuple[Box, float]:
    """The box with each limit where accuracy is highest, and its accuracy.

    One input after the other, the one that gains most first; a further one is restricted only
    where that is no luck.
    """
    columns, weights = Columns(table), missed - missed.mean()
    score = accuracy(box.holds(table), missed)
    while True:
        offers = sorted(columns.offers(box, weights), key=lambda one: -one[0])
        for gain, dimension, low, high in offers:
            if gain / missed.size <= score + ROUNDING:
                return box, score
            lows, highs = box.low.copy(), box.high.copy()
            lows[dimension], highs[dimension] = low, high
            new = Box(lows, highs)
            known = dimension in box.restricted
            if known or _pruned(new, table, missed, clusters).restricted == new.restricted:
                box, score = new, gain / missed.size
                break
        else:
            return box, score
