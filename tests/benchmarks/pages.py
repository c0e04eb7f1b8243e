"""Tables of measurements, printed and written into docs/benchmark.md."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Sequence
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "benchmark.md"
Row = tuple[str, ...]


def here() -> str:
    """The machine, in a few words."""
    return f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"


def load() -> str:
    """How busy the machine has been for a minute."""
    return f"{os.getloadavg()[0]:.1f}"


def table(head: Row, rows: Sequence[Row]) -> str:
    """A table as Markdown has it."""
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def write_block(name: str, text: str) -> None:
    """Put a text between the marks of a name on the page.

    Raises:
        ValueError: the page has no such marks.
    """
    page = PAGE.read_text(encoding="utf-8")
    block = f"<!-- {name}: written by tests/benchmarks/{name}.py --write -->\n{text}\n<!-- end -->"
    page, count = re.subn(rf"<!-- {name}:.*?<!-- end -->", lambda _: block, page, flags=re.DOTALL)
    if count != 1:
        raise ValueError(f"{PAGE.name} has no block '{name}'")
    PAGE.write_text(page, encoding="utf-8", newline="\n")
