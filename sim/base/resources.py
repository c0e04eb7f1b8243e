"""Where the data files lie: in a wheel, in the repository beside `sim`, or in a city's own folder.

The city is data. `YONGSIM_CITY` names the folder of another one: `city.toml` with its name, the
files of `calibration` it shares with the shipped city and parameters of its own, and the folders
`calibration` and `scenarios`. What it neither has nor shares is refused: no figure of the shipped
city gets in unasked.
"""

from __future__ import annotations

import csv
import hashlib
import os
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from sim.base import own
from sim.base.errors import InputError

PACKAGE = Path(__file__).resolve().parent.parent
RULES = ("base", "firm", "park", "city", "policy", "scenario")  # packages that say what a run does


CITY = "YONGSIM_CITY"


def shipped(name: str) -> Path:
    """The folder `calibration` or `scenarios`, as shipped in the wheel or as in the repository."""
    packed = PACKAGE / "data" / name
    return packed if packed.is_dir() else PACKAGE.parent / name


def other_city() -> Path | None:
    """The folder of a city that is not the shipped one."""
    other = os.environ.get(CITY)
    return Path(other) if other else None


def folder(name: str) -> Path:
    """The folder `calibration` or `scenarios` of the city that runs."""
    other = other_city()
    return other / name if other else shipped(name)


@cache
def city() -> dict[str, Any]:
    """What `city.toml` says of the city: `zh` and `en`, its name; `shared` files; `parameters`.

    Raises:
        InputError: there is none, it is not valid TOML, or it has no name.
    """
    path = folder("calibration").parent / "city.toml"
    if other_city() is None:
        path = shipped("calibration") / "city.toml"
    if not path.is_file():
        raise InputError(
            f"{CITY} names '{path.parent}', which has no city.toml; name the folder of a city",
            f"{CITY} 指向的“{path.parent}”中没有 city.toml；请给出城市文件夹",
        )
    found = _parse(path, "city.toml")
    if not all(isinstance(found.get(key), str) for key in ("zh", "en")):
        raise InputError(
            'city.toml: give the name of the city in both languages: zh = "...", en = "..."',
            'city.toml：请用两种语言写出城市名：zh = "..."、en = "..."',
        )
    return {"shared": [], "parameters": {}, **found}


def city_name() -> dict[str, str]:
    """The name of the city, by language."""
    return {language: city()[language] for language in ("zh", "en")}


def data_file(name: str) -> Path:
    """A file of `calibration`: the city's own, or the shipped one where the city shares it.

    Raises:
        InputError: it is neither there nor shared.
    """
    own = folder("calibration") / name
    if own.is_file():
        return own
    if name in city()["shared"]:
        return shipped("calibration") / name
    raise InputError(
        f"the city has no calibration/{name}: write it, or name it under `shared` in city.toml "
        "if the shipped one holds there as well",
        f"该城市缺少 calibration/{name}：请编写，或（若随附文件同样适用）列入 city.toml 的 shared",
    )


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a table of `calibration`, as dictionaries of text."""
    with data_file(name).open(encoding="utf-8-sig", newline="") as file:
        return tuple(csv.DictReader(file))


def toml(name: str) -> dict[str, Any]:
    """The content of a TOML file of `calibration`.

    Raises:
        InputError: the file is not valid TOML.
    """
    return _parse(data_file(name), f"calibration/{name}")


def shipped_toml(name: str) -> dict[str, Any]:
    """The content of a TOML file of the shipped `calibration`, whatever city runs.

    Raises:
        InputError: the file is not valid TOML.
    """
    return _parse(shipped("calibration") / name, f"calibration/{name}")


def _parse(path: Path, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        raise InputError(
            f"{name}: not valid TOML: {str(error)[:100]}",
            f"{name}：不是有效的 TOML：{str(error)[:100]}",
        ) from None


def digest(paths: list[Path], root: Path) -> str:
    """SHA-256 over names and contents of files, independent of where `root` lies."""
    total = hashlib.sha256()
    for path in sorted(paths):
        content = path.read_bytes().replace(b"\r\n", b"\n")
        total.update(path.relative_to(root).as_posix().encode() + b"\0" + content + b"\0")
    return total.hexdigest()


@cache
def source_hash() -> str:
    """Hash of every Python source of the package: the same code gives the same hash."""
    return digest(list(PACKAGE.rglob("*.py")), PACKAGE)


def data_hash() -> str:
    """Hash of every data file that a run reads: those of the rules, and a user's own firms.

    Raises:
        InputError: the file of own firms cannot be read.
    """
    path = own.asked()
    if path is None:
        return rules_data_hash()
    parts = f"{rules_data_hash()}{own_digest(path)}{own.shown()}"
    return hashlib.sha256(parts.encode()).hexdigest()


def own_digest(path: Path) -> str:
    """SHA-256 of a file of own firms and, where it is one of settings, of its table.

    Raises:
        InputError: a file cannot be read.
    """
    try:
        return own.digest_of((path, own_table(path)) if path.suffix == ".toml" else (path,))
    except OSError as error:
        raise InputError(
            f"own firms: '{path.name}' or its table cannot be read: {error.strerror}; give the "
            "file of `yongsim firms template`, or a table",
            f"自有企业：无法读取“{path.name}”或其数据表：{error.strerror}；请给出 "
            "`yongsim firms template` 生成的文件或数据表",
        ) from None


def own_table(path: Path) -> Path:
    """The table that a file of settings names.

    Raises:
        OSError: the file cannot be read.
        InputError: it is no TOML, or names no table.
    """
    name = _parse(path, path.name).get("table")
    if not isinstance(name, str) or not name:
        raise InputError(
            f'{path.name}: table: name the file of the firms: table = "own_firms.csv"',
            f'{path.name}：table：请写出企业数据表的文件名：table = "own_firms.csv"',
        )
    return path.parent / name


@cache
def rules_data_hash() -> str:
    """Hash of every data file that the rules read.

    They lie in the two folders themselves: what lies deeper, as the posterior does, finished or
    being written, has hashes of its own.
    """
    parts = []
    for name in ("calibration", "scenarios"):
        root = folder(name)
        files = [p for p in root.iterdir() if p.suffix in {".csv", ".toml"}]
        parts.append(digest(files, root))
    if os.environ.get(CITY):
        files = [data_file(name) for name in city()["shared"]]
        parts += [
            digest(files, shipped("calibration")),
            digest([folder("calibration").parent / "city.toml"], Path(os.environ[CITY])),
        ]
    return hashlib.sha256("".join(parts).encode()).hexdigest()


@cache
def model_hash() -> str:
    """Hash of rules and data: what a posterior depends on, and not what is made of it."""
    rules = digest([p for name in RULES for p in (PACKAGE / name).rglob("*.py")], PACKAGE)
    return hashlib.sha256((rules + rules_data_hash()).encode()).hexdigest()
