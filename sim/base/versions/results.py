"""Results folders: `schema_version` of their manifest."""

from __future__ import annotations

from typing import Any

from sim.base.versions.kinds import Content, Kind, Step, Tables, declared

# The city that a seed alone meant, before runs had members.
FIRST_CITY_SEED = 1
SHIPPED_CITY = {"zh": "宁波", "en": "Ningbo"}
LAND = ("other_land", "reserved_land", "held_land", "land_stock")
ADDED_TO_TARGETS = (
    "quota", "quota_carried_out", "end_year", "end_median", "end_five_percent",
    "end_ninety_five_percent", "growth_needed", "growth_needed_five_percent",
    "growth_needed_ninety_five_percent", "growth_simulated",
)  # fmt: skip


def with_members(content: Content, tables: Tables) -> tuple[Content, Tables]:
    """From 1 to 2: runs were all of central values; a table of members says so."""
    import pyarrow as pa  # noqa: PLC0415  only who carries old tables needs it

    seeds = list(content["seeds"])
    city = content.pop("population_seed", FIRST_CITY_SEED)
    members = pa.table({
        "seed": pa.array(range(1, len(seeds) + 1), pa.int64()),
        "member": pa.array([0] * len(seeds), pa.int64()),
        "population_seed": pa.array([city] * len(seeds), pa.int64()),
        "run_seed": pa.array(seeds, pa.int64()),
    })  # fmt: skip
    content |= {"draws": "central", "failed": [], "seeds": list(range(1, len(seeds) + 1)),
                "parameters_are": "central values of the scenario"}  # fmt: skip
    number = {seed: k for k, seed in enumerate(seeds, start=1)}
    kept = {name: _renumbered(table, number) for name, table in tables.items()}
    return content, {**kept, "members": members}


def _renumbered(table: Any, number: dict[int, int]) -> Any:
    """A table whose seeds are numbers of runs."""
    import pyarrow as pa  # noqa: PLC0415

    if "seed" not in table.column_names:
        return table
    at = table.column_names.index("seed")
    seeds = pa.array([number[seed] for seed in table["seed"].to_pylist()], pa.int64())
    return table.set_column(at, "seed", seeds)


def with_land(content: Content, tables: Tables) -> tuple[Content, Tables]:
    """From 2 to 3: what was not recorded is empty; the city was the shipped one."""
    content.setdefault("city", dict(SHIPPED_CITY))
    content.setdefault("sources", {})
    content.setdefault("targets", [])
    found = dict(tables)
    for name, added in (("places", LAND), ("targets", ADDED_TO_TARGETS)):
        if name in found:
            found[name] = _with_empty(found[name], added)
    return content, found


def _with_empty(table: Any, names: tuple[str, ...]) -> Any:
    import pyarrow as pa  # noqa: PLC0415

    for name in names:
        if name not in table.column_names:
            table = table.append_column(name, pa.nulls(table.num_rows, pa.float64()))
    return table


RESULTS = declared(Kind(
    "results", "结果文件夹", "results", "schema_version",
    (
        Step("每次模拟有了成员（参数、初始企业、运气），记入 members.parquet；此前都取中心值",
             "each run has a member (parameters, firms, luck), in members.parquet; before, all "
             "were of central values", with_members),
        Step("片区表列出全部用地，目标表列出配额与模拟期后的目标，清单写明城市；此前没有记录，为空",
             "places.parquet holds all land, targets.parquet quotas and later targets, the "
             "manifest names the city; before, they were not recorded: empty", with_land),
    ),
    None, "请重新运行该情景", "run the scenario again",
))  # fmt: skip
