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

