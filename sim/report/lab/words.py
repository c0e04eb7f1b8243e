"""Labels of the notebooks' tables, in Chinese and English."""

from __future__ import annotations

from typing import Any

from sim.report.words import Language

# Columns of tables, by the names that code gives them.
COLUMNS: dict[str, tuple[str, str]] = {
    "indicator": ("指标", "figure"), "unit": ("单位", "unit"),
    "start": ("2015年中位数", "median 2015"), "published": ("2020年公布数", "published 2020"),
    "middle": ("2020年中位数", "median 2020"), "end": ("2025年中位数", "median 2025"),
    "low": ("2025年5%分位", "5% of 2025"), "high": ("2025年95%分位", "95% of 2025"),
    "target": ("目标", "target"), "aim": ("目标值", "aim"), "scenario": ("情景", "scenario"),
    "median": ("中位数", "median"), "five": ("5%分位", "5%"), "ninety_five": ("95%分位", "95%"),
    "probability": ("达标概率（%）", "probability (%)"), "verdict": ("判断", "verdict"),
    "probability_low": ("概率95%区间下限（%）", "its 95% interval (%), from"),
    "probability_high": ("概率95%区间上限（%）", "to (%)"),
    "without_policy": ("无政策时的概率（%）", "probability without policy (%)"),
    "extrapolated": ("按2015—2020年趋势外推", "2015-2020 simply going on"),
    "first_year": ("首个达标年份（中位数）", "first year reached (median)"),
    "remark": ("说明", "remark"), "period": ("时期", "period"),
    "reference": ("基准中位数", "median of the baseline"), "pairs": ("配对数", "pairs"),
    "mean": ("平均差异", "mean difference"), "mean_low": ("均值95%区间下限", "95% interval from"),
    "mean_high": ("均值95%区间上限", "to"), "told": ("能否区分", "told apart?"),
    "instrument": ("工具", "instrument"), "paid": ("财政支出", "paid by the city"),
    "forgone": ("财政减免", "forgone by the city"), "clawed_back": ("企业退回", "paid back by firms"),
    "received": ("企业缴纳", "paid by firms"), "net": ("净支出", "net cost"),
    "cost": ("净支出之差（亿元）", "difference in net cost (100m yuan)"),
    "effect": ("结果之差", "difference in the figure"),
    "per_unit": ("每单位结果的成本（亿元）", "cost per unit (100m yuan)"),
    "per_low": ("成本95%区间下限", "its 95% interval, from"), "per_high": ("成本95%区间上限", "to"),
    "set": ("目标组", "set of targets"), "count": ("目标数", "targets"),
    "statement": ("内容", "what contradicts what"), "status": ("地位", "standing"),
    "cost_mean": ("净支出均值（亿元）", "mean net cost (100m yuan)"),
    "cost_low": ("净支出5%分位", "5% of cost"), "cost_high": ("净支出95%分位", "95% of cost"),
    "effect_mean": ("效果均值", "mean effect"), "effect_low": ("效果5%分位", "5% of effect"),
    "effect_high": ("效果95%分位", "95% of effect"),
    "ratio": ("增量成本（亿元/单位）", "incremental ratio (100m yuan a unit)"),
    "on_frontier": ("在前沿上的模拟占比（%）", "share of runs in which it is on the frontier (%)"),
    "share": ("占优的模拟占比（%）", "share of runs in which it is best (%)"),
    "budget": ("预算（亿元）", "budget (100m yuan)"),
    "keeps": ("不超预算的模拟占比（%）", "share of runs that keep the budget (%)"),
    "firm": ("企业编号", "firm"), "place": ("片区", "place"), "sector": ("产业", "sector"),
    "grade": ("等级", "grade"), "score": ("得分", "score"), "rung": ("智能化阶梯", "rung"),
    "value_added": ("增加值（万元）", "value added (10k yuan)"),
    "tax_per_mu": ("亩均税收（万元/亩）", "tax per mu (10k yuan/mu)"),
    "land": ("用地（亩）", "land (mu)"), "employment": ("从业人员", "staff"),
    "what": ("事项", "what"), "value": ("数值", "value"), "ranking": ("评价或排队", "ranking or queue"),
    "dose": ("剂量", "dose"), "part": ("等级或片区", "grade or place"),
    "in_force": ("现值", "in force"), "turns_at": ("转折值", "turns at"),
    "source": ("来源", "source"), "standing": ("依据等级", "standing of evidence"),
    "lowest": ("下限", "lowest"), "highest": ("上限", "highest"),
    "firms": ("企业数", "firms"), "upgrades": ("技改企业", "upgrades"), "left": ("退出企业", "left"),
    "cause": ("原因", "cause"), "role": ("用途", "role"), "tolerance": ("容差", "tolerance"),
    "inside": ("在容差内", "inside tolerance"), "parameter": ("参数", "parameter"),
    "prior_low": ("先验5%", "prior 5%"), "prior_high": ("先验95%", "prior 95%"),
    "shrinkage": ("区间收窄", "narrowing"), "reason": ("原因", "reason"),
    "kind": ("类别", "kind"), "input": ("因素", "input"), "output": ("结果", "outcome"),
    "mu_star": ("平均变动 mu*", "mean change mu*"), "ST": ("总效应 ST", "total index ST"),
    "Shapley": ("Shapley 份额", "Shapley share"), "PAWN": ("PAWN 指数", "PAWN index"),
    "index_low": ("95%区间下限", "95% interval from"),
    "index_high": ("95%区间上限", "to"), "floor": ("噪声水平", "noise floor"),
    "above_noise": ("高于噪声", "above noise?"),
}  # fmt: skip

# Titles of tables, by the names that notebooks ask for.
TITLES: dict[str, tuple[str, str]] = {
    "city": ("城市的主要指标", "The city's main figures"),
    "targets": ("2025年目标", "Targets of 2025"),
    "ledger": ("财政收支：2021—2025年合计，亿元，均值", "Public money, sums of 2021-2025, 100m yuan, means"),
    "differences": ("与基准的差异（同一抽样逐次相减）", "Differences from the baseline, run by run on common draws"),
    "results_per_cost": ("每单位结果的成本", "Cost of a result"),
    "joint": ("同时达到一组目标的概率", "Chance of reaching a set of targets together"),
    "conflicts": ("相互矛盾的目标（只凭算术）", "Targets that contradict each other by arithmetic"),
    "frontier": ("成本与效果（对无政策）", "Cost and effect, against no policy"),
    "within_budget": ("预算之内效果最大的组合", "Which package has the greatest effect within a budget"),
    "firms": ("企业", "Firms"), "grades": ("一个片区的企业等级", "Grades in one place"),
    "decisions": ("这家企业的这一年", "The firm's year"),
    "rankings": ("评价与排队", "Rankings and queues"),
    "flips": ("能使技改决定改变的最小政策调整", "The smallest changes of one dose that turn its upgrade decision"),
    "parks": ("一个片区历年变化（中位数）", "One place year by year (medians)"),
    "fit": ("2020年：公布数与模型", "2020: published figures and the model"),
    "undisciplined": ("公布数约束不了的参数", "Parameters that no published figure disciplines"),
    "not_represented": ("模型不能反映的目标", "Targets that the model can't show"),
    "doses": ("可调的剂量及其来源", "Doses that can be set, and what they stand on"),
    "drivers": ("影响最大的因素", "What moves the outcomes most"),
}  # fmt: skip

# Figures of places.
PLACE: dict[str, tuple[str, str]] = {
    "firms": ("企业数", "firms"), "above_scale_firms": ("规上企业数", "above-scale firms"),
    "value_added": ("规上增加值", "value added, above scale"),
    "employment": ("规上从业人员", "employment, above scale"),
    "tax": ("规上税收", "tax, above scale"), "land": ("企业用地", "land of firms"),
    "free_land": ("可供用地", "free land"), "land_price": ("地价", "price of land"),
    "occupancy": ("用地占用率", "occupancy of ready land"),
}  # fmt: skip

SAID: dict[str, tuple[str, str]] = {
    "met": ("达到", "met"), "missed": ("未达到", "missed"), "open": ("未能判定", "not told"),
    "more": ("增加", "more"), "less": ("减少", "less"), "not_told": ("未能区分", "not told apart"),
    "cannot_tell": ("无法判断", "can't be told"), "yes": ("是", "yes"), "no": ("否", "no"), "unknown": ("不知", "unknown"),
    "imposed": ("外生趋势", "imposed trend"), "dose": ("由投放数量直接决定", "set by the dose itself"),
    "contradictory": ("与另一目标矛盾", "contradicts another target"),
    "below_base": ("目标低于2020年基数", "aim below the base of 2020"),
    "loose": ("无政策也能达到", "met without policy"), "binding": ("有约束力", "binding"),
    "short": ("目前措施达不到", "out of reach of these measures"), "total": ("合计", "total"),
    "land_account": ("土地收支", "land account"),
    "quick_look": ("快速预览：小样本城市，仅供试看", "quick look: a thinned city, for a first impression only"),
    "no_limit": ("不限", "none"),
    "more_rows": ("只显示前{shown}行；全部{count}行在 Excel 文件中", "the first {shown} rows; all {count} are in the Excel file"),
    "saved": ("表格已写入：{path}", "tables written to {path}"),
    "runs": ("{seeds}次模拟，中小企业比例{firms:g}", "{seeds} runs, share of the smaller firms {firms:g}"),
    "about": ("说明", "about"), "notebook": ("笔记本", "notebook"), "language": ("语言", "language"),
    "size": ("规模", "size"), "code": ("代码", "code"), "data": ("数据", "data"),
    "note": ("说明", "note"), "sheet": ("工作表", "sheet"), "choose": ("选择", "choose"),
    "set_plan": ("规划全部可反映的目标", "all targets of the plan that are shown"),
    "set_binding": ("有约束力的目标", "the binding targets"), "set_own": ("自选", "own list"),
    "prior_driven": (
        "各工具的单独作用无法由2015—2020年的总量识别，主要取决于先验；区间只在抽样所及的范围内包含这一不确定性。",
        "Separate effects of instruments are not identified by the totals of 2015-2020 and rest mostly on priors; ranges hold that doubt only as far as the draws do.",
    ),
}  # fmt: skip


def say(key: str, language: Language, **values: Any) -> str:
    """A text in a language, with its values."""
    return SAID[key][0 if language == "zh" else 1].format(**values)


def column(name: str, language: Language) -> str:
    """The heading of a column; a name that is none stays as it is."""
    return COLUMNS.get(name, (name, name))[0 if language == "zh" else 1]


def title(name: str, language: Language) -> str:
    """The title of a table."""
    return TITLES[name][0 if language == "zh" else 1]


def place_figure(name: str, language: Language) -> str:
    """The label of a place's figure."""
    return PLACE[name][0 if language == "zh" else 1]
