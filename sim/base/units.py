"""Units and the span of years, stated once."""

from __future__ import annotations

YUAN_100M = 10_000.0  # 10k yuan in 100m yuan
FIRST_YEAR, LAST_YEAR = 2015, 2025  # where the evidence begins and the plan ends
LAST_PUBLISHED_YEAR = 2020  # what comes later is projected
PUBLISHED_SPAN = LAST_PUBLISHED_YEAR - FIRST_YEAR

# Units in Chinese.
UNITS_ZH = {
    "-": "–", "0/1": "0/1", "days": "天", "years": "年", "rank": "位次", "ratio": "比值",
    "mu": "亩", "mu/yr": "亩/年", "projects": "个", "projects/yr": "个/年", "firms/yr": "家/年",
    "elasticity": "弹性", "log": "对数", "per yr": "每年", "of value added": "占增加值",
    "10k yuan, nominal": "万元，现价", "10k yuan/yr, nominal": "万元/年，现价",
    "10k yuan/mu, nominal": "万元/亩，现价", "yuan/kWh": "元/千瓦时",
    "logit per 10k yuan": "logit/万元", "log per yuan/kWh": "对数/（元/千瓦时）",
    "fraction": "比例", "fraction/yr": "比例/年", "fraction of loss": "占损失的比例",
    "fraction of price": "占价格的比例", "fraction of tax": "占税额的比例",
    "fraction of interest": "占利息的比例", "fraction of the plot": "占地块的比例",
    "fraction of firms": "占企业的比例", "fraction of research": "占研发的比例",
    "fraction of project": "占项目的比例", "fraction of leased part": "占租赁部分的比例",
    "fraction of cost": "占成本的比例", "100m yuan": "亿元", "10k yuan/person": "万元/人",
    "10k yuan/mu": "万元/亩", "%": "%", "firms": "家", "persons": "人", "2015 = 1": "2015年=1",
    "logit": "logit", "logit per log": "logit/对数", "logit per 5 yr": "logit/五年",
    "log/yr": "对数/年", "log/yr per log size": "对数/年·规模对数",
    "log/yr per squared log size": "对数/年·规模对数平方", "per log": "每对数",
    "real, per yr": "实际，每年", "of the line": "规上线的倍数", "of the remainder": "占剩余部分",
    "t/10k yuan": "吨/万元", "10k yuan/t": "万元/吨", "log per unit": "对数/单位",
    "log per log": "对数/对数", "log size over the mean": "高于均值的规模对数", "points": "分",
    "of capital and land": "占资本与土地", "10k yuan/mu/yr": "万元/亩·年",
    "10k yuan/mu of floor": "万元/亩建筑", "10k yuan": "万元", "100m yuan, 2020": "亿元，2020年价",
    "logit per unit share": "logit/单位占比", "logit per grade": "logit/等级",
    "nominal, per yr": "名义，每年", "of their land, per yr": "占其用地，每年",
    "of free land, per yr": "占空闲用地，每年", "of the bar": "门槛的倍数",
    "of the price": "地价的倍数", "of 1,000 staff": "以千人为1", "per doubling": "每翻一番",
    "% a year": "%/年", "factories": "家", "firms a year": "家/年", "% VA": "占增加值%",
}  # fmt: skip


def unit_zh(unit: str) -> str:
    """A unit in Chinese; unchanged where no Chinese is known."""
    return UNITS_ZH.get(unit, unit)
