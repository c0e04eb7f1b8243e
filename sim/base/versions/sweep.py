"""Stores of sweeps: `format` of their manifest. The parts themselves never changed."""

from __future__ import annotations

from sim.base.versions.kinds import Content, Kind, Step, Tables, declared
from sim.base.versions.results import SHIPPED_CITY


def with_city(content: Content, tables: Tables) -> tuple[Content, Tables]:
    """From 1 to 2: the city was the shipped one, and doses were laid over all scenarios."""
    content.setdefault("city", dict(SHIPPED_CITY))
    for design in content["plan"]["designs"]:
        for axis in design.get("axes", []):
            axis.setdefault("only", [])
    return content, tables


SWEEP = declared(Kind(
    "sweep", "批量模拟结果库", "store of a sweep", "format",
    (
        Step("清单写明城市，轴可以只用于部分情景；此前只有随附城市，轴用于全部情景",
             "the manifest names the city, and an axis may be of some scenarios only; before, it "
             "was the shipped city, and all scenarios", with_city),
    ),
    None, "请把计划运行到新的结果库", "run the plan into a new store",
))  # fmt: skip
