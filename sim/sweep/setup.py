"""From a plan file to a sweep: names looked up, bounds checked, nothing run yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from math import prod
from pathlib import Path

from sim.base.errors import InputError, unknown
from sim.base.units import FIRST_YEAR, LAST_YEAR
from sim.scenario.ensemble import check_request
from sim.scenario.files import is_path
from sim.scenario.load import Scenario, load_scenario
from sim.scenario.pert import ledger_names
from sim.scenario.posterior import posterior_folder, read_posterior
from sim.scenario.schema import printable
from sim.scenario.stale import is_stale
from sim.sweep.axes import Axis, declared, read_axis
from sim.sweep.dependent import Dependent
from sim.sweep.designs import (
    Design,
    Drawn,
    FromPrior,
    Grid,
    LatinHypercube,
    Morris,
    Sobol,
    check_size,
    saved_posterior,
)
from sim.sweep.every import every_axis
from sim.sweep.mechanisms import mechanism_of
from sim.sweep.outputs import read_outputs
from sim.sweep.plan import DesignForm, PlanFile, find_plan, read_plan
from sim.sweep.saltelli import Saltelli
from sim.sweep.sweep import Block, Sweep
from sim.sweep.tables import read_table_design

MORRIS_LEVELS = 4


def load_sweep(name: str, *, firms: float | None = None, shards: int = 1) -> Sweep:
    """The sweep of a plan, in one block.

    Args:
        name: of a shipped plan, or path of a plan file.
        firms: share of the smaller firms, instead of the plan's.
        shards: number of shards; at most one per run.

    Raises:
        InputError: naming file, key and remedy.
    """
    path = find_plan(name)
    plan, where = read_plan(path), printable(path.name)
    years = plan.years or (FIRST_YEAR, LAST_YEAR)
    share = plan.firms if firms is None else firms
    try:
        check_request(plan.seeds, *years, share, 1)
    except InputError as error:
        raise error.within(f"{where}: ") from None
    scenarios = tuple(load_scenario(_scenario(one, path)) for one in plan.scenarios)
    designs = tuple(_design(form, path, k) for k, form in enumerate(plan.design, start=1))
    try:
        outputs = read_outputs(plan.outputs, scenarios, (a for one in designs for a in one.axes))
    except InputError as error:
        raise error.within(f"{where}: ") from None
    _check_distinct(scenarios, designs, plan, where)
    block = Block((0, prod(one.size for one in designs)), (0, plan.seeds), 1)
    runs = block.runs(len(scenarios))
    block = Block(block.points, block.seeds, max(1, min(shards, runs)))
    return Sweep(path.stem, plan.title, scenarios, designs, share, years, outputs, (block,))


def _scenario(name: str, plan: Path) -> str:
    return str(plan.parent / name) if is_path(name) else name


def _design(form: DesignForm, path: Path, number: int) -> Design:
    where = f"{printable(path.name)}: design {number}"
    _check_keys(form, where)
    if form.kind == "posterior":
        return _drawn(form, path, where)
    if form.kind == "prior":
        return _from_prior(form.points or 0, where)
    if form.kind == "table":
        return read_table_design(path.parent / str(form.file), where)
    axes = tuple(read_axis(key, axis, where, grid=form.kind == "grid")
                 for key, axis in every_axis(form.axes, where).items())
    design: Design
    if form.kind == "grid":
        design = Grid(axes, prod(len(axis.values) for axis in axes))
    elif form.kind == "sobol":
        design = Sobol(axes, form.points or 0, seed=form.seed)
    elif form.kind == "dependent":
        design = Dependent(axes, form.points or 0, seed=form.seed, digest=_digest())
    elif form.kind == "latin_hypercube":
        design = LatinHypercube(axes, form.points or 0, batch=form.points or 0, seed=form.seed)
    elif form.kind == "saltelli":
        design = _saltelli(axes, form)
    else:
        batch = len(axes) + 1
        design = Morris(axes, (form.trajectories or 0) * batch, batch, form.seed,
                        form.levels or MORRIS_LEVELS)  # fmt: skip
    check_size(design, where)
    return design


def _saltelli(axes: tuple[Axis, ...], form: DesignForm) -> Design:
    names = [mechanism_of(axis.key) if form.groups else axis.key for axis in axes]
    known = list(dict.fromkeys(names))
    batch = len(known) + 2
    return Saltelli(axes, (form.base or 0) * batch, batch, form.seed,
                    tuple(known.index(name) for name in names),
                    _digest() if form.within else "")  # fmt: skip


def _digest() -> str:
    return read_posterior(posterior_folder()).digest


NEEDS = {
    "grid": {"axes"}, "sobol": {"axes", "points"}, "latin_hypercube": {"axes", "points"},
    "morris": {"axes", "trajectories"}, "saltelli": {"axes", "base"},
    "posterior": {"points"}, "prior": {"points"}, "table": {"file"},
    "dependent": {"axes", "points"},
}  # fmt: skip
MAY_HAVE = {"sobol": {"seed"}, "latin_hypercube": {"seed"}, "morris": {"seed", "levels"},
            "saltelli": {"seed", "groups", "within"}, "posterior": {"posterior"},
            "dependent": {"seed"}}  # fmt: skip


def _check_keys(form: DesignForm, where: str) -> None:
    """Refuse a design that lacks a key of its kind, or has another kind's."""
    given = {key for key in form.model_fields_set if getattr(form, key)} - {"kind"}
    needed = NEEDS[form.kind]
    for key in sorted(needed - given):
        raise InputError(
            f"{where}: a {form.kind} design needs '{key}'; add it",
            f"{where}: {form.kind} 设计需要“{key}”；请补上",
        )
    for key in sorted(given - needed - MAY_HAVE.get(form.kind, set())):
        raise InputError(
            f"{where}: '{key}' says nothing in a {form.kind} design; remove it",
            f"{where}: “{key}”在 {form.kind} 设计中不起作用；请去掉",
        )


def _drawn(form: DesignForm, path: Path, where: str) -> Design:
    folder = path.parent / form.posterior if form.posterior else posterior_folder()
    posterior, points = read_posterior(folder), form.points or 0
    axes = drawn_axes(posterior.members[0].parameters, where)
    where_it_lies = str(folder.resolve()) if form.posterior else ""
    return Drawn(axes, points, points, folder=where_it_lies, digest=posterior.digest)


def stale_posteriors(sweep: Sweep) -> bool:
    """Whether the model has changed since a posterior that the sweep draws from was fitted."""
    drawn = [design for design in sweep.designs if isinstance(design, Drawn)]
    return any(is_stale(saved_posterior(one.folder, one.digest)) for one in drawn)


def _from_prior(points: int, where: str) -> Design:
    from sim.scenario.priors import names  # noqa: PLC0415  a second that only this design costs

    return FromPrior(drawn_axes(names(), where), points, points)


def drawn_axes(names: Iterable[str], where: str) -> tuple[Axis, ...]:
    """Axes of a design that draws members: what a fit sees, and what only the ledger reads."""
    return tuple(declared(f"parameters.{name}", where) for name in (*names, *ledger_names()))


def _check_distinct(
    scenarios: tuple[Scenario, ...], designs: tuple[Design, ...], plan: PlanFile, where: str
) -> None:
    """Refuse what would make two runs or two columns one, or an axis nothing."""
    for things, what, what_zh in (
        ([one.name for one in scenarios], "scenario", "情景"),
        (plan.outputs or (), "output", "输出"),
        ([axis.column for design in designs for axis in design.axes], "axis", "轴"),
    ):
        twice = [name for name, count in Counter(things).items() if count > 1]
        if twice:
            raise InputError(
                f"{where}: {what} '{twice[0]}' stands twice; let each stand once",
                f"{where}: {what_zh}“{twice[0]}”出现两次；每个只写一次",
            )
    names = {one.name for one in scenarios}
    for name in sorted({name for design in designs for axis in design.axes for name in axis.only}):
        if name not in names:
            raise unknown("scenario of this plan", name, names).within(f"{where}: 'only': ")
    varied = {axis.parameter for design in designs for axis in design.axes}
    drawn = {axis.parameter for one in designs if one.draws for axis in one.axes}
    for scenario in scenarios:
        fixed = sorted(scenario.changes.keys() & (varied - drawn))
        if fixed:
            raise InputError(
                f"{where}: {scenario.name} itself sets {fixed[0]}, which the design varies; take "
                "it out of one of them",
                f"{where}: 情景 {scenario.name} 自己设定了 {fixed[0]}，"
                "而设计也变动它；请从其中之一去掉",
            )
