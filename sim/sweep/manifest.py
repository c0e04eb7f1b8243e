"""A sweep as its store's manifest holds it: whole, so that a store needs no other file."""

from __future__ import annotations

import dataclasses
import json
import platform
from importlib import metadata
from pathlib import Path
from typing import Any

from sim.base.errors import InputError
from sim.base.files import write_whole
from sim.base.resources import city_name, data_hash, source_hash
from sim.base.versions import SWEEP, brought_up
from sim.scenario.own.load import about_own_firms
from sim.scenario.resolved import from_resolved
from sim.scenario.schema import Title
from sim.sweep.axes import Axis, declared
from sim.sweep.designs import Design, Table
from sim.sweep.identity import digest, run_identity
from sim.sweep.kinds import KINDS
from sim.sweep.rows import described
from sim.sweep.sweep import Block, Sweep

NAME = "manifest.json"
FORMAT = SWEEP.current
PACKAGES = ("numpy", "numba", "scipy", "SALib", "pyarrow")


def write_manifest(sweep: Sweep, store: Path) -> None:
    """Write a store's manifest in one step."""
    content = about(sweep)
    text = json.dumps({**content, "digest": digest(content)}, ensure_ascii=False, indent=1)
    write_whole(store / NAME, (text + "\n").encode())


def about(sweep: Sweep) -> dict[str, Any]:
    """What a manifest says: no time, no host."""
    return {
        "format": FORMAT,
        "city": city_name(),
        "code_hash": source_hash(),
        "data_hash": data_hash(),
        "plan": {
            "name": sweep.name, "title": sweep.title.model_dump(), "firms": sweep.firms,
            "years": list(sweep.years), "outputs": list(sweep.outputs),
            "scenarios": [{"name": one.name, "title": one.title.model_dump(),
                           "resolved": one.resolved} for one in sweep.scenarios],
            "designs": [_about_design(one, k) for k, one in enumerate(sweep.designs, start=1)],
        },
        "blocks": [{**dataclasses.asdict(block), "ends": _ends(sweep, block)}
                   for block in sweep.blocks],
        "runs": sweep.runs,
        "shards": sweep.shards,
        "columns": described(sweep),
        "python": platform.python_version(),
        "versions": {name: metadata.version(name) for name in PACKAGES},
        **about_own_firms(),
    }  # fmt: skip


def table_name(number: int) -> str:
    """The file of a store that holds the points of its n-th design."""
    return f"design-{number}.parquet"


def _about_design(design: Design, number: int) -> dict[str, Any]:
    own = {item.name: getattr(design, item.name) for item in dataclasses.fields(design)}
    own["axes"] = [{"key": axis.key, "low": axis.low, "high": axis.high,
                    "values": list(axis.values), "years": axis.years, "only": list(axis.only)}
                   for axis in design.axes]
    if isinstance(design, Table):
        own["file"] = table_name(number)
    return {"kind": design.kind, **own}


def _ends(sweep: Sweep, block: Block) -> list[str]:
    """Identities of a block's first and last run: a design that comes out otherwise shows."""
    last = block.runs(len(sweep.scenarios)) - 1
    return [run_identity(sweep, sweep.run(block, at)) for at in (0, last)]


def read_manifest(store: Path) -> Sweep:
    """The sweep of a store, for this very code and data.

    Raises:
        InputError: there is no store, it is damaged, or another version of the code made it.
    """
    content = read_content(store)
    _check_own_firms(content, store)
    if (content["code_hash"], content["data_hash"]) != (source_hash(), data_hash()):
        raise InputError(
            f"'{store}' was made by another version of code or data "
            f"({content['code_hash'][:12]}, here {source_hash()[:12]}); go on with that version, "
            "or run the plan into a new store",
            f"“{store}”由另一版本的代码或数据生成（{content['code_hash'][:12]}，此处为 "
            f"{source_hash()[:12]}）；请用那一版本继续，或把计划运行到新的结果库",
        )
    sweep = _sweep(content, store)
    for block, kept in zip(sweep.blocks, content["blocks"], strict=True):
        if _ends(sweep, block) != kept["ends"]:
            raise InputError(
                f"'{store}': its design comes out differently here: made with "
                f"{content['versions']}; use these packages, or run the plan into a new store",
                f"“{store}”：设计点在此处算出的不同：生成时用的是 {content['versions']}；请使用这些"
                "软件包版本，或把计划运行到新的结果库",
            )
    return sweep


def _check_own_firms(content: dict[str, Any], store: Path) -> None:
    """Refuse to go on with a store whose runs held other own firms, or none."""
    made, here = content.get("own_firms"), about_own_firms().get("own_firms")
    if made == here:
        return
    hashed = made["sha256"][:12] if made else "-"
    now = here["sha256"][:12] if here else "-"
    raise InputError(
        f"'{store}' was made with other own firms ({hashed}, here {now}; -: none); go on with the "
        "same --own-firms and --show-own-firms, or run the plan into a new store",
        f"“{store}”所用的自有企业不同（{hashed}，此处为 {now}；- 表示没有）；请用相同的 "
        "--own-firms 与 --show-own-firms 继续，或把计划运行到新的结果库",
    )


def read_content(store: Path) -> dict[str, Any]:
    """What a manifest says, whichever version made it, in the form of this one.

    Raises:
        InputError: there is no store here, its manifest is damaged, or a newer version made it.
    """
    path = store / NAME
    try:
        content: dict[str, Any] = json.loads(path.read_bytes())
        kept = content.pop("digest")
        whole = kept == digest(content)
        content = brought_up(SWEEP, content, f"'{path}'")[0] if whole else content
    except FileNotFoundError:
        raise InputError(
            f"'{store}' is no store of a sweep: no {NAME} in it; begin one with 'yongsim sweep "
            "run PLAN --out STORE'",
            f"“{store}”不是批量模拟的结果库：其中没有 {NAME}；"
            "新建：yongsim sweep run 计划 --out 结果库",
        ) from None
    except OSError as error:
        raise InputError(
            f"'{path}' cannot be read: {error.strerror}", f"无法读取“{path}”：{error.strerror}"
        ) from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        whole = False
    if not whole:
        raise InputError(
            f"'{path}' is damaged; restore it from a copy, or run the plan "
            "into a new store",
            f"“{path}”已损坏；请用副本恢复，或把计划运行到新的结果库",
        )
    return content


def _sweep(content: dict[str, Any], store: Path) -> Sweep:
    plan = content["plan"]
    blocks = tuple(
        Block(tuple(one["points"]), tuple(one["seeds"]), one["shards"], one["first_shard"])
        for one in content["blocks"]
    )
    return Sweep(
        plan["name"], Title(**plan["title"]),
        tuple(from_resolved(**one) for one in plan["scenarios"]),
        tuple(_design(one, store) for one in plan["designs"]),
        plan["firms"], tuple(plan["years"]), tuple(plan["outputs"]), blocks,
    )  # fmt: skip


def _design(written: dict[str, Any], store: Path) -> Design:
    own = dict(written)
    kind = KINDS[own.pop("kind")]
    own["axes"] = tuple(_axis(one) for one in own["axes"])
    if "groups" in own:
        own["groups"] = tuple(own["groups"])
    if kind is Table:
        own["file"] = str(store / own["file"])
    return kind(**own)


def _axis(written: dict[str, Any]) -> Axis:
    axis = declared(written["key"], NAME)
    return dataclasses.replace(axis, low=written["low"], high=written["high"],
                               values=tuple(written["values"]), years=written["years"],
                               only=tuple(written.get("only", ())))
