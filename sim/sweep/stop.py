"""Stopping politely: the run in hand is finished, what is written stays, and it can be resumed."""

from __future__ import annotations

import os
import signal
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SIGNALS = (signal.SIGINT, signal.SIGTERM)
GLANCE = 1.0  # seconds between a worker's looks at whether its driver is there
_asked: list[int] = []  # signals that this process was sent
_in_hand = threading.Lock()  # held by a worker's job
_watching: list[threading.Thread] = []


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


@contextmanager
def at_work(stop: Stop) -> Iterator[None]:
    """While a worker of its own has a job in hand.

    It leaves Ctrl-C to the driver, finishes the run in hand at TERM, and ends when its driver has
    gone: nobody would take its answers.
    """
    if stop.driver in (0, os.getpid()):
        yield
        return
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda number, frame: _asked.append(number))
    if os.name != "nt" and not _watching:
        _watching.append(threading.Thread(target=_outlive, args=(stop.driver,), daemon=True))
        _watching[0].start()
    with _in_hand:
        yield


def _outlive(driver: int) -> None:
    while os.getppid() == driver:
        time.sleep(GLANCE)
    with _in_hand:
        os._exit(1)
