"""Texts of the explorations, in Chinese and English."""

from __future__ import annotations

import math
import textwrap
from typing import Any

from sim.report.appraisal.words import unit
from sim.report.words import Language, named

__all__ = ["named", "percent", "say", "unit", "wrapped"]

WORDS: dict[str, tuple[str, str]] = {
    "draws_posterior": ("各情形取自后验（公布数无法约束的参数取先验）、初始企业群体与抽样运气", "cases are drawn from the posterior (parameters, with the priors of what nothing disciplines), populations and luck"),
    "draws_prior": ("各情形取自先验（未校准）、初始企业群体与抽样运气", "cases are drawn from the priors (uncalibrated), populations and luck"),
    "draws_dependent": ("各情形与后验同分布、同相关（高斯连接函数），初始企业群体相同", "cases vary as the posterior does (its ranges and correlations, a Gaussian copula), in one city of 2015"),
    "draws_other": ("各情形按设计取值，不是概率：占比只说明这些情形，不说明现实中的可能性", "cases are laid out by a design, not by what is likely: shares speak of these cases alone"),
    "futures": ("外部环境各取值同等计数，这不是其发生的概率", "futures of the surroundings count alike, which says nothing of how likely they are"),
    "dropped": ("略去{count}次模拟：失败、缺失，或与其同一成员的模拟失败", "{count} runs left out: failed or missing, or of a member of which one failed"),
    "between": ("{label}：{low}至{high}{unit}", "{label} between {low} and {high}{unit}"),
    "above": ("{label}：高于{low}{unit}", "{label} above {low}{unit}"),
    "below": ("{label}：低于{high}{unit}", "{label} below {high}{unit}"),
    # Scenario discovery.
    "discovery_title": ("“{package}”未达到“{target}”（{aim}）的条件", "Conditions in which '{package}' misses '{target}' ({aim})"),
    "share_missed": ("{cases}种情形中{misses}种未达标（{share}）", "{misses} of {cases} cases miss ({share})"),
    "too_few": ("未达标或达标的情形不足{fewest}种：不寻找条件", "fewer than {fewest} cases miss, or reach it: no conditions are looked for"),
    "no_box": ("没有一个条件盒优于噪声：未达标随机打乱后，同样好的盒子出现概率为{noise}", "no box beats noise: with misses dealt out at random a box as good turns up with a chance of {noise}"),
    "all_cases": ("全部情形", "all"),
    "cases_left": ("以上条件之外的情形", "those outside the conditions above"),
    "box_said": ("条件{number}：{limits}。占未达标情形的{coverage}（覆盖率），其中{density}未达标（密度；{among}为{share}），含{mass}的情形；仅凭噪声得到同样好的盒子的概率为{noise}", "Conditions {number}: {limits}. They hold {coverage} of the misses (coverage); {density} of their cases miss (density; {share} of {among}), and {mass} of all cases lie there; chance of a box as good by noise: {noise}"),
    "box_checked": ("条件{number}：按同样方法在重抽样上找到的盒子，在未参与的情形中密度为{density}、覆盖率为{coverage}；这两个数比上面的更可信", "Conditions {number}: boxes found the same way on resamples have a density of {density} and a coverage of {coverage} on cases left out; trust these more than the ones above"),
    "box_unstable": ("条件{number}：{label}只在{share}的重抽样中被限制，不稳定", "Conditions {number}: only {share} of the resamples restrict {label}, which is not stable"),
    "tree_none": ("分类树（CART）：没有一个分叉在未参与的情形上优于噪声", "tree (CART): no split beats noise on cases left out"),
    "tree_said": ("分类树（CART）有{leaves}片叶，在未参与的情形上均方误差由{bare}降至{error}；未达标最密的叶：{limits}，密度{density}，覆盖率{coverage}", "tree (CART): {leaves} leaves bring the squared error on cases left out from {bare} to {error}; the leaf densest in misses: {limits}, density {density}, coverage {coverage}"),
    "boxes_title": ("未达标条件（PRIM）", "conditions in which it misses (PRIM)"),
    "box": ("条件", "box"),
    "condition": ("条件内容", "condition"),
    "coverage": ("覆盖率", "coverage"),
    "density": ("密度", "density"),
    "mass": ("质量", "mass"),
    "quasi_p": ("拟p值", "quasi-p"),
    "stability": ("重抽样中被限制", "restricted in resamples"),
    "noise": ("噪声概率", "chance by noise"),
    "checked": ("留出情形的密度/覆盖率", "density/coverage, cases left out"),
    "reached_word": ("达标", "reaches"),
    "missed_word": ("未达标", "misses"),
    "nothing": ("无条件", "no condition"),
    "not_causal": ("条件说明未达标情形集中在哪里，不说明原因", "conditions say where misses gather, not why"),
    # Robustness.
    "robust_title": ("政策组合的稳健性（{cases}种情形）", "Robustness of packages ({cases} cases)"),
    "standing_title": ("{measure}：均值、遗憾与占优情况", "{measure}: means, regret, and where each is best"),
    "package": ("组合", "package"),
    "mean": ("均值", "mean"),
    "range": ("90%区间", "90% range"),
    "regret": ("平均遗憾", "mean regret"),
    "interval": ("95%置信区间", "95% interval"),
    "regret_95": ("遗憾的95%分位", "95% of regret"),
    "worst": ("最大遗憾", "largest regret"),
    "best": ("占优的情形", "best in"),
    "satisfied_title": ("同时达到{count}项目标的情形占比", "Share of cases that reach {count} targets together"),
    "together": ("同时达到", "all together"),
    "targets_unit": ("项", "targets"),
    "over_plan": ("{label}，2021—2025年合计", "{label}, sum of 2021-2025"),
    "end_of_plan": ("{label}，2025年", "{label}, 2025"),
    "less_better": ("{label}（越少越好）", "{label} (less is better)"),
    "leader": ("{measure}：平均最优为“{package}”，与其他组合均可区分", "{measure}: '{package}' is the best on average, told apart from every other"),
    "leader_unsure": ("{measure}：平均最优为“{package}”，但与{others}无法区分", "{measure}: '{package}' is the best on average, but not told apart from {others}"),
    "savage": ("{measure}：最大遗憾最小的是{packages}（{worst}）", "{measure}: the largest regret is least for {packages} ({worst})"),
    "savage_all": ("{measure}：各组合的最大遗憾相同（{worst}）", "{measure}: the largest regret is the same for all packages ({worst})"),
    "elsewhere": ("{measure}：在“{limits}”的{cases}种情形中，“{package}”最优", "{measure}: in the {cases} cases with {limits}, '{package}' is the best"),
    "elsewhere_more": ("{measure}：另有{count}处，见where.parquet", "{measure}: {count} further places are in where.parquet"),
    "nowhere": ("{measure}：查看了{count}处，没有一处能确定另一组合更优", "{measure}: of {count} places looked at, in none is another package the best for sure"),
    "many_places": ("查看的地方越多，凭运气占优的也越多：95%的区间在约二十分之一处会出错", "the more places are looked at, the more turn up by luck: of 95% intervals about one in twenty errs"),
    "satisfies": ("“{package}”在{share}的情形中同时达到全部{count}项目标{budget}（95%区间{low}—{high}）", "'{package}' reaches all {count} targets together{budget} in {share} of the cases (95% interval {low} to {high})"),
    "within": ("且公共支出不超过{budget}亿元", " within {budget} 100m yuan of public cost"),
    "never": ("任何组合在任何情形中都达不到：{targets}；因此没有组合能同时达到全部目标", "no package reaches these in any case: {targets}; so none reaches all of them together"),
    "perfect": ("{measure}：完全信息（含抽样运气）值{value}（标准误{error}）", "{measure}: perfect information (luck included) is worth {value} (standard error {error})"),
    "learnt": ("{measure}：选择前了解“{item}”值{value}（标准误{error}，噪声水平{noise}）", "{measure}: to know '{item}' before choosing is worth {value} (standard error {error}, noise level {noise})"),
    "nothing_learnt": ("{measure}：没有一个输入的信息价值能与噪声区分（须高于噪声水平，且高于其标准误的两倍）", "{measure}: of no single input is the worth of knowing it told apart from noise (above the noise level and twice its own error)"),
    "few_to_learn": ("{measure}：设计点太少，不估计了解单个输入的价值", "{measure}: too few points to say what it is worth to know single inputs"),
    "none_to_know": ("没有输入能改变选择，或设计点太少", "no input could change the choice, or too few points"),
    "information_title": ("选择前了解一项的价值", "what it is worth to know one thing first"),
    "regret_axis": ("遗憾（与该情形最优组合之差）", "regret (short of the case's best)"),
    "worth_axis": ("价值（以左图的单位计；横线：两倍标准误）", "worth, in the unit on the left (bars: twice the standard error)"),
    # Policy search.
    "front_title": ("前沿：与未经挑选的组合之差（{before}个成员 → {after}个新成员，±标准误）", "The front, less packages that nothing chose on the same members ({before} members → {after} fresh ones, ± standard error)"),
    "centred": ("与同一批成员上未经挑选的组合（第一代）平均之差", "differences to the mean of packages that nothing chose (first generation), on the same members"),
    "stays": ("仍不被支配", "still unbeaten"),
    "yes": ("是", "yes"),
    "no": ("否", "no"),
    "evaluated": ("评估了{count}个组合，各用{members}个成员；其中{open}个在预算之内", "{count} packages were evaluated, each on {members} members; {open} of them keep the budget"),
    "none_open": ("没有一个组合在预算之内：没有前沿", "no package keeps the budget: there is no front"),
    "front_said": ("前沿有{front}个组合；在新成员上重新计算后，{stays}个仍在预算内且不被其他组合支配", "the front has {front} packages; run anew on fresh members {stays} of them keep the budget and are beaten by none in everything"),
    "luck_clear": ("{measure}：前沿相对于未经挑选的组合的优势，搜索时比新成员上多{gap}（标准误{error}）；这是被选中者的运气，结论以新成员为准", "{measure}: the front's lead over packages that nothing chose was larger by {gap} in the search than on fresh members (standard error {error}): the winners' luck; the fresh figures count"),
    "luck_unclear": ("{measure}：前沿相对于未经挑选的组合的优势，搜索时与新成员上相差{gap}（标准误{error}），与零无法区分", "{measure}: the front's lead over packages that nothing chose differs by {gap} between the search and fresh members (standard error {error}), not told apart from nought"),
    "reaching": ("以不低于{chance}的概率达到“{targets}”：搜索时{before}个组合，在新成员上{after}个", "packages that reach {targets} with a chance of at least {chance}: {before} in the search, {after} on fresh members"),
    "reaching_more": ("其中只有最先的{most}个在新成员上重新计算", "only the first {most} of these were run anew"),
    "span": ("这些组合中“{dose}”取{low}至{high}（搜索范围{least}至{most}）", "in these packages '{dose}' runs from {low} to {high} (searched from {least} to {most})"),
    "not_optimal": ("搜索只说明找到了什么：没有找到的组合不等于不存在", "a search says what it found: what it did not find may still exist"),
    "visited": ("评估过的组合", "packages evaluated"),
    "before": ("前沿：搜索时", "front, in the search"),
    "after": ("前沿：新成员上", "front, on fresh members"),
}  # fmt: skip


def say(key: str, language: Language, **values: Any) -> str:
    """The text of a key in a language, with its values."""
    return WORDS[key][0 if language == "zh" else 1].format(**values)


def wrapped(text: str, width: int) -> str:
    """A label in lines of about so many Latin letters; a Chinese character takes two."""
    letters = width if text.isascii() else width // 2
    return "\n".join(textwrap.wrap(text, letters))


def percent(share: float) -> str:
    """A share; empty where there is none."""
    return "" if math.isnan(share) else f"{100.0 * share:.0f}%"
