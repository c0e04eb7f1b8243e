"""Finding and reading scenario files."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sim.base.errors import InputError, unknown
from sim.base.resources import folder
from sim.scenario.schema import ScenarioFile, check, printable

LARGEST_FILE = 1_000_000
DEEPEST_CHAIN = 10


def scenario_names() -> list[str]:
    """Names of the shipped scenarios."""
    return sorted(path.stem for path in folder("scenarios").glob("*.toml"))


def is_path(name: str) -> bool:
    """True when a scenario is asked for by path."""
    return name.endswith(".toml") or "/" in name or "\\" in name


def find_file(name: str, beside: Path | None = None) -> Path:
    """The file of a scenario asked for by name or by path.

    Args:
        name: name of a shipped scenario, or path of a TOML file.
        beside: where a relative path begins; default the working directory.

    Raises:
        InputError: there is none.
    """
    if not is_path(name):
        if name in scenario_names():
            return folder("scenarios") / f"{name}.toml"
        raise unknown("scenario", printable(name), scenario_names())
    path = (beside or Path()) / name
    if path.suffix != ".toml" or not _is_file(path):
        raise InputError(
            f"scenario file '{printable(name)[:80]}' does not exist; give a name or "
            "a .toml file",
            f"情景文件“{printable(name)[:80]}”不存在；请给出情景名或 .toml 文件",
        )
    return path


def namesakes(names: Iterable[str]) -> list[tuple[str, bool]]:
    """Of scenarios asked for, those that a shipped one and another file both go by.

    Returns:
        As asked for, and whether the file is meant.
    """
    shipped, found = scenario_names(), []
    for name in names:
        by_path = is_path(name)
        path = Path(name if by_path else f"{name}.toml")
        own = folder("scenarios") / f"{path.stem}.toml"
        if path.stem in shipped and _is_file(path) and path.resolve() != own.resolve():
            found.append((name, by_path))
    return found


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # a name longer than a file system takes, or with a null in it
        return False


def read_file(path: Path) -> ScenarioFile:
    """Read and check one file.

    Raises:
        InputError: it cannot be read, or is no scenario.
    """
    try:
        return check(read_toml(path), printable(path.name))
    except RecursionError:
        raise _too_deep(printable(path.name)) from None


def read_toml(path: Path) -> dict[str, Any]:
    """Read a TOML file that a user wrote.

    Raises:
        InputError: it cannot be read, or is not TOML.
    """
    name = printable(path.name)
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise InputError(
                f"{name}: larger than 1 MB; a scenario file is a short TOML text",
                f"{name}：超过 1 MB；情景文件是简短的 TOML 文本，请精简",
            )
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        raise InputError(
            f"{name}: not UTF-8 text; save it as UTF-8",
            f"{name}：不是 UTF-8 文本；请另存为 UTF-8",
        ) from None
    except tomllib.TOMLDecodeError as error:
        detail = printable(str(error))[:100]
        raise InputError(
            f"{name}: not valid TOML: {detail}; mend that line",
            f"{name}：不是有效的 TOML：{detail}；请修改该行",
        ) from None
    except RecursionError:
        raise _too_deep(name) from None
    except ValueError:  # a number of thousands of digits
        raise InputError(
            f"{name}: a number is too long to read; shorten it",
            f"{name}：数字过长，无法读取；请缩短",
        ) from None
    except OSError as error:
        raise InputError(
            f"{name}: cannot be read: {error.strerror}",
            f"{name}：无法读取：{error.strerror}；请检查文件",
        ) from None


def _too_deep(name: str) -> InputError:
    return InputError(
        f"{name}: nested too deeply; a scenario has three levels",
        f"{name}：嵌套过深；情景文件只有三层，请精简",
    )


def chain_of(
    name: str, beside: Path | None = None, said_by: str = ""
) -> list[tuple[Path, ScenarioFile]]:
    """A scenario and those it extends, the most basic first.

    Args:
        name: name or path of the scenario.
        beside: where a relative path begins; default the working directory.
        said_by: file and key that name it, for messages.

    Raises:
        InputError: one cannot be read, or they extend each other in a circle.
    """
    chain: list[tuple[Path, ScenarioFile]] = []
    wanted: str | None = name
    while wanted is not None:
        try:
            path = find_file(wanted, beside)
        except InputError as error:
            raise error.within(said_by) from None
        shown = printable(path.name)
        if any(path.resolve() == seen.resolve() for seen, _ in chain):
            raise InputError(
                f"{shown}: extends itself; remove one 'extends'",
                f"{shown}：继承了自身；请删去一处 extends",
            )
        if len(chain) >= DEEPEST_CHAIN:
            raise InputError(
                f"{shown}: more than {DEEPEST_CHAIN} scenarios extend each other; "
                "put them together into fewer files",
                f"{shown}：相互继承的情景超过 {DEEPEST_CHAIN} 个；请合并成较少的文件",
            )
        content = read_file(path)
        chain.append((path, content))
        beside, wanted, said_by = path.parent, content.extends, f"{shown}: extends: "
    return chain[::-1]
