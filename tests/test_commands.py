"""Command lines by lot are carried out or refused in a line or two, never with a traceback."""

from __future__ import annotations

import sys

import pytest
from fuzz_commands import COMMANDS, NEVER, _call, _fault, fuzz, line

COUNT = 40


@pytest.mark.skipif(sys.platform == "win32", reason="no alarm to cut a long command short")
def test_command_lines_by_lot_end_politely(monkeypatch: pytest.MonkeyPatch) -> None:
    import signal

    before = signal.getsignal(signal.SIGTERM)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    tally = fuzz(COUNT)
    signal.signal(signal.SIGTERM, before)
    assert tally.faults == []
    assert tally.counts["refused"] > COUNT // 4
    assert sum(tally.counts.values()) == COUNT


def test_every_command_has_its_turn() -> None:
    begun = {tuple(line(number)[: len(path)]) for number in range(600) for path in COMMANDS}
    assert set(COMMANDS) <= begun and {(one,) for one in NEVER} <= set(COMMANDS)
    assert line(7) == line(7)


@pytest.mark.parametrize("group", ["scenario", "sweep"])
def test_a_group_by_its_name_alone_says_what_it_has(group: str) -> None:
    status, said = _call([group])
    assert status == 2 and said.startswith("Usage: ") and f" {group} " in said
    assert "Commands:" in said and "--help lists" not in said


@pytest.mark.parametrize(("status", "said"), [
    (1, "Traceback (most recent call last):"), (0, "Traceback"), (2, ""), (2, "yongsim: a\n" * 9),
    (2, "yongsim: [Errno 2] no such file"), (1, ""),
])  # fmt: skip
def test_an_impolite_end_is_seen(status: int, said: str) -> None:
    assert _fault(status, said)
    assert not _fault(2, "yongsim: no such scenario") and not _fault(0, "")
