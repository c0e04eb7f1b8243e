"""Reading a store: lazily, whichever version of the code made it, finished or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.compute as pc
import pyarrow.dataset as ds

from sim.base.errors import InputError, unknown
from sim.sweep.manifest import read_content
from sim.sweep.parts import one_each, parts
from sim.sweep.rows import COLUMNS, FAILED, YEAR

KEYS = ("run", "scenario", "point", "seed")


@dataclass(frozen=True)
class SweepData:
    """The data of a sweep.

    Attributes:
        path: the store.
        about: what its manifest says.
    """

    path: Path
    about: dict[str, Any] = field(repr=False)

    @property
    def columns(self) -> pd.DataFrame:
        """Every column with type, unit and labels."""
        return pd.DataFrame(self.about["columns"])

    @property
    def outputs(self) -> list[str]:
        """The indicators kept."""
        return list(self.about["plan"]["outputs"])

    @property
    def axes(self) -> list[str]:
        """The columns that hold the design."""
        known = {name for name, *_ in (*COLUMNS, YEAR)} | set(self.outputs)
        return [one["name"] for one in self.about["columns"] if one["name"] not in known]

    @property
    def dataset(self) -> ds.Dataset:
        """All parts as one Arrow dataset: nothing is read before it is asked for.

        Raises:
            InputError: no part is there yet.
        """
        files = [str(part.path) for part in one_each(parts(self.path))]
        if not files:
            raise InputError(
                f"'{self.path}' holds no runs yet; 'yongsim sweep resume' runs them",
                f"“{self.path}”还没有模拟结果；“yongsim sweep resume”会运行",
            )
        checked = ds.ParquetFragmentScanOptions(page_checksum_verification=True)
        return ds.dataset(files, format=ds.ParquetFileFormat(default_fragment_scan_options=checked))

    def frame(
        self, outputs: str | Sequence[str] | None = None, *,
        years: int | Sequence[int] | None = None, scenarios: str | Sequence[str] | None = None,
    ) -> pd.DataFrame:  # fmt: skip
        """Runs that went well: run, scenario, point, seed, the axes, year and some indicators.

        Args:
            outputs: indicators; default all that are kept.
            years: default all.
            scenarios: default all.

        Raises:
            InputError: an indicator or scenario is not in the store.
        """
        chosen = _listed(outputs, self.outputs, "output of this sweep")
        names = [one["name"] for one in self.about["plan"]["scenarios"]]
        wanted = pc.is_valid(ds.field("year"))
        if years is not None:
            wanted &= ds.field("year").isin([years] if isinstance(years, int) else list(years))
        if scenarios is not None:
            kept = _listed(scenarios, names, "scenario of this sweep")
            wanted &= ds.field("scenario").isin(kept)
        columns = [*KEYS, *self.axes, "year", *chosen]
        return self.dataset.to_table(columns=columns, filter=wanted).to_pandas()

    def runs(self) -> pd.DataFrame:
        """One row per run, failed ones too: identity, scenario, seeds, design, status, error."""
        first = self.about["plan"]["years"][0]
        once = pc.is_null(ds.field("year")) | (ds.field("year") == first)
        columns = [*(name for name, *_ in COLUMNS), *self.axes]
        return self.dataset.to_table(columns=columns, filter=once).to_pandas()

    def failed(self) -> pd.DataFrame:
        """The runs that failed, with their design and error."""
        found = self.runs()
        return found[found["status"] == FAILED].reset_index(drop=True)


def _listed(asked: str | Sequence[str] | None, known: list[str], kind: str) -> list[str]:
    found = known if asked is None else [asked] if isinstance(asked, str) else list(asked)
    for name in found:
        if name not in known:
            raise unknown(kind, name, known)
    return found


def open_sweep(path: str | Path) -> SweepData:
    """Open a store for reading; it may be unfinished, or another version's.

    Raises:
        InputError: there is no store, or its manifest is damaged.
    """
    return SweepData(Path(path), read_content(Path(path)))
