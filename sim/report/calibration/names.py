"""Names that the tables of a posterior use, in Chinese and English."""

from __future__ import annotations

# Figures that are no indicator of their own.
GROWTH = {
    "value_added_growth_rate": ("规上增加值当年实际增速", "real growth of value added in the year"),
    "value_added_per_mu_growth_rate": (
        "亩均增加值当年增速",
        "growth of value added per mu in the year",
    ),
}

# What is said of pairs that theory expects to be told apart badly.
RIDGES = {
    frozenset(("crossings_per_year", "exit_intercept")): "entry_exit",
    frozenset(("gain_attenuation", "upgrade_intercept")): "cost_benefit",
    frozenset(("gain_attenuation", "payback_hurdle")): "cost_benefit",
    frozenset(("productivity_trend", "gain_attenuation")): "trend_gain",
    frozenset(("productivity_trend", "wage_growth")): "trend_wage",
}

STANDINGS = {
    "document": ("规划文件", "document"),
    "published": ("公开发布", "published"),
    "literature": ("文献", "literature"),
    "derived": ("推算", "derived"),
    "recalled": ("常识", "recalled"),
    "judgement": ("判断", "judgement"),
}

GROUPS = {
    "production": ("生产", "production"),
    "later": ("2020年以后的趋势", "trends after 2020"),
    "books": ("账目", "books"),
    "finance": ("融资", "finance"),
    "upgrade": ("技术改造", "upgrading"),
    "expansion": ("扩产", "expansion"),
    "leaving": ("退出与搬迁", "leaving and moving"),
    "entry": ("进入", "entry"),
    "grading": ("亩均评价", "per-mu grading"),
    "land": ("土地", "land"),
    "recognition": ("认定", "recognition"),
    "population": ("初始企业群体", "population of 2015"),
}

# English unit -> Chinese.
UNITS = {
    "100m yuan": "亿元",
    "10k yuan/person": "万元/人",
    "10k yuan/mu": "万元/亩",
    "%": "%",
    "firms": "家",
    "projects": "个",
    "persons": "人",
    "mu": "亩",
    "2015 = 1": "2015年=1",
    "fraction": "比例",
    "log": "对数",
    "logit": "logit",
    "logit per log": "logit/对数",
    "logit per 5 yr": "logit/五年",
    "log/yr": "对数/年",
    "log/yr per log size": "对数/年·规模对数",
    "log/yr per squared log size": "对数/年·规模对数平方",
    "per log": "每对数",
    "per yr": "每年",
    "real, per yr": "实际，每年",
    "firms/yr": "家/年",
    "of the line": "规上线的倍数",
    "of the remainder": "占剩余部分",
    "-": "–",
    "t/10k yuan": "吨/万元",
    "10k yuan/t": "万元/吨",
    "log per unit": "对数/单位",
    "log per log": "对数/对数",
    "log size over the mean": "高于均值的规模对数",
    "points": "分",
    "of capital and land": "占资本与土地",
    "10k yuan/mu/yr": "万元/亩·年",
    "10k yuan/mu of floor": "万元/亩建筑",
    "10k yuan/mu, nominal": "万元/亩，现价",
    "10k yuan, nominal": "万元，现价",
    "10k yuan": "万元",
    "100m yuan, 2020": "亿元，2020年价",
    "logit per unit share": "logit/单位占比",
    "logit per grade": "logit/等级",
    "nominal, per yr": "名义，每年",
    "of their land, per yr": "占其用地，每年",
    "of free land, per yr": "占空闲用地，每年",
    "of the bar": "门槛的倍数",
    "of the price": "地价的倍数",
    "of value added": "占增加值",
    "of 1,000 staff": "以千人为1",
    "ratio": "比值",
    "per doubling": "每翻一番",
    "years": "年",
}
