"""Texts of the pictures, in Chinese and English; {} are blanks to fill."""

from __future__ import annotations

from typing import Any

from sim.report.words import Language

WORDS: dict[str, tuple[str, str]] = {
    "runs": ("{count}次模拟", "{count} runs"),
    "origin": ("来源：yongsim 模拟 · 代码 {code} · 数据 {data} · 参数取自{drawn}", "Source: yongsim simulation · code {code} · data {data} · parameters from {drawn}"),
    "drawn_posterior": ("后验", "the posterior"),
    "drawn_prior": ("先验", "the prior"),
    "drawn_central": ("中心值", "central values"),
    "of_scenario": ("情景：{title}", "scenario: {title}"),
    "band_note": ("线为中位数，深色带为50%区间，浅色带为90%区间。", "Line: median; dark band: 50% range; light band: 90% range."),
    # target dashboard
    "dashboard": ("2025年目标看板", "Targets of 2025 at a glance"),
    "of_aim": ("达到值占目标值（%），目标=100", "what runs reach, % of the aim (aim = 100)"),
    "verdict_met": ("达标（概率≥95%）", "met (probability 95% or more)"),
    "verdict_missed": ("未达标（概率≤5%）", "missed (probability 5% or less)"),
    "verdict_not_told": ("不能断定", "not told"),
    "base_mark": ("2020年基数（占目标值%）", "base of 2020 (% of aim)"),
    "aim_head": ("目标值", "aim"),
    "reached_head": ("中位数 [90%区间]", "median [90% range]"),
    "probability_head": ("达标概率", "probability"),
    "bare_head": ("无政策", "no policy"),
    "mark_imposed": ("外生趋势：变动由设定的趋势给出，不是行为的结果", "imposed trend: no behaviour behind it"),
    "mark_input": ("由情景自身数量设定，是投入而非成效", "set by the scenario's own quota: an input"),
    "dashboard_note": (
        "横条为90%区间，竖线为中位数；超出刻度的以箭头表示。规划中另有{count}项目标模型不能反映，见目标表。",
        "Bars: 90% range; stroke: median; arrows run beyond the scale. {count} more targets of the plan are not represented: see the target table.",
    ),
    # fans
    "fans": ("2015—2025年：模拟路径、公布数与目标", "2015-2025: simulated paths, published figures and targets"),
    "fans_key_median": ("模拟中位数", "simulated median"),
    "fans_key_50": ("50%区间", "50% range"),
    "fans_key_90": ("90%区间", "90% range"),
    "fans_key_published": ("公布数（2020年须线为容差）", "published (whisker of 2020: tolerance)"),
    "fans_key_target": ("2025年目标", "target of 2025"),
    "fans_key_ahead": ("2020年以后为预测", "projected after 2020"),
    "fans_key_rival": ("简单外推：{rival}", "naive rival: {rival}"),
    # adoption
    "adoption": ("智能化改造的扩散：按企业规模", "How upgrading spreads, by size of firm"),
    "reached_rung": ("达到“{rung}”及以上的企业", "firms at '{rung}' or above"),
    "share_of_firms": ("占规上企业（%）", "% of above-scale firms"),
    "share_of_capital": ("占装备（按资产，%）", "% of equipment (by capital)"),
    "nc": ("装备数控化率", "numerical control"),
    "net": ("机器联网率", "networking"),
    "every_firm": ("全部规上企业", "all above-scale firms"),
    "every_band": ("全部企业的90%区间", "90% range of all"),
    "published_all": ("公布数（全部）", "published (all)"),
    "adoption_note": (
        "只含规上企业，规模按当年人员和营业收入划分，企业会换档；线为中位数。各格纵轴不同。",
        "Above-scale firms only, in the size class of the year: firms change class. Lines: medians. Scales differ between panels.",
    ),
    # grades
    "grades": ("亩均评价等级的流动：{first}—{last}年", "Moves between per-mu grades, {first}-{last}"),
    "grade": ("{grade}级", "grade {grade}"),
    "ungraded": ("当年新进，未评", "entered, not graded yet"),
    "left": ("退出", "left"),
    "grade_flow_key": ("带的颜色为前一年的等级。", "Bands take the colour of the year before."),
    "firms_axis": ("企业数（家）", "firms"),
    "grades_note": (
        "各次模拟的平均数；全部模型企业（规上企业及用地3亩以上的规下企业）。黑边空白短条为下一年退出的企业。",
        "Means over runs; all modelled firms (above scale, and below-scale ones with 3 mu or more). White bars with an edge: firms that leave in the next year.",
    ),
    # land
    "land": ("57个片区的地价与用地：{year}年", "Land price and land in use of the 57 sub-areas, {year}"),
    "land_price_key": ("地价（万元/亩，现价）", "land price (10k yuan/mu, of the year)"),
    "land_use_key": ("底部横条：已用工业用地占可用工业用地", "bar at the foot: share of ready land in use"),
    "tile": ("{price} · 已用 {use}%", "{price} · in use {use}%"),
    "township": ("园区外", "outside\nthe parks"),
    "land_note": (
        "按区县排列的方格，不是地图：位置和大小不代表地理。均为各次模拟的中位数。片区所属区县有一部分是判断。",
        "Tiles by district, not a map: place and size mean nothing. Medians over runs. Which district a sub-area is put in is partly judged.",
    ),
    # comparisons
    "probabilities": ("各情景的达标概率", "Probability of each target, by scenario"),
    "differences": ("与“{first}”之差", "Differences to '{first}'"),
    "winners": ("谁得谁失：与“{first}”之差", "Who wins and who loses: differences to '{first}'"),
    "compared_with": ("相对“{title}”，同参数、同企业、同运气", "against '{title}' on the same parameters, firms and luck"),
    "wilson": ("须线为95%威尔逊区间。", "Whiskers: Wilson's 95% interval."),
    "probability_axis": ("达标概率（%）", "probability (%)"),
    # frontier
    "frontier": ("成本与成效：各组合的前沿", "Cost and effect: the frontier of packages"),
    "against": ("相对“{title}”", "against '{title}'"),
    "frontier_note": (
        "点为单次模拟，大标记为平均，灰线为平均数的前沿。点线：信息价值所取的单位效果价值。金额为当年价，不折现。",
        "Dots: single runs; large marks: means; grey line: the frontier of the means. Dotted: the worth at which information is valued. Money of the years, not discounted.",
    ),
    "plane": ("成本与效果", "Cost and effect"),
    "share_of_runs": ("占模拟次数（%）", "% of runs"),
    "best_by_worth": ("每单位效果值多少时，哪个组合净效益最高", "Which package has the highest net benefit, by worth"),
    "best_by_budget": ("不超预算时，哪个组合效果最大", "Which package has the greatest effect within a budget"),
    "information": ("先弄清再选值多少（完全信息，含抽样运气）", "What knowing before choosing is worth (perfect information, luck included)"),
    "worth_axis": ("每单位效果的价值（亿元）", "worth of a unit of effect (100m yuan)"),
    "budget_axis": ("预算（亿元）", "budget (100m yuan)"),
    # waterfall
    "package_against": ("情景：{package}，相对“{against}”", "scenario: {package}, against '{against}'"),
    "over_plan": ("2021—2025年合计", "sum of 2021-2025"),
    "end_of_plan": ("2025年", "2025"),
    "waterfall": ("成效由哪些工具带来", "Which instrument does it"),
    "whole": ("合计", "total effect"),
    "waterfall_note": (
        "夏普利值：各工具加入的所有次序的平均；柱为各次模拟的平均，须线为90%区间。五年的总量数不能识别各工具的单独作用，区间也含先验。",
        "Shapley values: means over all orders in which instruments can join. Bars: means over runs; whiskers: 90% range. Five years of totals do not identify instruments one by one: ranges carry the priors too.",
    ),
    "rises": ("增加", "raises it"),
    "falls": ("减少", "lowers it"),
    # tornado
    "tornado": ("2025年由什么决定", "What drives 2025"),
    "tornado_high": ("参数取95%分位值", "parameter at its 95% point"),
    "tornado_low": ("参数取5%分位值", "parameter at its 5% point"),
    "tornado_pale": ("浅色：不能与运气区分", "pale: not told from luck"),
    "tornado_axis": ("与平均数{mean}之差（{unit}）", "difference to the mean of {mean} ({unit})"),
    "tornado_note": (
        "对每个参数分别作线性回归；方括号内为参数的5%与95%分位值。后验使一些参数彼此关联，它们分担同一作用：这是相关，不是因果。",
        "One linear regression per parameter; in brackets its 5% and 95% points. The posterior ties some parameters together, and these share an effect: association, not cause.",
    ),
}  # fmt: skip


def say(name: str, language: Language, **blanks: Any) -> str:
    """A text in a language, its blanks filled."""
    return WORDS[name][0 if language == "zh" else 1].format(**blanks)
