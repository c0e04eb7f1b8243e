"""Texts of the explorer's page and command, in Chinese and English."""

from __future__ import annotations

from typing import Any

from sim.park.atlas import sectors
from sim.report.words import Language

# What the page itself shows; handed to it whole.
PAGE: dict[str, tuple[str, str]] = {
    "other_language": ("English", "中文"),
    "skip": ("跳到结果", "skip to the results"),
    "settings": ("政策设定", "Settings"),
    "how": ("用鼠标或方向键移动滑块；只能选已经模拟过的取值，不作内插。", "Move a slider with the mouse or the arrow keys. Only settings that were simulated can be chosen; nothing is interpolated."),
    "package": ("政策组合", "package"),
    "reset": ("回到基准", "back to the baseline"),
    "compared": ("基准（比较对象）", "Baseline (what is compared with)"),
    "own": ("即情景“{name}”自身的取值", "the values that scenario '{name}' has itself"),
    "not_own": ("网格不含情景自身的取值，取各轴第一个值", "the grid does not hold the scenario's own values: the first of each axis is taken"),
    "is_reference": ("当前设定就是基准，差异为零。", "The setting chosen is the baseline itself: no difference."),
    "no_effect": ("不作用于所选组合", "does not act on the package chosen"),
    "from_year": ("{years}年起", "from {years} on"),
    "in_years": ("{years}年", "in {years}"),
    "draws_here": ("{n}次模拟", "{n} runs"),
    "failed": ("其中{n}次模拟失败，未计入", "{n} runs failed and are left out"),
    "missing": ("{n}次模拟尚未运行", "{n} runs are not there yet"),
    "nothing": ("此设定没有足够的已完成模拟，不显示数字。", "Too few runs of this setting went well: no numbers are shown."),
    "few_pairs": ("此设定与基准共有的模拟太少，不显示差异。", "Too few runs are there of both this setting and the baseline: no differences are shown."),
    "figures": ("结果与差异", "Results and differences"),
    "figures_note": ("2025年数值；标“合计”的是2021—2025年之和。差异按同一抽样逐次相减，均值附95%置信区间；区间含零即“未能区分”。点按指标可在下图查看。", "Levels of 2025; 'sum' marks sums of 2021-2025. Differences are taken run by run on common draws, means with their 95% interval; where it holds nought the two are not told apart. Choose a figure to see it drawn below."),
    "indicator": ("指标", "figure"),
    "unit": ("单位", "unit"),
    "baseline": ("基准", "baseline"),
    "chosen": ("所选设定", "setting chosen"),
    "median": ("中位数", "median"),
    "range": ("5%—95%分位", "5-95%"),
    "mean_difference": ("平均差异", "mean difference"),
    "interval": ("95%置信区间", "95% interval"),
    "told": ("能否区分", "told apart?"),
    "more": ("增加", "more"),
    "less": ("减少", "less"),
    "not_told": ("未能区分", "not told apart"),
    "sum": ("合计", "sum"),
    "path": ("历年走势", "Year by year"),
    "response": ("只改变一项时", "Changing one thing only"),
    "along": ("横轴", "along"),
    "response_note": ("其余滑块保持不变；点为中位数，竖线为5%—95%。实心点是所选设定。", "The other sliders stay where they are; dots are medians, bars 5-95%. The filled dot is the setting chosen."),
    "difference_note": ("其余滑块保持不变；点为与基准的平均差异，竖线为其95%置信区间，触及虚线（零）即未能区分。实心点是所选设定。", "The other sliders stay where they are; dots are mean differences from the baseline, bars their 95% intervals: one that touches the dashed line (nought) is not told apart. The filled dot is the setting chosen."),
    "measure": ("显示", "showing"),
    "difference": ("与基准的差异", "difference from the baseline"),
    "level": ("水平", "level"),
    "point": ("个百分点", "percentage point"),
    "path_note": ("线为中位数，色带为5%—95%；虚线为基准。2020年以前各设定相同。", "Lines are medians, the band is 5-95%; the dashed line is the baseline. Before 2021 all settings are the same."),
    "save_picture": ("保存图片", "save picture"),
    "targets": ("2025年目标", "Targets of 2025"),
    "target": ("目标", "target"),
    "aim": ("目标值", "aim"),
    "share": ("达标占比", "share that reaches it"),
    "verdict": ("判断", "verdict"),
    "met": ("达到", "met"),
    "missed": ("未达到", "missed"),
    "open": ("未能判定", "not told"),
    "targets_note": ("括号内是占比的95%置信区间（Wilson）：区间全部不低于{sure}%为“达到”，全部不高于{unsure}%为“未达到”，其余未能判定。", "In brackets the 95% interval of the share (Wilson): 'met' where all of it lies at {sure}% or more, 'missed' where all of it lies at {unsure}% or less; all else is not told."),
    "imposed": ("外生趋势，非政策所致", "imposed trend, not policy"),
    "contradictory": ("与另一目标矛盾", "contradicts another target"),
    "below_base": ("目标低于2020年基数", "aim below the base of 2020"),
    "dose": ("由投放数量直接决定", "set by the dose itself"),
    "cost": ("每单位结果的财政成本", "Public cost of a result"),
    "cost_note": ("净支出之差除以结果之差（均对基准），附Fieller 95%区间；结果未能与零区分时不计算。负数表示一边省钱一边增加，或一边花钱一边减少，须看上表两项差异。", "The difference in net public cost over that in the figure, both against the baseline, with Fieller's 95% interval; none where the figure is not told apart from nought. Below nought: money saved with a gain, or spent with a loss; look at both differences above."),
    "per_unit": ("亿元/{unit}", "100m yuan per {unit}"),
    "cannot_tell": ("无法判断", "can't be told"),
    "money": ("财政收支账", "The ledger"),
    "money_note": ("2021—2025年合计，亿元，各年现价，不贴现；各次模拟的平均值，因此各行可以相加。净支出=支出+减免−收回−收入。", "Sums of 2021-2025 in 100m yuan of the years, not discounted; means over the runs, so that rows add up. Net cost is paid plus forgone less clawed back and received."),
    "no_ledger": ("此网格未保存收支明细（方案的 outputs 未列 ledger）。", "This grid keeps no flows of money ('ledger' is not among the plan's outputs)."),
    "instrument": ("工具", "instrument"),
    "paid": ("财政支出", "paid by the city"),
    "forgone": ("财政减免（少收）", "forgone by the city"),
    "clawed_back": ("企业退回", "paid back by firms"),
    "received": ("企业缴纳", "paid by firms"),
    "committed": ("承诺（不计入）", "committed (not counted)"),
    "net": ("净支出", "net cost"),
    "against": ("比基准", "against baseline"),
    "total": ("合计", "total"),
    "by_year": ("按年份", "By year"),
    "year": ("年份", "year"),
    "rests_on": ("这些数字的依据", "What this rests on"),
    "sources": ("滑块取值的来源", "Sources of what the sliders set"),
    "standing": ("依据等级", "standing"),
    "cannot": ("模型不能反映的目标", "Targets that the model can't show"),
    "not_kept": ("本网格未保存的目标", "Targets that this grid keeps no figure for"),
    "missing_measures": ("情景不能反映的措施", "Measures that the scenario can't show"),
    "provenance": ("出处", "Provenance"),
    "from_grid": ("方案", "plan"),
    "runs": ("模拟次数", "runs"),
    "firms_share": ("所模拟的中小企业比例", "share of the smaller firms simulated"),
    "code": ("代码", "code"),
    "data": ("数据", "data"),
    "posterior": ("后验", "posterior"),
    "own_firms": ("自有企业数据摘要", "digest of the own firms"),
    "store": ("结果库摘要", "digest of the store"),
    "again": ("重做", "to make it anew"),
}  # fmt: skip

# Words that scenario files write for the choices of a dose.
CHOICES: dict[str, tuple[str, str]] = {
    "lot": ("抽签", "by lot"), "score": ("按评价得分", "by per-mu score"),
    "small_first": ("小企业优先", "small firms first"),
}  # fmt: skip

# Sentences of the section on what the numbers rest on, and the command's own words.
SAID: dict[str, tuple[str, str]] = {
    "prior_driven": (
        "各工具的单独作用无法由2015—2020年的总量识别，主要取决于先验；区间只在抽样所及的范围内包含这一不确定性。",
        "Separate effects of instruments are not identified by the totals of 2015-2020 and rest mostly on priors; the ranges hold that doubt only as far as the draws do.",
    ),
    "luck_only": (
        "没有抽取参数：区间只含抽样运气，参数不确定性不在其中。",
        "No parameters were drawn: ranges hold luck only, not what is unknown of the parameters.",
    ),
    "mean_and_range": (
        "“平均差异”的区间说明均值有多准；“5%—95%”说明各次模拟之间相差多大。二者不是一回事。",
        "The interval of a mean difference says how well the mean is known; '5-95%' says how far single runs lie apart. They are not the same.",
    ),
    "few_draws": (
        "每个设定只有{n}次抽样：5%与95%分位和达标占比都较粗。",
        "Only {n} draws of each setting: 5% and 95% marks and shares are coarse.",
    ),
    "title": ("探索页：{title}", "Explorer: {title}"),
    "made": ("{cells}个设定 × {draws}次抽样；页面{size:.1f} MB，任何浏览器离线打开", "{cells} settings x {draws} draws; the page has {size:.1f} MB and opens offline in any browser"),
    "no_script": ("本页需要启用 JavaScript。", "This page needs JavaScript."),
}  # fmt: skip


def say(key: str, language: Language, **values: Any) -> str:
    """A sentence in a language, with its values."""
    return SAID[key][0 if language == "zh" else 1].format(**values)


def choice(name: str, language: Language) -> str:
    """What a choice is called; some are sectors, which have their own labels."""
    known = CHOICES | {one.name: (one.zh, one.en) for one in sectors()}
    return known[name][0 if language == "zh" else 1]


def page_words(language: Language) -> dict[str, str]:
    """Every text of the page in a language; braces are filled in there."""
    return {key: texts[0 if language == "zh" else 1] for key, texts in PAGE.items()}
