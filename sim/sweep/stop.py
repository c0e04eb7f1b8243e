"""Stopping politely: the run in hand is finished, what is written stays, and it can be resumed."""

from __future__ import annotations

import os
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SIGNALS = (signal.SIGINT, signal.SIGTERM)
_asked: list[int] = []  # signals that this process was sent


@dataclass(frozen=True)
class Stop:
    """What a worker looks at between two runs.

    Attributes:
        file: appears when the driver is asked to stop.
        driver: its process; a worker whose driver is gone stops too. 0: it does not matter.
    """

    file: str = ""
    driver: int = 0

    @property
    def asked(self) -> bool:
        """Whether to stop after the run in hand."""
        gone = os.name != "nt" and self.driver not in (0, os.getpid(), os.getppid())
        return bool(_asked) or gone or (bool(self.file) and os.path.exists(self.file))

    @property
    def number(self) -> int:
        """The signal that this process was sent; 0: none."""
        return _asked[0] if _asked else 0


@contextmanager
def stopping() -> Iterator[Stop]:
    """Take Ctrl-C and a scheduler's TERM as a wish to stop; a second one stops at once."""
    _asked.clear()
    with tempfile.TemporaryDirectory(prefix="yongsim-") as folder:
        stop = Stop(str(Path(folder) / "stop"), os.getpid())

        def ask(number: int, frame: object) -> None:
            if _asked:
                raise KeyboardInterrupt
            _asked.append(number)
            Path(stop.file).touch()

        before = {one: signal.signal(one, ask) for one in SIGNALS}
        try:
            yield stop
        finally:
            for one, handler in before.items():
                signal.signal(one, handler)
            _asked.clear()


def heed(stop: Stop) -> None:
    """In a worker of its own: leave Ctrl-C to the driver, and finish the run in hand at TERM."""
    if stop.driver in (0, os.getpid()):
        return
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda number, frame: _asked.append(number))
