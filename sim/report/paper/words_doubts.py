"""Texts of the report on how sure it is, what it can't show, and what parameters stand on."""

from __future__ import annotations

DOUBTS: dict[str, tuple[str, str]] = {
    # --- 7 uncertainty
    "uncertainty": ("不确定性说明", "How sure these numbers are"),
    "combine_posterior": (
        "各区间包含三类不确定性：参数（{disciplined}个由2015—2020年公布数约束，取后验；其余取先验）、初始企业群体、抽样运气。",
        "Ranges combine three kinds of uncertainty: parameters ({disciplined} of them disciplined by the figures of 2015-2020 and drawn from the posterior, all others from their priors), the firms of 2015, and luck.",
    ),
    "combine_prior": (
        "参数全部取自先验，未用公布数校准；区间包含参数、初始企业群体和抽样运气。",
        "All parameters come from their priors, not fitted to published figures; ranges combine parameters, the firms of 2015 and luck.",
    ),
    "combine_central": (
        "区间只含抽样运气：参数取中心值，初始企业群体只有一个。真实的不确定性比这里大得多。",
        "Ranges hold luck only: parameters at central values, one population. The true uncertainty is much larger.",
    ),
    "not_in_ranges": (
        "区间不包含：模型结构本身的错误、规划实施力度与文件不符、2020年以后没有列入情景的外部冲击。",
        "Not in the ranges: errors of the model's own structure, measures carried out otherwise than written, and shocks after 2020 that no scenario holds.",
    ),
    "number_of_draws": (
        "每个情景{runs}次模拟；95%区间说明平均差在多少次模拟下能定到多准，90%区间说明单次结果散布多大，两者不可混用。",
        "{runs} runs of each scenario. The 95% interval says how well so many runs fix a mean difference, the 90% range how far single runs spread; they are not the same.",
    ),
    "few_draws": (
        "{runs}次模拟太少：即使全部达标，达标概率的95%区间下限也只有{low}，因此没有一项能判定为“达到”。",
        "{runs} runs are few: even if all reach an aim, the 95% interval of the probability begins at {low}, so no target can be judged met.",
    ),
    "many_statements": (
        "本报告共作{n}项与基准的比较；即使毫无差别，按95%区间平均也会有约{false}项被误写为“高”或“低”。",
        "{n} comparisons with the first scenario are made here; were there no difference at all, about {false} would be called higher or lower by chance.",
    ),
    "posterior": (
        "后验：{members}个成员，有效样本{effective}，由{runs}次模拟得出；摘要{digest}，拟合时的模型摘要{model}。",
        "The posterior: {members} members, effective sample {effective}, from {runs} runs; digest {digest}, model it was fitted with {model}.",
    ),
    "fit_hits": (
        "拟合：{all}个计分的公布数中，后验预测中位数落在容差内的有{hits}个。",
        "The fit: for {hits} of {all} scored figures the posterior's median lies within the tolerance.",
    ),
    "fit_misses": ("未落在容差内的：{names}。", "Outside their tolerance: {names}."),
    "fit_miss": (
        "{figure}（公布{published}，容差{tolerance}，预测中位数{median}，90%区间为{range}）",
        "{figure} (published {published}, tolerance {tolerance}, predicted {median}, 90% range {range})",
    ),
    "undisciplined": (
        "{n}个参数公布数没有说明，其中{judged}个只凭判断、{recalled}个凭记忆；它们的不确定性原样进入各区间，取值见附件3。",
        "Of {n} parameters the published figures say nothing; {judged} of them are judged and {recalled} recalled. Their uncertainty enters every range as it is; values are in Annex 3.",
    ),
    "judged_doses": (
        "情景取值中有{judged}项的来源写明是判断或凭记忆（见附件1）；这些不是规划的数字。",
        "Of the scenarios' values {judged} are judged or recalled, by their own sources (Annex 1): they are not numbers of the plan.",
    ),
    "identified": (
        "各项工具的单独作用不能由2015—2020年的总量识别：工具之间的效果差别主要取决于先验。",
        "What single instruments do can't be identified from the totals of 2015-2020: differences between instruments rest mostly on priors.",
    ),
    "no_outturn": (
        "2020年以后没有用任何实际数检验：模型止于2015—2020年的证据，此后全部是推算。",
        "Nothing after 2020 was used as a check: evidence ends in 2020, and all after it is projected.",
    ),
    "failed": (
        "{n}次模拟因金额超出可算范围而略去：第{runs}次。",
        "{n} runs were left out because amounts of money went out of range: {runs}.",
    ),
    # --- 8 limits
    "limits": ("模型不能反映的内容", "What the model can't represent"),
    "limits_plain": (
        "规划2025年目标中，{shown}项模型能给出数值，{hidden}项不能；规划措施中有{measures}项不能反映或只能部分反映。逐项原因见{targets}和{missing}（附件4）。报告对它们不作任何判断，不等于它们没有作用。",
        "Of the plan's targets for 2025 the model gives a figure for {shown} and none for {hidden}; {measures} measures of the plan are not shown, or not in full. {targets} and {missing} (Annex 4) give the reason for each. The report says nothing of them, which does not mean that they do nothing.",
    ),
    "limits_general": (
        "此外，模型没有产业链上下游关系、人才和技能、专利与品牌；企业之间主要通过土地、补助预算、信贷、就业集聚和同行示范相互影响。",
        "Nor are there supply chains, skills, patents or brands; firms meet mainly through land, subsidy budgets, credit, nearby employment and the example of peers.",
    ),
    "limits_scenarios": ("情景自身说明", "As the scenarios say themselves"),
    "limits_annex": ("模型不能反映的目标与措施", "Targets and measures that are not shown"),
    "limits_targets": ("没有数值的规划目标，按原因", "Targets of the plan without a figure, by reason"),
    "limits_measures": ("不能或不能完全反映的规划措施", "Measures of the plan that are not shown, or not in full"),
    "reason": ("原因", "reason"),
    "number_of": ("项数", "number"),
    "target_names": ("目标", "targets"),
    "measure": ("措施", "measure"),
    "not_shown": ("未能反映的部分与原因", "what is not shown, and why"),
    "limit_of": ("{name}：{text}", "{name}: {text}"),
    # --- 9 parameters
    "parameters": ("参数及其依据", "Parameters and what they stand on"),
    "parameters_plain": (
        "模型共有{n}个参数，按依据分：{standings}。全部参数的取值、范围、依据和来源见附件3。",
        "The model has {n} parameters; by standing: {standings}. Values, bounds, standing and source of all are in Annex 3.",
    ),
    "standing_count": ("{standing}{n}个", "{standing} {n}"),
    "standings_are": (
        "“判断”是没有任何来源的估计，“凭记忆，待核实”是一般了解、使用前应核实；其余依次为规划文件、公布、文献和由公布数推算。来源一栏按原文（英文）列出。",
        "'judgement' is nobody's figure; 'recalled' is known in general and to be checked before use; the others are printed in the plan's documents, published elsewhere, from the literature, or derived from published figures.",
    ),
}
