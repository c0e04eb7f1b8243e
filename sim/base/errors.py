"""The one exception that a user's mistake raises, and the nearest-name helper."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class InputError(Exception):
    """Something the user gave cannot be used; the message names it and the remedy.

    The command line prints the message (at most three lines) and exits with status 2.
    """


class StoppedError(Exception):
    """Asked to stop, the work stopped where it can be gone on with; the message says how.

    Args:
        message: one line.
        signal: that asked for it; the exit status is 128 and this number, as shells have it.
    """

    def __init__(self, message: str, signal: int):
        super().__init__(message)
        self.status = 128 + signal


def unknown(kind: str, name: object, known: Iterable[str]) -> InputError:
    """An `InputError` for a name that does not exist, with the nearest known one.

    Args:
        kind: what the name stands for, for example ``scenario``.
        name: the name as given.
        known: the names that exist.
    """
    names = sorted(known)
    given = str(name)[:80]
    near = difflib.get_close_matches(given, names, n=1, cutoff=0.4)
    hint = f"did you mean '{near[0]}'?" if near else f"known: {', '.join(names[:12])}"
    return InputError(f"unknown {kind} '{given}'; {hint}")
