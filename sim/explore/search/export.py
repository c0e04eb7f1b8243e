"""A package that was found, as a scenario file that says so."""

from __future__ import annotations

import os
from pathlib import Path

from sim.explore.search.plan import SearchPlan
from sim.explore.search.study import Package, Searched
from sim.scenario.draft import Draft, toml_text
from sim.scenario.files import is_path
from sim.scenario.resolved import changed, read_change
from sim.scenario.schedule import Schedule
from sim.scenario.schema import Title


def scenario_text(found: Searched, package: Package, folder: Path) -> str:
    """The scenario file of a package.

    Args:
        found: the search.
        package: one of its packages.
        folder: where the file is to lie; a path of the scenario it extends begins there.
    """
    plan, number = found.plan, package.number
    values = _schedules(plan, package)
    base = plan.base
    extends = Path(os.path.relpath(base, folder)).as_posix() if is_path(base) else base
    title = plan.form.title
    draft = Draft(
        f"package-{number}",
        Title(zh=f"{title.zh}：组合{number}"[:200], en=f"{title.en}: package {number}"[:200]),
        extends=extends, values=values, sources=dict.fromkeys(values, _source(found, package)),
    )  # fmt: skip
    return toml_text(draft)


def _schedules(plan: SearchPlan, package: Package) -> dict[str, Schedule]:
    """Each dose that the search set, whole: the grades and years it left alone stay."""
    written = {
        axis.key: read_change(axis.key, axis.written(value), "search")
        for axis, value in zip(plan.axes, package.doses, strict=True)
    }
    measures = {one.name: one for one in changed(plan.scenario, written).measures}
    found = {}
    for key in written:
        _, kind, dose, *_ = key.split(".")
        found[f"instruments.{kind}.{dose}"] = measures[kind].schedules[dose]
    return found


def _source(found: Searched, package: Package) -> str:
    """What the doses stand on: nothing but a search."""
    form = found.plan.form
    reached = ", ".join(
        f"{measure.name} {value:.6g}"
        for (measure, _), value in zip(found.plan.objectives, package.after, strict=True)
    )
    return (
        f"search {found.plan.name} (seed {form.seed}, {form.population} x {form.generations}, "
        f"{form.members} members, firms {found.plan.firms:g}), package {package.number}: found by "
        f"search, no document names it; on {form.members * form.fresh} fresh members: {reached}"
    )
