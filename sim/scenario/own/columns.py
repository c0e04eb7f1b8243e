"""The columns of a table of own firms: headings, units, which are needed, what stands in.

Figures are those of the table's year, in the units that bureaus of the per-mu evaluation use.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "year", "place", "district", "sector", "flag", "number"]


@dataclass(frozen=True)
class Column:
    """One column.

    Attributes:
        name: heading in English, and name in the code.
        zh: heading in Chinese; `also` are further headings that mean the same.
        unit, unit_zh: empty for what is no figure.
        need: `always`; `one of`: together with the others of its `group` at least one; `may`.
        high: largest figure; above that the unit is doubted.
        zero: whether nought is a figure a firm can have.
        stand_in, stand_in_zh: what is taken where the cell is empty.
    """

    name: str
    zh: str
    kind: Kind
    need: Literal["always", "one of", "may"]
    also: tuple[str, ...] = ()
    unit: str = ""
    unit_zh: str = ""
    group: str = ""
    high: float = 2e7
    zero: bool = False
    stand_in: str = ""
    stand_in_zh: str = ""


_MONEY = ("10k yuan", "万元")
DONOR = ("the ratio of a modelled firm of the sector and size", "同产业、规模相近的模拟企业的比率")

COLUMNS = (
    Column("code", "统一社会信用代码", "text", "one of", ("企业代码", "组织机构代码", "企业标识"),
           group="identity"),
    Column("name", "企业名称", "text", "one of", ("单位名称", "单位详细名称"), group="identity"),
    Column("year", "年度", "year", "may", ("年份", "评价年度"), stand_in="`year` of the settings",
           stand_in_zh="设置文件的 year"),
    Column("place", "片区", "place", "one of", ("所在片区", "园区片区", "园区"), group="place"),
    Column("district", "区县", "district", "one of", ("区县（市）", "所属区县", "区（县、市）"),
           group="place", stand_in="that of the place", stand_in_zh="片区所属区县"),
    Column("sector", "产业", "sector", "always", ("所属产业", "产业集群", "行业", "行业代码")),
    Column("above_scale", "规上", "flag", "may", ("是否规上", "规上规下", "规模以上"),
           stand_in="revenue of 20m yuan or more", stand_in_zh="营业收入2000万元及以上"),
    Column("output", "工业总产值", "number", "one of", ("总产值",), *_MONEY, group="size"),
    Column("revenue", "营业收入", "number", "one of", ("主营业务收入",), *_MONEY, group="size"),
    Column("value_added", "工业增加值", "number", "may", ("增加值",), *_MONEY,
           stand_in="output at " + DONOR[0], stand_in_zh="产值按" + DONOR[1]),
    Column("tax", "实缴税金", "number", "may", ("税收实际贡献", "实际缴纳税金", "税收", "入库税金"),
           *_MONEY, zero=True, stand_in="the sector's tax rate", stand_in_zh="产业税负"),
    Column("land", "用地面积", "number", "always", ("用地", "实际用地面积", "占用土地面积"), "mu",
           "亩", high=50_000.0),
    Column("employment", "从业人员", "number", "always",
           ("年平均职工人数", "职工人数", "从业人员平均人数", "用工人数"), "persons", "人",
           high=200_000.0),
    Column("energy", "综合能耗", "number", "may", ("总能耗", "能源消费量", "综合能源消费量"), "tce",
           "吨标煤", zero=True, high=2e8, stand_in=DONOR[0], stand_in_zh=DONOR[1]),
    Column("electricity", "用电量", "number", "may", ("年用电量",), "10k kWh", "万千瓦时",
           zero=True, high=2e6, stand_in="by energy within the sector, else " + DONOR[0],
           stand_in_zh="按综合能耗在产业内的高低，否则取" + DONOR[1]),
    Column("research", "研发费用", "number", "may", ("研发经费", "R&D经费", "研究与试验发展经费"),
           *_MONEY, zero=True, stand_in=DONOR[0], stand_in_zh=DONOR[1]),
    Column("wages", "职工薪酬", "number", "may", ("应付职工薪酬", "工资总额"), *_MONEY,
           stand_in=DONOR[0], stand_in_zh=DONOR[1]),
    Column("capital", "固定资产净值", "number", "may", ("固定资产净额",), *_MONEY,
           stand_in=DONOR[0], stand_in_zh=DONOR[1]),
    Column("debt", "有息负债", "number", "may", ("带息负债",), *_MONEY, zero=True,
           stand_in=DONOR[0], stand_in_zh=DONOR[1]),
    Column("high_tech", "高新技术企业", "flag", "may", ("高新企业", "是否高新技术企业"),
           stand_in="as that firm", stand_in_zh="同上述企业"),
    Column("numerical_control", "数控化率", "number", "may", ("设备数控化率",), "%", "%", zero=True,
           high=100.0, stand_in="as that firm", stand_in_zh="同上述企业"),
    Column("networked", "联网率", "number", "may", ("设备联网率",), "%", "%", zero=True, high=100.0,
           stand_in="as that firm", stand_in_zh="同上述企业"),
)  # fmt: skip
COLUMN = {one.name: one for one in COLUMNS}
FIGURES = tuple(one.name for one in COLUMNS if one.kind == "number")
# What else the city is handed; names and codes are not among it.
MARKS = ("place", "sector", "above_scale", "high_tech")
