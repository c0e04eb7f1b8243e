"""Command lines by lot are carried out or refused in a line or two, never with a traceback."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import pytest
from fuzz_commands import COMMANDS, NEVER, PATIENCE, SMALL, _call, _cut_short, _fault, fuzz, line

COUNT = 40


@pytest.mark.skipif(sys.platform == "win32", reason="no alarm to cut a long command short")
def test_command_lines_by_lot_end_politely(monkeypatch: pytest.MonkeyPatch) -> None:
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


def _overlong() -> list[list[str]]:
    """Each command with one name longer than a file's can be, wherever it takes a text."""
    found, name = [], "x" * 300
    for path, command in COMMANDS.items():
        if set(path) & NEVER:
            continue
        named = [one for one in command.params if one.param_type_name == "argument"]
        options = [one for one in command.params if one.param_type_name == "option"
                   and not getattr(one, "is_flag", False)]  # fmt: skip
        small = [word for pair in SMALL.items() if any(pair[0] in one.opts for one in options)
                 for word in pair]  # fmt: skip
        found += [[*path, *(name if k == at else "baseline" for k in range(len(named))), *small]
                  for at in range(len(named))]  # fmt: skip
        found += [[*path, *["baseline"] * len(named), *small, one.opts[0], name]
                  for one in options]  # fmt: skip
    return found


@pytest.mark.skipif(sys.platform == "win32", reason="no alarm to cut a long command short")
def test_no_command_breaks_at_a_name_longer_than_a_file_can_have(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(signal, "signal", lambda number, to, own=signal.signal: (
        own(number, to) if number != signal.SIGTERM else None))  # fmt: skip
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.chdir(tmp_path)
    faults, refused = {}, 0
    for words in _overlong():
        try:
            with _cut_short(PATIENCE):
                status, said = _call(words)
        except KeyboardInterrupt:
            continue
        refused += status == 2
        if fault := _fault(status, said):
            faults[" ".join(words)[:80]] = fault
    assert faults == {} and refused > 100


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
