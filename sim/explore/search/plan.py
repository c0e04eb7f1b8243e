"""The form of a search's plan: which doses, which objectives, how long."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, Field, ValidationError

from sim.base.errors import InputError, unknown
from sim.base.resources import folder
from sim.compare.audit import read_own
from sim.compare.targets import GROWTH, Target
from sim.explore.cases import find_target
from sim.explore.robust.measures import ATTAINED, Measure, binding, read_measure
from sim.scenario.ensemble import SMALLEST_CITY
from sim.scenario.files import is_path, read_toml
from sim.scenario.load import Scenario, load_scenario
from sim.scenario.schema import REMEDIES, Short, Title, printable
from sim.sweep.axes import Axis, read_axis
from sim.sweep.plan import STRICT, AxisForm, listed

FOLDER = "searches"


class SearchFile(BaseModel):
    """A plan of a search as written.

    Attributes:
        title: zh and en.
        scenario: whose doses are varied: a name, or a path that begins at the plan file.
        axes: doses by `instruments.<instrument>.<dose>`, perhaps with a grade behind; bounds as
            the instrument declares them unless 'low' and 'high' say otherwise.
        objectives: measures with the difference that matters of each; a minus sign before one:
            less is better.
        targets: to be reached together; default the binding ones.
        chance: probability of that from which a package counts as one that reaches them.
        budget: mean public cost of 2021-2025 not to exceed, 100m yuan of the years.
        members: draws of the posterior on which every package is run.
        fresh: times as many members, on which the front is run anew.
        population, generations: of the search.
        seed: of its luck.
        firms: share of the smaller firms simulated.
    """

    model_config = STRICT
    title: Title
    scenario: Short
    axes: dict[str, Annotated[AxisForm, BeforeValidator(listed)]] = Field(min_length=1)
    objectives: dict[str, float] = Field(min_length=1, max_length=6)
    targets: tuple[Short, ...] = Field(default=(), strict=False)
    chance: float = Field(default=0.5, gt=0.0, le=1.0)
    budget: float | None = None
    members: int = Field(default=16, ge=2, le=10_000)
    fresh: int = Field(default=3, ge=1, le=100)
    population: int = Field(default=40, ge=4, le=10_000)
    generations: int = Field(default=20, ge=1, le=10_000)
    seed: int = Field(default=1, ge=0)
    firms: float = 1.0


@dataclass(frozen=True)
class SearchPlan:
    """A plan, its names looked up.

    Attributes:
        name: of the file.
        form: as written.
        scenario: whose doses are varied.
        base: how a scenario beside the plan's own would be named: a name or a resolved path.
        axes: what is varied.
        objectives: measures, and of each the difference that matters.
        targets: to be reached together.
        firms: share of the smaller firms.
    """

    name: str
    form: SearchFile
    scenario: Scenario
    base: str
    axes: tuple[Axis, ...]
    objectives: tuple[tuple[Measure, float], ...]
    targets: tuple[Target, ...]
    firms: float

    @property
    def outputs(self) -> tuple[str, ...]:
        """The indicators that objectives, targets and budget are read from."""
        names = {"public_cost", "value_added", "real_value_added_index"}
        names |= {one.name for one, _ in self.objectives if one.name != ATTAINED}
        names |= {one.indicator.removesuffix(GROWTH) for one in (*self.targets, *binding())}
        return tuple(sorted(names))


def search_names() -> list[str]:
    """Names of the shipped plans."""
    return sorted(path.stem for path in (folder("scenarios") / FOLDER).glob("*.toml"))


def load_search(name: str, firms: float | None = None) -> SearchPlan:
    """A search's plan by name or path.

    Args:
        name: of a shipped plan, or path of a TOML file.
        firms: share of the smaller firms, instead of the plan's.

    Raises:
        InputError: naming file, key and remedy.
    """
    path = _find(name)
    where = printable(path.name)
    form = _read(path, where)
    axes = _axes(form, where)
    try:
        objectives = tuple((read_measure(key), size) for key, size in form.objectives.items())
        targets = tuple(find_target(one) for one in read_own(",".join(form.targets))) or binding()
    except InputError as error:
        raise error.within(f"{where}: ") from None
    for measure, size in objectives:
        if not size > 0.0:
            raise InputError(
                f"{where}: objectives.{measure.name} = {size:g}: give the difference that matters, "
                "above 0",
                f"{where}：objectives.{measure.name} = {size:g}：请给出有意义的最小差别，须大于0",
            )
    share = form.firms if firms is None else firms
    if not SMALLEST_CITY <= share <= 1.0:
        raise InputError(f"{where}: firms = {share:g}: give a share from {SMALLEST_CITY:g} to 1",
                         f"{where}：firms = {share:g}：请给出 {SMALLEST_CITY:g} 到1的比例")
    own = is_path(form.scenario)
    base = str((path.parent / form.scenario).resolve()) if own else form.scenario
    return SearchPlan(path.stem, form, load_scenario(base), base, axes, objectives, targets, share)


def _axes(form: SearchFile, where: str) -> tuple[Axis, ...]:
    """The doses that are varied, and nothing but doses."""
    for key in form.axes:
        if not key.startswith("instruments."):
            named = printable(key)[:60]
            raise InputError(
                f"{where}: axis '{named}': a city can choose doses only; write "
                "instruments.<instrument>.<dose>",
                f"{where}：轴“{named}”：城市只能选择政策剂量；请写 "
                "instruments.<政策工具>.<剂量>",
            )
    return tuple(read_axis(key, axis, where, grid=False) for key, axis in form.axes.items())


def _find(name: str) -> Path:
    if not is_path(name):
        if name in search_names():
            return folder("scenarios") / FOLDER / f"{name}.toml"
        raise unknown("search plan", printable(name), search_names())
    path = Path(name)
    if path.suffix != ".toml" or not path.is_file():
        named = printable(name)[:80]
        raise InputError(
            f"plan file '{named}' does not exist; give a name of scenarios/{FOLDER} or a .toml "
            "file",
            f"方案文件“{named}”不存在；请给出 scenarios/{FOLDER} 中的名称或 .toml 文件",
        )
    return path


def _read(path: Path, where: str) -> SearchFile:
    try:
        return SearchFile.model_validate(read_toml(path))
    except ValidationError as error:
        found = error.errors()
        first = next((one for one in found if one["type"] == "extra_forbidden"), found[0])
    parts = [str(part) for part in first["loc"]]
    if first["type"] == "extra_forbidden":
        known = AxisForm.model_fields if "axes" in parts else SearchFile.model_fields
        raise unknown("key", printable(parts[-1]), known).within(f"{where}: ")
    said = f"cannot be used: {first['msg'][:120]}"
    remedy, remedy_zh = REMEDIES.get(first["type"], (said, f"不可用：{first['msg'][:120]}"))
    key = printable(".".join(parts))[:80]
    raise InputError(f"{where}: {key} {remedy}", f"{where}：{key} {remedy_zh}")
