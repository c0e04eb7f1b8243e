"""A design read from a table that a user wrote."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from sim.base.errors import InputError
from sim.base.files import settle, unfinished
from sim.scenario.schema import printable
from sim.sweep.axes import Axis, check_value, declared
from sim.sweep.designs import CHUNK, Table

if TYPE_CHECKING:
    import pandas as pd

FORMS = (".csv", ".parquet")


def read_table_design(path: Path, where: str) -> Table:
    """The design of a table: a row a point, a column an axis.

    Raises:
        InputError: naming the column, the row and the remedy.
    """
    name = printable(path.name)
    frame = read_points(path, where)
    if frame.empty or not len(frame.columns):
        raise InputError(
            f"{where}: {name} holds no points; give a row per point",
            f"{where}: {name} 没有设计点；请每个设计点写一行",
        )
    axes = tuple(_axis(str(key), frame[key], f"{where}: {name}") for key in frame.columns)
    return Table(axes, len(frame), file=str(path.resolve()), digest=_digest(frame))


def _digest(frame: pd.DataFrame) -> str:
    """SHA-256 of the points, whatever file they came in."""
    return hashlib.sha256(np.ascontiguousarray(frame.to_numpy(np.float64)).tobytes()).hexdigest()


def read_points(path: Path, where: str) -> pd.DataFrame:
    """The table as it lies there.

    Raises:
        InputError: it cannot be read.
    """
    import pandas as pd  # noqa: PLC0415  only a table costs it

    if path.suffix not in FORMS:
        raise InputError(
            f"{where}: '{printable(path.name)}': give a .csv or .parquet file",
            f"{where}: “{printable(path.name)}”：请给出 .csv 或 .parquet 文件",
        )
    try:
        return pd.read_csv(path) if path.suffix == ".csv" else pd.read_parquet(path)
    except (OSError, ValueError) as error:
        reason = printable(str(error))[:80]
        raise InputError(
            f"{where}: '{printable(path.name)}' cannot be read: {reason}",
            f"{where}: 无法读取“{printable(path.name)}”：{reason}",
        ) from None


def _axis(key: str, column: pd.Series, where: str) -> Axis:
    axis = declared(key, where)
    import pandas as pd  # noqa: PLC0415

    values = pd.to_numeric(column, errors="coerce")
    if values.isna().any():
        row = int(np.flatnonzero(values.isna())[0]) + 1
        raise InputError(
            f"{where}: {key}: row {row} is not a number; mend it",
            f"{where}: {key}：第 {row} 行不是数；请改正",
        )
    for value in (values.min(), values.max()):
        check_value(axis, float(value), where)
    return axis


def keep_table(design: Table, place: Path) -> None:
    """Write a design's points into a store, in row groups that can be read one by one."""
    frame = read_points(Path(design.file), "design")
    table = pa.table({axis.key: frame[axis.key].to_numpy(float) for axis in design.axes})
    temporary = unfinished(place)
    try:
        pq.write_table(table, temporary, compression="zstd", write_page_checksum=True,
                       row_group_size=CHUNK)  # fmt: skip
        settle(temporary, place)
    finally:
        temporary.unlink(missing_ok=True)
