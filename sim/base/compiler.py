"""The compile switch: rules are plain Python, compiled with numba unless switched off.

Set the environment variable ``YONGSIM_COMPILE=0`` before the first import to run every rule
interpreted, for debugging: the bytes of the results are the same.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numba
import platformdirs

from sim.base.resources import PACKAGE, digest

Function = TypeVar("Function", bound=Callable[..., Any])

COMPILED = os.environ.get("YONGSIM_COMPILE", "1") != "0"
STALE_SECONDS = 30 * 24 * 3600


def _cache_folder() -> Path:
    """A folder named by the hash of the sources.

    numba only looks at the file that holds a function when it decides whether a cached
    compilation is fresh; a rule edited in another file would silently run as it was before.
    """
    chosen = os.environ.get("YONGSIM_CACHE")
    root = Path(chosen) if chosen else Path(platformdirs.user_cache_dir("yongsim", False))
    folder = root / _rules_hash()[:16]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        os.utime(folder)
        _drop_stale(root, folder)
    except OSError:
        folder = Path(tempfile.mkdtemp(prefix="yongsim-"))
    return folder


def _rules_hash() -> str:
    """Hash of the sources that hold compiled code: a new instrument or report costs no wait."""
    folders = ("base", "firm", "park", "city")
    return digest([p for name in folders for p in (PACKAGE / name).rglob("*.py")], PACKAGE)


def _drop_stale(root: Path, current: Path) -> None:
    """Remove compilations of older sources that nobody used for a month."""
    for other in root.iterdir():
        if other != current and time.time() - other.stat().st_mtime > STALE_SECONDS:
            shutil.rmtree(other, ignore_errors=True)


CACHE_FOLDER = _cache_folder() if COMPILED else Path()
if COMPILED:
    numba.config.CACHE_DIR = str(CACHE_FOLDER)  # type: ignore[attr-defined]


def compiled(function: Function) -> Function:
    """Compile a loop over arrays, or leave it as it is when the switch is off.

    No fastmath and no parallel loops inside a run: either would change bytes.
    """
    if not COMPILED:
        return function
    return numba.njit(function, cache=True, error_model="numpy")


def compiled_over_columns(function: Function) -> Function:
    """As `compiled`, promising that no two of the arrays overlap, so that loops vectorise.

    numba has the promise as a flag without a public option; where a version lacks the hook the
    loop is the same and only slower.
    """
    dispatcher: Any = compiled(function)
    if COMPILED and hasattr(getattr(dispatcher, "_compiler", None), "_customize_flags"):
        dispatcher._compiler._customize_flags = _promise_no_overlap
    return dispatcher


def _promise_no_overlap(flags: Any) -> Any:
    flags.noalias = True
    return flags


def inlined(function: Function) -> Function:
    """As `compiled`, for scalar functions: they become part of the loops that call them."""
    if not COMPILED:
        return function
    return numba.njit(
        function, cache=True, error_model="numpy", forceinline=True
    )


def is_cold() -> bool:
    """True when the rules of these sources have not been compiled on this machine yet."""
    return COMPILED and not (CACHE_FOLDER / "warm").exists()


def mark_warm() -> None:
    """Remember that a whole year has been compiled and cached."""
    if COMPILED:
        CACHE_FOLDER.mkdir(parents=True, exist_ok=True)  # dropped, if a clock jumped
        (CACHE_FOLDER / "warm").touch()


def load_generated(name: str, source: str) -> Any:
    """Import generated source as a module.

    A compiled loop is cached by the file that holds it, so the source is written into the
    cache folder first; written once, by renaming, because workers may start together.
    """
    if not COMPILED:
        namespace: dict[str, Any] = {}
        exec(compile(source, f"<{name}>", "exec"), namespace)
        return namespace["loop"]
    path = CACHE_FOLDER / f"{name}.py"
    if not path.exists():
        handle, temporary = tempfile.mkstemp(dir=CACHE_FOLDER, prefix=".", suffix=".tmp")
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(source)
        if path.exists():
            os.unlink(temporary)
        else:
            os.replace(temporary, path)
    module_name = f"yongsim_generated_{name}"
    specification = importlib.util.spec_from_file_location(module_name, path)
    assert specification is not None and specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    sys.modules[module_name] = module
    specification.loader.exec_module(module)
    return module.loop
