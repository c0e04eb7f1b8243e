"""Comparisons that lie in results folders: found by what was asked, read back with checksums."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from sim.base.resources import data_hash, source_hash
from sim.compare.audit import OWN, FullAudit, Joint
from sim.compare.figures import Compared
from sim.compare.projects import ProjectShare
from sim.compare.twins import Effect
from sim.compare.winners import Winner
from sim.report import store
from sim.report.paper import rows
from sim.scenario.ensemble import Ensemble
from sim.scenario.load import Scenario
from sim.scenario.restore import Columns, restored
from sim.scenario.sample import Draws, Sample, draw_members

TABLES = ("indicators", "places", "ledger", "members", "differences", "winners", "targets",
          "joint", "conflicts", "projects")  # fmt: skip
MANIFEST = "manifest.json"
Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Request:
    """What a report is asked for.

    Attributes:
        scenarios: the one that the others are set against first.
        twins: whether each instrument is set against its twin without it.
    """

    scenarios: tuple[Scenario, ...]
    seeds: int
    firms: float
    draws: Draws
    twins: bool

    @cached_property
    def sample(self) -> Sample:
        """The members that the runs stand on."""
        return draw_members(self.draws, self.seeds)

    def identity(self) -> dict[str, Any]:
        """All that decides what the runs are, as a manifest says it."""
        origin = self.sample.origin
        posterior = None if origin.posterior is None else origin.posterior.digest
        return {
            "schema_version": store.SCHEMA_VERSION,
            "scenarios": [(one.name, one.resolved, one.parameters) for one in self.scenarios],
            "seeds": self.seeds, "firms": self.firms, "draws": origin.draws,
            "posterior": posterior, "stale": origin.stale, "code": source_hash(),
            "data": data_hash(),
        }  # fmt: skip


@dataclass(frozen=True)
class Stored:
    """A comparison as it lies in its folder.

    Attributes:
        request: what was asked.
        manifest: what the folder says of itself.
        tables: rows by table.
        ensembles: the runs of each scenario, in the order asked for.
    """

    request: Request
    manifest: dict[str, Any]
    tables: dict[str, Rows]
    ensembles: tuple[Ensemble, ...]

    @property
    def first(self) -> Ensemble:
        """What the others are set against."""
        return self.ensembles[0]

    @property
    def others(self) -> tuple[Ensemble, ...]:
        """Those set against the first."""
        return self.ensembles[1:]

    @cached_property
    def differences(self) -> list[Compared]:
        """Differences to the first scenario, over pairs."""
        return rows.differences(self.tables["differences"])

    @cached_property
    def winners(self) -> list[Winner]:
        """The same by groups of firms."""
        return rows.winners(self.tables["winners"])

    @cached_property
    def audits(self) -> list[FullAudit]:
        """Targets by scenario."""
        return rows.audits(self.tables["targets"])

    @cached_property
    def joint(self) -> list[Joint]:
        """Sets of targets, but for lists of somebody's own."""
        return [row for row in rows.joint(self.tables["joint"]) if row.chosen != OWN]

    @cached_property
    def projects(self) -> list[ProjectShare]:
        """Subsidised projects by what would have been without."""
        return [ProjectShare(**row) for row in self.tables["projects"]]

    @cached_property
    def twins(self) -> list[Effect]:
        """What each instrument adds; empty unless asked for."""
        return rows.effects(self.tables["twins"]) if self.request.twins else []

    @property
    def runs(self) -> int:
        """Runs of each scenario that went well."""
        return len(self.first.records)


def find(request: Request, folder: Path) -> Path | None:
    """The first folder inside another that holds what is asked for; None if there is none."""
    if not folder.is_dir():
        return None
    wanted = _settled(request.identity())
    for path in sorted(folder.iterdir()):
        said = _manifest(path)
        if said is not None and _settled(_identity(said)) == wanted and _enough(said, request):
            return path
    return None


def read(request: Request, folder: Path) -> Stored:
    """Read a comparison from its folder.

    Raises:
        InputError: a table is missing or damaged.
    """
    said = _manifest(folder) or {}
    names = (*TABLES, *(["twins"] if request.twins else []))
    sums = said.get("files", {})
    found = {name: store.read_table(folder / f"{name}.parquet", sums.get(f"{name}.parquet"))
             for name in names}  # fmt: skip
    ensembles = []
    for scenario in request.scenarios:
        own = {name: _of_scenario(found[name], scenario.name)
               for name in ("indicators", "places", "ledger")}  # fmt: skip
        ensembles.append(restored(scenario, request.sample, request.firms, **own))
    small = {name: table.to_pylist() for name, table in found.items() if name not in own}
    return Stored(request, said, small, tuple(ensembles))


def _of_scenario(table: pa.Table, name: str) -> Columns:
    columns: Columns = table.filter(pc.equal(table["scenario"], name)).to_pydict()
    return columns


def _manifest(folder: Path) -> dict[str, Any] | None:
    try:
        said = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return said if isinstance(said, dict) and "compared_with" in said else None


def _identity(said: dict[str, Any]) -> dict[str, Any]:
    posterior = said.get("posterior") or {}
    seeds = said.get("seeds", [])
    asked = said.get("asked", {}).get("seeds")
    return {
        "schema_version": said.get("schema_version"),
        "scenarios": [(one.get("scenario"), one.get("resolved"), one.get("parameters"))
                      for one in said.get("scenarios", [])],
        # Runs that went on in further batches stand on other members than as many at once.
        "seeds": len(seeds) if len(seeds) == asked else None,
        "firms": said.get("firms"), "draws": said.get("draws"),
        "posterior": posterior.get("digest"), "stale": posterior.get("stale", False),
        "code": said.get("code_hash"), "data": said.get("data_hash"),
    }  # fmt: skip


def _enough(said: dict[str, Any], request: Request) -> bool:
    return bool(said.get("asked", {}).get("twins")) or not request.twins


def _settled(identity: dict[str, Any]) -> str:
    return json.dumps(identity, sort_keys=True)
