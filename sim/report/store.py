"""A results folder: written beside its place and renamed, so it is complete or not there."""

from __future__ import annotations

import json
import os
import platform
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from sim.base.errors import InputError
from sim.base.files import checksum as sha256
from sim.base.resources import city_name, data_hash, source_hash
from sim.base.versions import RESULTS
from sim.scenario.ensemble import Ensemble
from sim.scenario.load import Scenario
from sim.scenario.own.load import about_own_firms
from sim.scenario.sample import Origin

SCHEMA_VERSION = RESULTS.current
PACKAGES = ("yongsim", "numpy", "numba", "scipy", "pyarrow", "mesa", "joblib", "matplotlib")


def check_free(out: Path) -> None:
    """Refuse a results folder that exists or cannot be made.

    Raises:
        InputError: nothing is overwritten.
    """
    if _exists(out):
        raise InputError(
            f"'{out}' exists; choose another folder with --out, or remove it first",
            f"“{out}”已存在；请用 --out 另选文件夹，或先删除",
        )
    parent = out.resolve().parent
    while not parent.exists():
        parent = parent.parent
    if not parent.is_dir() or not os.access(parent, os.W_OK):
        raise InputError(
            f"'{out}' cannot be written here; choose another folder with --out",
            f"“{out}”无法在此写入；请用 --out 另选文件夹",
        )


def _exists(out: Path) -> bool:
    try:
        return out.exists()
    except OSError as error:
        raise InputError(
            f"'{str(out)[:80]}' cannot be written: {error.strerror}",
            f"“{str(out)[:80]}”无法写入：{error.strerror}；请另选文件夹",
        ) from None


def next_free(name: str, ending: str = "", folder: Path = Path("results")) -> Path:
    """The first of NAME, NAME-2, ... that does not exist in a folder; of a file with its ending."""
    path, number = folder / f"{name}{ending}", 1
    while path.exists():
        number += 1
        path = folder / f"{name}-{number}{ending}"
    return path


@contextmanager
def new_folder(out: Path) -> Iterator[Path]:
    """A folder to fill; it takes its final name when everything went well, else it vanishes."""
    check_free(out)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        made = tempfile.mkdtemp(prefix=f".{out.name[:100]}-", suffix=".part", dir=out.parent)
    except (OSError, UnicodeError):
        raise InputError(
            f"'{out}' cannot be written; choose another folder with --out",
            f"“{out}”无法写入；请用 --out 另选文件夹",
        ) from None
    temporary = Path(made)
    try:
        yield temporary
        os.chmod(temporary, 0o755)
        check_free(out)
        os.rename(temporary, out)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise


def write_table(table: pa.Table, path: Path) -> None:
    """Write a parquet file with page checksums and read it back to check them."""
    pq.write_table(table, path, compression="zstd", write_page_checksum=True)
    pq.read_table(path, page_checksum_verification=True)


def write_tables(tables: Mapping[str, pa.Table], folder: Path) -> None:
    """Write parquet tables by name."""
    for name, table in tables.items():
        write_table(table, folder / f"{name}.parquet")


def read_table(path: Path, checksum: str | None = None) -> pa.Table:
    """Read a table of a results folder.

    Args:
        path: the file.
        checksum: SHA-256 that the manifest gives it; page checksums leave out page headers.

    Raises:
        InputError: the file is missing or damaged.
    """
    try:
        if checksum is not None and sha256(path) != checksum:
            raise InputError(
                f"'{path}' is damaged; run the scenario again",
                f"“{path}”已损坏；请重新运行情景",
            )
        return pq.read_table(path, page_checksum_verification=True)
    except FileNotFoundError:
        raise InputError(
            f"'{path}' does not exist; give a results folder of yongsim",
            f"“{path}”不存在；请给出 yongsim 的结果文件夹",
        ) from None
    except (OSError, pa.ArrowException):
        raise InputError(
            f"'{path}' is damaged; run the scenario again",
            f"“{path}”已损坏；请重新运行情景",
        ) from None


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "from source" if package == "yongsim" else "not installed"


def manifest(ensemble: Ensemble, files: list[Path]) -> dict[str, Any]:
    """What a results folder says of itself: no time, no host."""
    return {"schema_version": SCHEMA_VERSION, **_about(ensemble.scenario),
            **_about_runs(ensemble, files)}  # fmt: skip


def comparison_manifest(
    ensembles: Sequence[Ensemble], asked: dict[str, Any], files: list[Path]
) -> dict[str, Any]:
    """What the folder of a comparison says of itself.

    Args:
        ensembles: the one that the others are set against first.
        asked: what was asked for beside the scenarios.
        files: of the folder.
    """
    return {
        "schema_version": SCHEMA_VERSION, "compared_with": ensembles[0].scenario.name,
        "scenarios": [_about(one.scenario) for one in ensembles], "asked": asked,
        **_about_runs(ensembles[0], files),
    }  # fmt: skip


def _about(scenario: Scenario) -> dict[str, Any]:
    return {
        "scenario": scenario.name,
        "title": scenario.title.model_dump(),
        "resolved": scenario.resolved,
        "sources": scenario.sources,
        "targets": scenario.targets,
        "not_represented": [item.model_dump() for item in scenario.not_represented],
        "parameters": dict(sorted(scenario.parameters.items())),
    }


def _about_runs(ensemble: Ensemble, files: list[Path]) -> dict[str, Any]:
    return {
        "parameters_are": "central values of the scenario; members.parquet has those of each run",
        "seeds": list(range(1, len(ensemble.members) + 1)),
        "years": [ensemble.first_year, ensemble.last_year],
        "firms": ensemble.firms,
        "quick_look": ensemble.firms < 1.0,
        "draws": ensemble.origin.draws,
        "posterior": _posterior(ensemble.origin),
        "failed": [{"seed": run, "member": ensemble.members[run - 1].number}
                   for run in ensemble.failed],
        "city": city_name(),
        "code_hash": source_hash(),
        "data_hash": data_hash(),
        "python": platform.python_version(),
        "versions": {name: _version(name) for name in PACKAGES},
        **about_own_firms(),
        "files": {path.name: sha256(path) for path in files},
    }  # fmt: skip


def _posterior(origin: Origin) -> dict[str, Any] | None:
    """What members were drawn from; None unless from a posterior."""
    if origin.posterior is None:
        return None
    about = origin.posterior.provenance
    return {
        "digest": origin.posterior.digest, "model_hash": about.model_hash, "quick": about.quick,
        "stale": origin.stale,
    }  # fmt: skip


def write_manifest(about: Callable[[list[Path]], dict[str, Any]], folder: Path) -> None:
    """Write manifest.json over the files already in the folder.

    Args:
        about: what it says, for the files of the folder.
        folder: where.
    """
    files = sorted(path for path in folder.iterdir() if path.is_file())
    text = json.dumps(about(files), ensure_ascii=False, indent=2, sort_keys=True)
    (folder / "manifest.json").write_text(text + "\n", encoding="utf-8", newline="\n")
