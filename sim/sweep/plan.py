"""The form of a plan file: scenarios x design x seeds, and what to keep."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from sim.base.errors import InputError, unknown
from sim.base.resources import folder
from sim.scenario.files import is_path, read_toml
from sim.scenario.schema import REMEDIES, Short, Title, printable

Kind = Literal["grid", "latin_hypercube", "sobol", "morris", "saltelli", "posterior", "prior",
               "table", "dependent"]  # fmt: skip
STRICT = ConfigDict(extra="forbid", strict=True, frozen=True)
MOST_POINTS, MOST_SEEDS = 10_000_000, 1_000_000


def listed(written: Any) -> Any:
    """An axis may be written as the list of its values alone."""
    return {"values": written} if isinstance(written, list) else written


class AxisForm(BaseModel):
    """One axis of a design as written.

    Attributes:
        values: the values themselves, for a grid.
        low, high: bounds; default those that the parameter or dose declares.
        levels: so many values evenly between the bounds, for a grid.
        years: for doses and surroundings, when the value is in force, as in a scenario: "2021" or
            "2021-2023"; default always.
        within: where bounds come from that are not given: the declared "bounds", or the middle 90%
            of the "posterior".
        only: the scenarios that a dose or figure is laid over; default all.
    """

    model_config = STRICT
    values: tuple[float | str, ...] | None = Field(default=None, min_length=1, strict=False)
    low: float | None = None
    high: float | None = None
    levels: int | None = Field(default=None, ge=2, le=10_000)
    years: str | None = None
    within: Literal["bounds", "posterior"] | None = None
    only: tuple[Short, ...] | None = Field(default=None, min_length=1, strict=False)


class DesignForm(BaseModel):
    """One design as written; several are crossed, the first changing slowest.

    Attributes:
        kind: how points are chosen.
        axes: what is varied, by `parameters.<name>`, `instruments.<instrument>.<dose>` (perhaps
            with a grade behind) or `macro.<figure>`; `parameters.*` is every one not fixed.
        points: for a Latin hypercube, a Sobol sequence, a posterior, the priors, points that vary
            as a posterior does.
        trajectories, levels: for Morris.
        base: base samples of a Saltelli design.
        groups: "mechanism": axes of a mechanism change together in a Saltelli design.
        seed: of the design's own luck.
        file: a table of points (.csv or .parquet), its columns named as axes are.
        within: "posterior": axes of a Saltelli design are drawn as the posterior, correlated
            within their groups.
        posterior: folder of a posterior; default the model's.
    """

    model_config = STRICT
    kind: Kind
    axes: dict[str, Annotated[AxisForm, BeforeValidator(listed)]] = Field(default_factory=dict)
    points: int | None = Field(default=None, ge=1, le=MOST_POINTS)
    trajectories: int | None = Field(default=None, ge=1, le=MOST_POINTS)
    levels: int | None = Field(default=None, ge=2, le=100)
    base: int | None = Field(default=None, ge=1, le=MOST_POINTS)
    groups: Literal["mechanism"] | None = None
    within: Literal["posterior"] | None = None
    seed: int = Field(default=1, ge=0)
    file: Short | None = None
    posterior: Short | None = None


class PlanFile(BaseModel):
    """A plan file as written.

    Attributes:
        title: zh and en.
        scenarios: names, or paths that begin at the plan file.
        design: designs, crossed; none: each scenario at its own values.
        seeds: runs of each point, each with luck of its own.
        firms: share of the smaller firms simulated.
        years: first and last year kept.
        outputs: indicators kept; default all.
    """

    model_config = STRICT
    title: Title
    question: Title | None = None
    scenarios: tuple[Short, ...] = Field(min_length=1, strict=False)
    design: tuple[DesignForm, ...] = Field(default=(), strict=False)
    seeds: int = Field(default=1, ge=1, le=MOST_SEEDS)
    firms: float = 1.0
    years: tuple[int, int] | None = Field(default=None, strict=False)
    outputs: tuple[Short, ...] | None = Field(default=None, min_length=1, strict=False)


def plan_names() -> list[str]:
    """Names of the shipped plans."""
    return sorted(path.stem for path in (folder("scenarios") / "sweeps").glob("*.toml"))


def find_plan(name: str) -> Path:
    """The file of a plan asked for by name or by path.

    Raises:
        InputError: there is none.
    """
    if not is_path(name):
        if name in plan_names():
            return folder("scenarios") / "sweeps" / f"{name}.toml"
        raise unknown("plan", printable(name), plan_names())
    path = Path(name)
    if path.suffix != ".toml" or not path.is_file():
        raise InputError(
            f"plan file '{printable(name)[:80]}' does not exist; give a name of scenarios/sweeps "
            "or a .toml file",
            f"计划文件“{printable(name)[:80]}”不存在；"
            "请给出 scenarios/sweeps 中的名称或 .toml 文件",
        )
    return path


def read_plan(path: Path) -> PlanFile:
    """Read and check a plan file.

    Raises:
        InputError: naming file, key and remedy.
    """
    try:
        return PlanFile.model_validate(read_toml(path))
    except ValidationError as error:
        raise _complaint(error, printable(path.name)) from None


def _complaint(error: ValidationError, where: str) -> InputError:
    found = error.errors()  # a misspelt key is missing, too: its own complaint says more
    first = next((one for one in found if one["type"] == "extra_forbidden"), found[0])
    parts = [str(part) for part in first["loc"]]
    if first["type"] == "extra_forbidden":
        known: Any = AxisForm if "axes" in parts else DesignForm if "design" in parts else PlanFile
        if "title" in parts:
            known = Title
        return unknown("key", printable(parts[-1]), known.model_fields).within(f"{where}: ")
    said = first["msg"][:120]
    remedy, remedy_zh = REMEDIES.get(
        first["type"], (f"cannot be used: {said}", f"无法使用：{said}")
    )
    key = f"{where}: {printable('.'.join(parts))[:80]} "
    return InputError(f"{key}{remedy}", f"{key}{remedy_zh}")
