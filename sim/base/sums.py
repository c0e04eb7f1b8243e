"""Several sums over the firms in one pass, from the terms of one firm.

A function names what it needs of a firm (or of the city: a scalar) and returns one term for each
sum. The pass over the firms is generated from the argument names, as for decisions; terms are
added as in `sim.base.totals`, so the order of the firms does not matter.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sim.base.compiler import inlined, load_generated
from sim.base.state import State
from sim.base.totals import as_total
from sim.base.variables import FIRM


@dataclass(frozen=True)
class Sums:
    """Named sums over all firms.

    Attributes:
        terms: the compiled function of one firm; `plain` is the same as written.
        names: what the sums are called, in the order of the terms.
    """

    terms: Callable[..., Any]
    plain: Callable[..., Any]
    names: tuple[str, ...]

    @cached_property
    def _reads(self) -> tuple[str, ...]:
        return tuple(inspect.signature(self.plain).parameters)

    @cached_property
    def source(self) -> str:
        """Source of the generated pass."""
        arguments = (f"{name}[i]" if name in FIRM else name for name in self._reads)
        terms = [f"term_{name}" for name in self.names]
        sums_so_far = [f"sum_{name}" for name in self.names]
        module, function = self.plain.__module__, self.plain.__name__
        lines = [f"    {name} = 0" for name in (*sums_so_far, "strange")]
        lines.append("    for i in range(rows):")
        lines.append(f"        {', '.join(terms)} = terms({', '.join(arguments)})")
        for added, term in zip(sums_so_far, terms, strict=True):
            lines.append(f"        in_units = units({term})")
            lines.append(f"        {added} += in_units")
            lines.append("        strange |= strangeness(in_units)")
        lines.append(f"    return strange, {', '.join(sums_so_far)}")
        return (
            "from sim.base.compiler import compiled_over_columns\n"
            "from sim.base.totals import strangeness, units\n"
            f"from {module} import {function}\n\n"
            f"terms = {function}.terms\n\n\n"
            f"@compiled_over_columns\ndef loop(rows, {', '.join(self._reads)}):\n"
            + "\n".join(lines) + "\n"
        )  # fmt: skip

    @cached_property
    def _loop(self) -> Any:
        return load_generated(f"sums_{self.plain.__name__}", self.source)

    def of(self, state: State) -> dict[str, float]:
        """The sums by name.

        Raises:
            OverflowError: a term is not a number, or beyond 2e9.
        """
        inputs = [
            state.firms[name] if name in FIRM else state.scalars[name] for name in self._reads
        ]
        strange, *added = self._loop(state.firms.rows, *inputs)
        return {
            name: as_total(units, strange) for name, units in zip(self.names, added, strict=True)
        }


def sums(names: str) -> Callable[[Callable[..., Any]], Sums]:
    """Declare sums over the firms.

    Args:
        names: what they are called, separated by spaces, in the order of the terms.
    """

    def declare(function: Callable[..., Any]) -> Sums:
        return Sums(inlined(function), function, tuple(names.split()))

    return declare
