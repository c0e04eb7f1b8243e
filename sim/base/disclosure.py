"""When a sum over some of a user's own firms would tell one of them, and what hides it.

Two rules decide. A sum of fewer than `least` firms is hidden. So is one in which, without the two
largest firms, less than the part `within` of the largest is left: whoever has the second firm's
figure could tell the largest that closely (the p% rule; it covers a firm that dominates alone).
The rest of a known total is a sum, too, so cells are hidden until those hidden are safe together.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from sim.base.errors import InputError
from sim.base.resources import shipped_toml
from sim.base.state import Array

FILE = "disclosure.toml"


@dataclass(frozen=True)
class Limits:
    """What `calibration/disclosure.toml` says.

    Attributes:
        least: own firms that a sum holds before it is shown.
        within: part of the largest firm that must be left without the two largest.
    """

    least: int
    within: float


@cache
def limits() -> Limits:
    """The limits.

    Raises:
        InputError: naming the key that cannot be used.
    """
    written = shipped_toml(FILE)
    given = {name: written.get(name, {}).get("value") for name in ("least", "within")}
    least, within = given["least"], given["within"]
    if type(least) is not int or least < 1:
        raise InputError(
            f"calibration/{FILE}: [least]: give value as a whole number of 1 or more",
            f"calibration/{FILE}：[least]：value 须为不小于1的整数",
        )
    if type(within) is not float or not 0.0 <= within <= 1.0:
        raise InputError(
            f"calibration/{FILE}: [within]: give value as a number from 0.0 to 1.0",
            f"calibration/{FILE}：[within]：value 须为0.0至1.0之间的小数",
        )
    return Limits(least, within)


@dataclass(frozen=True)
class OwnParts:
    """What own firms add to the cells of a table.

    Attributes:
        firms: own firms in each cell.
        count: of these, firms that add something; shape: cells x figures.
        total: of the sizes of what they add, sign left aside; same shape.
        first, second: the two largest sizes; same shape.
    """

    firms: Array
    count: Array
    total: Array
    first: Array
    second: Array

    @staticmethod
    def of(cells: Array, values: Array, size: int) -> OwnParts:
        """Add up own firms.

        Args:
            cells: number of the cell of each own firm.
            values: what each adds to the figures; shape: firms x figures.
            size: number of cells.
        """
        sizes, figures = np.abs(values), values.shape[1]
        firms = np.bincount(cells, minlength=size).astype(float)
        count, total, first, second = (np.zeros((size, figures)) for _ in range(4))
        for k in range(figures):
            mine = sizes[:, k]
            count[:, k] = np.bincount(cells, mine > 0.0, size)
            total[:, k] = np.bincount(cells, mine, size)
            order = np.lexsort((-mine, cells))
            home = cells[order]
            rank = np.arange(home.shape[0]) - np.searchsorted(home, home)
            first[home[rank == 0], k] = mine[order][rank == 0]
            second[home[rank == 1], k] = mine[order][rank == 1]
        return OwnParts(firms, count, total, first, second)

    def together(self, chosen: Array) -> OwnParts:
        """Some cells as one cell.

        Args:
            chosen: which; Boolean, one entry per cell.
        """
        first, second = self.first[chosen], self.second[chosen]
        largest = np.sort(np.concatenate([first, second, np.zeros((2, first.shape[1]))]), axis=0)
        return OwnParts(
            self.firms[chosen].sum(keepdims=True), self.count[chosen].sum(axis=0, keepdims=True),
            self.total[chosen].sum(axis=0, keepdims=True), largest[-1:], largest[-2:-1],
        )  # fmt: skip

    def by(self, groups: Array, size: int) -> OwnParts:
        """Cells added up to groups of cells.

        Args:
            groups: number of the group of each cell.
            size: number of groups.
        """
        found = [self.together(groups == k) for k in range(size)]
        return OwnParts(*(np.concatenate([getattr(one, name) for one in found])
                          for name in ("firms", "count", "total", "first", "second")))  # fmt: skip

    def tells(self) -> Array:
        """Which cells would tell an own firm; none without own firms does."""
        few = (self.count > 0.0) & (self.count < limits().least)
        # Sums of the same figures differ in their last bits by the order of the firms.
        left = self.total - self.first - self.second + 1e-9 * self.first
        large = left < limits().within * self.first
        lone = (self.firms > 0.0) & (self.firms < limits().least)
        return np.asarray(lone | (few | large).any(axis=1))


def hidden(parts: OwnParts, given: Array | None = None) -> Array:
    """Which cells of a table are hidden, if its total is known.

    Those that tell a firm, and then those of the fewest own firms until the hidden ones are safe
    together and more than one.

    Args:
        parts: what own firms add to the cells.
        given: cells that are hidden anyhow; Boolean, one entry per cell.

    Returns:
        Boolean array, one entry per cell.
    """
    found = parts.tells()
    if given is not None:
        found = found | (given & (parts.firms > 0.0))
    if found.any():
        for cell in np.lexsort((np.arange(found.shape[0]), parts.firms)):
            if np.count_nonzero(found) > 1 and not parts.together(found).tells()[0]:
                break
            found[cell] |= parts.firms[cell] > 0.0
    return np.asarray(found)
