"""Texts of the stylised facts and the causal checks, in Chinese and English."""

from __future__ import annotations

from sim.report.words import Language

WORDS: dict[str, tuple[str, str]] = {
    # --- heads and cells
    "fact": ("事实", "fact"),
    "check": ("检验", "check"),
    "expected": ("应在的范围", "expected"),
    "standing": ("依据", "standing"),
    "median": ("模型中位数", "model, median"),
    "range": ("90%区间", "90% range"),
    "inside": ("落入比例", "draws inside"),
    "verdict": ("结论", "verdict"),
    "test": ("是否检验", "a test?"),
    "shown": ("符合", "shown"),
    "partly": ("部分符合", "in part"),
    "fails": ("不符合", "FAILS"),
    "unmeasured": ("无法度量", "not measured"),
    "check_shown": ("在范围内", "inside"),
    "check_partly": ("部分在内", "in part"),
    "check_fails": ("在范围外", "OUTSIDE"),
    "check_unmeasured": ("无法度量", "not measured"),
    "free": ("是", "yes"),
    "built": ("弱：模型内置", "weak: built in"),
    "fitted": ("否：参与拟合或即投入", "no: fitted, or an input"),
    "at_least": ("不低于{low}", "{low} or more"),
    "at_most": ("不高于{high}", "{high} or less"),
    "between": ("{low}至{high}", "{low} – {high}"),
    "dash": ("至", " – "),
    "with_unit": ("{name}（{unit}）", "{name} ({unit})"),
    # --- sentences
    "count": ("{n}项事实中：符合{shown}项，部分符合{partly}项，不符合{fails}项。", "Of {n} facts {shown} are shown, {partly} in part, {fails} fail."),
    "count_free": ("其中模型可以不符合、因而算作检验的{n}项：符合{shown}项，部分符合{partly}项，不符合{fails}项。其余由规则、初始企业群体或拟合带入，符合不足为证。", "Of the {n} that the model was free to miss, and that are a test therefore, {shown} are shown, {partly} in part, {fails} fail. The others were brought in by rules, the population of 2015 or the fit: showing them proves little."),
    "count_checks": ("{n}项中：在范围内{shown}项，部分在内{partly}项，在范围外{fails}项。", "Of {n} figures {shown} lie inside, {partly} in part, {fails} outside."),
    "failing": ("不符合：{names}。", "Failing: {names}."),
    "failing_checks": ("在范围外：{names}。", "Outside: {names}."),
    "none_failing": ("没有不符合的。", "None fails."),
    "unmeasured_ones": ("无法度量：{names}。", "Not measured: {names}."),
    "one_failing": ("{name}（{median}，应为{expected}：{side}）", "{name} ({median}, expected {expected}: {side})"),
    "low": ("偏低", "too low"),
    "high": ("偏高", "too high"),
    "and": ("；", "; "),
    "rule": ("判断：九成以上抽样落入范围为符合，过半为部分符合，否则为不符合；单一公布数落入模型90%区间为符合。区间包含参数（后验）、初始企业群体与抽样运气。", "Verdicts: shown if nine draws in ten lie in the range, in part if more than half do, else it fails; a single published figure is shown if it lies in the model's 90% range. Ranges are over draws: parameters (posterior), populations and luck."),
    "rule_checks": ("判断：九成以上抽样落入范围为在范围内，过半为部分在内，否则为在范围外；单一公布数落入模型90%区间为在范围内。区间包含参数（后验）、初始企业群体与抽样运气；估计值的区间还含抽样误差。", "Verdicts: inside if nine draws in ten lie in the range, in part if more than half do, else outside; a single published figure is inside if it lies in the model's 90% range. Ranges are over draws: parameters (posterior), populations and luck; those of estimates hold sampling error as well."),
    # --- console
    "facts_title": ("典型事实", "Stylised facts of firms"),
    "causal_title": ("政策效应检验：模拟的过去", "Policy's effects in the simulated past"),
    "estimators_title": ("估计方法与真实效应对照（%）", "Estimators beside the true effect (%)"),
    "since_title": ("按实施年数（%）：分批次估计的中位数与90%区间，真实效应", "By years since the start (%): cohort by cohort, median and 90% range, and the truth"),
    # --- estimators
    "order": ("先后", "order of places"),
    "estimator": ("方法", "estimator"),
    "lot": ("随机", "by lot"),
    "leaders": ("亩均高者先行", "highest value added per mu first"),
    "two_way": ("双向固定效应", "two-way fixed effects"),
    "cohorts": ("分批次", "cohort by cohort"),
    "truth": ("真实", "truth"),
    "estimate": ("估计", "estimate"),
    "bias": ("偏差（标准误）", "bias (s.e.)"),
    "scatter": ("误差离散", "scatter"),
    "stated": ("自报标准误", "stated s.e."),
    "holding": ("区间含真值", "interval holds truth"),
    "finding": ("判为有效应", "calls an effect"),
    "placebo": ("安慰剂误判", "placebo calls one"),
    "trends": ("误判前期趋势", "calls a trend before"),
    "since": ("实施后年数", "years since"),
    "estimators_note": ("估计与真实同为企业全要素生产率的变动。偏差为估计减真实的均值；误差离散为其标准差，应与自报标准误相近；“安慰剂”为从未实施规则的同一城市。{n}座城市；若区间恰当，约{due}座的区间应含真值，安慰剂误判约{false}座。在一座这样的城市里，小于约{least}%的效应多半测不出来（随机先后、双向固定效应，八成把握）。对尚未实施片区的外溢（中位数）：随机{lot}%，先行者优先{leaders}%。", "Truth and estimates are changes of firms' total factor productivity. Bias is the mean of estimate less truth, scatter its standard deviation, which the stated error should come near; the placebo is the same city that never got any rules. {n} cities; if intervals are right about {due} hold the truth and about {false} placebos are called an effect. In one such city an effect below about {least}% is mostly not told (by lot, two-way, a power of four in five). What spills over to places not yet under the rules (median): by lot {lot}%, leaders first {leaders}%."),
    # --- pages
    "facts_page": ("典型事实：校准后的城市符合哪些，不符合哪些", "Stylised facts of firms: which the calibrated city shows, and which not"),
    "causal_page": ("政策效应检验：模拟的过去与文献、公布数对照", "Policy's effects in the simulated past, against the literature and published figures"),
    "written": ("本页由 `docs/facts.py`（`make facts`）从 `docs/facts` 中保存的结果写成，不手工修改。命令：`{command}`；{draws}个后验成员{quick}；后验 {posterior}。[English]({other})", "Written by `docs/facts.py` (`make facts`) from the results kept in `docs/facts`; edited by nobody. Command: `{command}`; {draws} members of the posterior{quick}; posterior {posterior}. [中文]({other})"),
    "quick": ("，小样本城市（{firms:g}）", ", a thinned city ({firms:g})"),
    "older": ("**这不是现在随附的后验（{shipped}）**：重新校准之后尚未再运行。", "**This is not the posterior that is shipped now ({shipped})**: after the refit it was not run again yet."),
    "measured": ("度量什么，范围从何而来", "What is measured, and where the ranges come from"),
    "entry": ("**{name}**（`{code}`）。{measure}。范围依据：{source}（{standing}）。{why}。", "**{name}** (`{code}`): {measure}. Range: {source} ({standing}). {why}."),
    "beware": ("须知", "What to beware of"),
    "facts_beware": ("- 全要素生产率按模型自身的资本、劳动弹性计算；论文须先估计弹性，其误差不在此处。\n- 多数范围来自其他城市、国家或年代，没有本市企业的微观数据；“符合”不等于“正确”。\n- 看到不符合之后改过三处，均为原先与自身依据不符：2015年大型企业的确定（用工尾部）、冲击幅度（增长分布、生产率持续性）、退出截距（离库率）；数值取自各自的依据，其余不符合的没有用来调整规则或参数。\n- 范围在 `calibration/stylised_facts.toml`，度量在 `sim/explore/facts`；以已知真值的人造数据检验：`tests/test_facts.py`。", "- Total factor productivity uses the model's own elasticities of capital and labour; a paper has to estimate these, and that error is not in here.\n- Most ranges come from other cities, countries or years; there are no micro data of the city's firms. Shown does not mean right.\n- Three things were mended after misses had been seen, each of which had not kept to its own source: which firms of 2015 are large (tail of staff), the size of shocks (shape of growth, persistence), the intercept of exit (rate of leaving); the values are those of the sources. Nothing else that fails was used to change a rule or a parameter.\n- Ranges stand in `calibration/stylised_facts.toml`, measures in `sim/explore/facts`; they are tested on made-up data of known truth: `tests/test_facts.py`."),
    "experiment": ("分片区先后实施的试验", "The staggered introduction"),
    "experiment_text": ("片区分批实施亩均规则：{cohorts}年各一批，另有一批到{last}年仍未实施；园区的{areas}个片区与{blocks}个镇街工业区块分别等分。规则的剂量取情景自身{doses}年的值：{rules}。面板为{first}—{last}年规上企业。**不能分片区的**：{orders}，它们是全市一个名额、一个队列，试验中不实施；其作用只能由孪生城市给出（“整套亩均规则”）。等级的基准与名次也是全市统一的，所以尚未实施的片区可能受到外溢。真实效应由同参数、同企业、同运气的孪生城市逐企业相减。", "Places get the per-mu rules in turn: a group each from {cohorts}, and one that has none by {last}; the {areas} sub-areas of parks and the {blocks} township blocks are shared out apart, in equal numbers. Rules have the scenario's own doses of {doses}: {rules}. The panel is above-scale firms {first}-{last}. **What cannot differ by place**: {orders}, a quota of the city with one queue: left out of the experiment, and shown by twin cities alone (\"the whole of the per-mu rules\"). Baselines and ranks of grades are the city's too, so that places not yet under the rules may feel them. The true effect is the difference, firm by firm, from a twin city on the same parameters, firms and luck."),
    "causal_beware": ("- 文献估计的是整套改革；本试验只含可分片区的部分，孪生比较才是整套。\n- 聚类按片区，而各镇街工业区块企业众多，有效类别数比片区数少，自报标准误可能偏小；表中“误差离散”与之对照。\n- 全要素生产率按模型自身弹性计算；论文还须估计弹性。\n- 亩均规则与补助两组效应原先远低于文献，看到结果后才加入挖潜（M1、M2）与投资价格弹性（U19），其先验取自同一文献：这些行不再是检验，情景比较因此带着文献的离散；文献来自别处，未必适用于本市。其余在范围外的数字没有用来改动规则、参数或后验。\n- 试验设计与范围在 `calibration/causal_checks.toml`；估计方法用已知效应的人造面板检验：`tests/test_causal.py`。", "- The literature's estimate is of the whole reform; the experiment holds what can differ by place, and only the twin comparison holds all of it.\n- Clusters are places, and each township block holds many firms: there are fewer clusters in effect than places, and stated errors may be too small; the scatter stands beside them.\n- Total factor productivity uses the model's own elasticities; a paper has to estimate these as well.\n- The effects of the per-mu rules and of subsidies lay far below the literature; slack (M1, M2) and an elasticity of investment (U19) were added after that had been seen, with priors from that literature: those rows are no test any more, and comparisons of scenarios carry the literature's spread, which comes from elsewhere and may not hold for the city. Nothing else outside its range was used to change a rule, a parameter or the posterior.\n- Designs and ranges stand in `calibration/causal_checks.toml`; estimators are tested on made-up panels of known effect: `tests/test_causal.py`."),
    "stale_kept": ("docs/facts/{file}：范围或条目与 calibration/ 不同；请运行 make facts", "docs/facts/{file}: ranges or entries are not those of calibration/; run make facts"),
}  # fmt: skip


def say(key: str, language: Language, **values: object) -> str:
    """A text in a language."""
    return WORDS[key][0 if language == "zh" else 1].format(**values)
