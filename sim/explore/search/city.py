"""Packages run on the city: a store of the sweep for each generation, one for fresh members."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from sim.base.errors import InputError, StoppedError
from sim.base.files import settle, unfinished
from sim.base.state import Array
from sim.base.units import LAST_PUBLISHED_YEAR, LAST_YEAR
from sim.explore.cases import read_cases
from sim.explore.robust.measures import attained, spent, values
from sim.explore.same import same_plan
from sim.explore.search.plan import SearchPlan
from sim.scenario.one_run import run_member
from sim.scenario.posterior import posterior_folder, read_posterior
from sim.scenario.sample import draw_members
from sim.sweep.designs import Drawn, Table
from sim.sweep.drive import drive, shards_for
from sim.sweep.setup import drawn_axes
from sim.sweep.stop import Stop
from sim.sweep.store import Store, create_store, open_store, tidy, writing
from sim.sweep.sweep import Block, Sweep
from sim.sweep.worker import Worked

SHARD_RUNS = 200


@dataclass(frozen=True)
class Found:
    """What packages reach, over the members they were run on.

    Attributes:
        measured: objectives in the measures' units, NaN for a member that failed under one of the
            packages; shape: members x packages x objectives.
        cost: mean public cost of 2021-2025, 100m yuan; shape: packages.
        together: share of the members in which a package reaches all targets; shape: packages.
    """

    measured: Array
    cost: Array
    together: Array

    @property
    def means(self) -> Array:
        """Means of the objectives; shape: packages x objectives."""
        return np.asarray(np.nanmean(self.measured, axis=0))


@dataclass(frozen=True)
class City:
    """Where packages are run.

    Attributes:
        plan: of the search.
        work: folder of the stores; what is in it is not run again.
        workers: processes.
        stop: asked between runs.
        progress: called with each shard that was worked on.
    """

    plan: SearchPlan
    work: Path
    workers: int
    stop: Stop
    progress: Callable[[Worked], Any] | None = None

    def evaluate(self, generation: int, rows: Array) -> tuple[Array, Array]:
        """As `evolve` asks for it: every package on the same members.

        Raises:
            InputError: the folder holds another search.
            StoppedError: asked to stop.
        """
        found = self.run(f"generation-{generation:03d}", rows)
        signs = [1.0 if measure.less else -1.0 for measure, _ in self.plan.objectives]
        budget = self.plan.form.budget
        # A search without a budget has nothing to overstep.
        excess = np.full(rows.shape[0], -1.0) if budget is None else found.cost - budget
        return found.means * np.array(signs), excess

    def run(self, name: str, rows: Array, *, fresh: bool = False) -> Found:
        """Run packages, or read what an earlier call ran.

        Args:
            name: of the store.
            rows: doses; shape: packages x axes.
            fresh: on members that no generation was run on.
        """
        store = self._store(self.work / name, self._sweep(name, rows, fresh))
        if store.missing():
            with writing(store.path):
                tidy(store)
            if not drive(store, workers=self.workers, stop=self.stop, progress=self.progress):
                raise StoppedError("stopped; the same command goes on", self.stop.number)
        return self._read(store, rows.shape[0], fresh)

    def _sweep(self, name: str, rows: Array, fresh: bool) -> Sweep:
        """Members x packages; fresh members are those of the later batches."""
        plan, form = self.plan, self.plan.form
        table = Table(plan.axes, rows.shape[0], file=str(self._table(name, rows)))
        batches = 1 + form.fresh * fresh
        drawn = _drawn(form.members, batches)
        first = form.members * rows.shape[0] * fresh
        last = form.members * batches * rows.shape[0]
        shards = shards_for(last - first, 1.0, float(SHARD_RUNS), self.workers)
        return Sweep(
            plan.name, form.title, (plan.scenario,),
            (drawn, table), plan.firms, (LAST_PUBLISHED_YEAR, LAST_YEAR), plan.outputs,
            (Block((first, last), (0, 1), min(shards, last - first)),),
        )  # fmt: skip

    def _table(self, name: str, rows: Array) -> Path:
        """The packages as a table beside the store."""
        path = self.work / f"{name}.parquet"
        self.work.mkdir(parents=True, exist_ok=True)
        temporary = unfinished(path)
        try:
            columns = {axis.key: rows[:, k] for k, axis in enumerate(self.plan.axes)}
            pq.write_table(pa.table(columns), temporary)
            settle(temporary, path)
        finally:
            temporary.unlink(missing_ok=True)
        return path

    def _store(self, path: Path, sweep: Sweep) -> Store:
        if not (path / "manifest.json").exists():
            return create_store(path, sweep)
        store = open_store(path)
        if not same_plan(store.sweep, sweep):
            raise InputError(
                f"'{path}' holds runs of another search; choose another folder with --work, or "
                "remove that one",
                f"“{path}”中是另一次搜索的模拟结果；请用 --work 另选文件夹，或删除它",
            )
        return store

    def _read(self, store: Store, packages: int, fresh: bool) -> Found:
        cases, plan = read_cases(store.path), self.plan
        members = np.unique(cases.clusters) - plan.form.members * fresh
        shape = (members.size, packages)
        measured = np.full((plan.form.members * (plan.form.fresh if fresh else 1), packages,
                            len(plan.objectives)), np.nan)  # fmt: skip
        for k, (measure, _) in enumerate(plan.objectives):
            measured[members, :, k] = values(cases, measure)[:, 0].reshape(shape)
        cost = spent(cases)
        assert cost is not None  # it is among the outputs
        together = attained(cases, plan.targets)[:, 0, :].all(axis=1).reshape(shape)
        return Found(measured, cost[:, 0].reshape(shape).mean(axis=0), together.mean(axis=0))


def warm_up(plan: SearchPlan) -> None:
    """Compile the rules once, where workers find them."""
    member = draw_members("central", 1).members[0]
    run_member(plan.scenario, member, firms=plan.firms, last_year=LAST_YEAR)


def _drawn(members: int, batches: int) -> Drawn:
    posterior = read_posterior(posterior_folder())
    axes = drawn_axes(posterior.members[0].parameters, "posterior")
    return Drawn(axes, members * batches, members, digest=posterior.digest)
