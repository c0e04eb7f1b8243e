"""Texts of sensitivity analyses, in Chinese and English."""

from __future__ import annotations

from typing import Any

from sim.report.words import Language

SAYINGS: dict[str, tuple[str, str]] = {
    "morris": ("莫里斯筛选：输入由下限移到上限的平均绝对影响（μ*）", "Morris screening: mean absolute effect of moving an input from its lower to its upper bound (mu*)"),
    "sobol": ("索博尔总效应指数（Jansen估计）", "Sobol total indices (Jansen)"),
    "emulated": ("由仿真器得到的索博尔总效应指数", "Sobol total indices from an emulator"),
    "pawn": ("PAWN：分布距离的中位数（不依赖矩）", "PAWN: median distance of distributions (moment-free)"),
    "shapley": ("沙普利效应（输入相关）", "Shapley effects (dependent inputs)"),
    "shapley_by_mechanism": ("按机制的沙普利效应（输入相关）", "Shapley effects by mechanism (dependent inputs)"),
    "figure": ("数值", "figure"),
    "probability": ("是否达标", "whether it is reached"),
    "cost": ("2021—2025年合计", "sum of 2021-2025"),
    "less": ("{scenario} 减 {against}", "{scenario} less {against}"),
    "floor_mark": ("噪声水平", "level of noise"),
    "told_mark": ("可与噪声区分", "told apart from noise"),
    "not_told_mark": ("不能与噪声区分，或未知", "not told apart from noise, or unknown"),
    "constant": ("未变化", "did not vary"),
    "batches": ("轨迹数、基础样本数或设计点数", "trajectories, base samples or points"),
    "convergence": ("收敛情况：最强的几个输入", "Convergence: the strongest inputs"),
    "note": ("{batches}组样本 × {seeds}个种子，失败{failed}次，未完成{missing}次；企业比例{firms:g}", "{batches} batches x {seeds} seeds, {failed} runs failed, {missing} not run; share of smaller firms {firms:g}"),
    "title": ("敏感性：{title}", "Sensitivity: {title}"),
    "how": ("括号内为95%区间（自助法重抽样）。“可与噪声区分”指高于由重复模拟得出的噪声水平；指数只对本设计的取值范围和情景成立。", "In brackets: 95% intervals (bootstrap). 'Told apart from noise' means above the level that replicates or made-up inputs show; indices hold for this design's ranges and scenarios only."),
    "one_seed": ("每点只有一个种子：无法判断哪些影响只是运气。", "One seed per point: what is luck can't be told from these runs."),
    "few": ("样本组数少（{batches}），区间本身也不可靠。", "There are few batches ({batches}): the intervals themselves are unreliable."),
    "left_out": ("{failed}次模拟失败、{missing}次未完成：含有它们的样本组不计入，结论只对未失败的取值成立。", "{failed} runs failed and {missing} were not run: batches with one of them are left out, and what is said holds where runs do not fail."),
    "quick": ("小样本城市：仅供试看，指数可能与全市不同。", "A thinned city: a first impression only; indices may differ from the whole city's."),
    "told": ("可与噪声区分的输入 {count}/{of}个", "told apart from noise: {count} of {of} inputs"),
    "none_told": ("没有输入可与噪声区分", "no input is told apart from noise"),
    "unknown": ("无法判断是否高于噪声", "can't be told from noise at all"),
    "order": ("“{first}”与“{second}”的区间重叠，先后未定", "the intervals of '{first}' and '{second}' overlap: which comes first is open"),
    "luck": ("运气占均值方差的{share:.1%}", "luck makes {share:.1%} of the variance of the means"),
    "explains": ("仿真器能预测方差的{share:.0%}；其余是运气和它自身的误差", "the emulator predicts {share:.0%} of the variance; the rest is luck and its own error"),
    "next": ("下一步：yongsim sensitivity {path}（{count}个保留的输入）", "next: yongsim sensitivity {path} ({count} inputs survived)"),
    "nothing_survived": ("没有输入明显高于噪声：增加轨迹或种子后再筛选", "no input is well above noise: screen again with more trajectories or seeds"),
    "analysing": ("分析{runs}次模拟", "analysing {runs} runs"),
    "too_few": ("样本太少：仿真器与沙普利效应未计算", "too few runs for the emulator and for Shapley effects: they were left out"),
    # Plain words, from several studies.
    "plain_title": ("{label}（{unit}，目标{aim:g}）", "{label} ({unit}; aim {aim:g})"),
    "plain_spread": ("“{scenario}”中均值{mean:.4g}，标准差{spread:.3g}", "in '{scenario}' the mean is {mean:.4g}, the standard deviation {spread:.3g}"),
    "plain_added": ("“{scenario}”比“{against}”多：均值{mean:.3g}，标准差{spread:.3g}", "'{scenario}' adds to '{against}' a mean of {mean:.3g}, standard deviation {spread:.3g}"),
    "plain_mechanisms": ("按机制（沙普利效应，占仿真器所解释方差的份额）：{shares}", "by mechanism (Shapley effects, shares of what the emulator explains): {shares}"),
    "plain_inputs": ("单个参数：{shares}", "single parameters: {shares}"),
    "plain_more": ("另有{count}个也可与噪声区分", "{count} more are told apart from noise"),
    "plain_none": ("没有单个参数可与噪声区分", "no single parameter is told apart from noise"),
    "plain_explained": ("仿真器解释方差的{share:.0%}", "the emulator explains {share:.0%} of the variance"),
    "plain_little": ("过半的差异说不清来源（运气、二次型仿真器以外的形式）", "where more than half of the spread comes from can't be told (luck, forms beyond the quadratic emulator)"),
    "plain_screened": ("筛选：{told}/{of}个输入可与运气区分，最强的是{strongest}", "screening: {told} of {of} inputs told apart from luck, the strongest {strongest}"),
    "plain_pawn": ("PAWN（不依赖矩）最强的是{strongest}", "PAWN (moment-free) puts first {strongest}"),
    "plain_pawn_none": ("PAWN（不依赖矩）分辨不出任何输入", "PAWN (moment-free) tells no input apart"),
    "plain_order": ("“{first}”与“{second}”孰先孰后说不清（区间重叠）", "whether '{first}' or '{second}' comes first can't be told (intervals overlap)"),
    "plain_chance": ("是否达标（达标率{mean:.0%}）：{told}", "whether it is reached ({mean:.0%} of runs): {told}"),
    "plain_chance_told": ("主要取决于{strongest}", "hangs on {strongest}"),
    "plain_chance_none": ("取决于哪个机制，从这些模拟说不清", "on which mechanism can't be told from these runs"),
    "plain_constant": ("在这些模拟中不变，没有可说的", "the same in all these runs: nothing to tell"),
    "plain_place": ("“{scenario}”：", "'{scenario}': "),
    "plain_place_less": ("“{scenario}”减“{against}”：", "'{scenario}' less '{against}': "),
    "plain_no_shares": ("各占多少份额、输入相关时如何、是否达标取决于什么，单凭筛选说不清。", "What share each makes, what correlated inputs do together, and what reaching a target hangs on, a screening alone can't tell."),
    "plain_cost": ("{label}，2021—2025年合计（{unit}）", "{label}, sum of 2021-2025 ({unit})"),
}  # fmt: skip


def say(key: str, language: Language, **values: Any) -> str:
    """The text of a key in a language, with its values."""
    return SAYINGS[key][0 if language == "zh" else 1].format(**values)
