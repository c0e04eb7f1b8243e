"""Every text of the calibration report, in Chinese and English; {} are blanks to fill."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    # --- the page
    "title": ("校准报告", "Calibration report"),
    "subtitle": (
        "yongsim逐个企业地模拟宁波工业；参数按公布的2015年和2020年数字校准。",
        "yongsim simulates Ningbo's industry firm by firm; its parameters are fitted to the figures published for 2015 and 2020.",
    ),
    "researcher": ("研究者注", "For researchers"),
    "quick_fit": (
        "这是快速校准，模拟次数少，只供试看；不可引用。完整校准：yongsim calibrate",
        "This is a quick fit with few runs, for a first impression only; do not cite it. Full fit: yongsim calibrate",
    ),
    "other_rules": (
        "生成本页的程序，其规则或数据与校准时不同：所列数字属于校准时的版本。重新校准：yongsim calibrate",
        "The program that made this page has other rules or data than the fit had: the figures below belong to the version that was fitted. To fit anew: yongsim calibrate",
    ),
    "left_out_by_quick": (
        "{check}：这份后验没有做这项检验；快速校准略去，完整的 yongsim calibrate 才做。",
        "{check}: not done for this posterior; a quick fit leaves it out, a full yongsim calibrate does it.",
    ),
    "check_left_out": (
        "用其余指标预测每个计分指标",
        "Each scored figure predicted from the others",
    ),
    "check_cities": (
        "重新拟合参数已知的城市（包住率与名次）",
        "Known cities found again (coverage and ranks)",
    ),
    "check_route": ("第二方法", "Second route"),
    "none": ("无", "none"),
    "yes": ("是", "yes"),
    "no": ("否", "no"),
    "figure": ("指标", "figure"),
    "parameter": ("参数", "parameter"),
    "median": ("中位数", "median"),
    "range": ("90%区间", "90% range"),
    "published": ("公布数", "published"),
    "year": ("年份", "year"),
    "kind": ("类别", "kind"),
    "last_value": ("沿用旧值", "last value"),
    "constant_growth": ("等速增长", "constant growth"),
    "logistic": ("逻辑曲线", "logistic"),
    # --- 1
    "short_title": ("拟合概要", "What was fitted, in short"),
    "short_plain": (
        "模型从2015年的城市出发逐年算到2020年。能再现2020年公布数的参数取值权重大，不能的权重小。结果不是一套“最优”参数，而是一组与公布数同样相容的参数，所以每个数字都带区间。",
        "The model starts from the city of 2015 and runs to 2020. Parameter values that come near the figures published for 2020 weigh more, others less. What results is not one best set of values but many sets that agree with the figures, which is why every number comes with a range.",
    ),
    "short_research": (
        "逐波历史匹配；多项式仿真器上的集成链；再以模拟器重复运行作重要性加权。高斯似然，误差含观测、模型偏差、运气与仿真器四部分。链的接受率{acceptance}。",
        "History matching in waves; an ensemble chain on a polynomial emulator; importance weights from repeated runs of the simulator itself. Gaussian likelihood with errors of observation, discrepancy, luck and emulator. Acceptance of the chain: {acceptance}.",
    ),
    "runs": ("模拟次数", "runs of the simulator"),
    "runs_note": (
        "各波与最终样本合计，每次为一座完整的城市",
        "waves and final sample together, each a whole city",
    ),
    "effective": ("有效样本", "effective sample"),
    "effective_value": ("{effective} / {points}", "{effective} of {points}"),
    "effective_note": (
        "加权样本相当于这么多个等权参数组；供模拟使用的成员{members}个",
        "the weighted sample tells as much as this many equally weighted points; {members} members are kept for runs",
    ),
    "tempered": (
        "最终样本的权重过于集中，已作缓和（幂次{power}）：样本介于仿真器的后验与模拟器的后验之间。",
        "The weights of the final sample were too uneven to carry it and have been tempered (power {power}): the sample lies between the emulator's posterior and the simulator's.",
    ),
    "scored_inside": ("容差内的计分指标", "scored figures within tolerance"),
    "of": ("{n} / {m}", "{n} of {m}"),
    "out_are": ("容差外：{names}", "outside: {names}"),
    "disciplined": ("公布数约束的参数", "parameters that the figures discipline"),
    "disciplined_note": (
        "其中{fitted_in}个属于指定由公布数约束的{fitted}个；其余参数停留在先验上",
        "{fitted_in} of them among the {fitted} that were meant to be; all others stay at their priors",
    ),
    "not_known": ("仍不知道的", "What is not known"),
    "unknown_priors": (
        "{n}个参数公布数没有说明，其中{judged}个只凭判断；它们的不确定性原样进入各项区间。",
        "Of {n} parameters the figures say nothing, and {judged} of these rest on judgement alone; their full uncertainty enters every range.",
    ),
    "unknown_meant": (
        "本应由公布数约束而实际未能约束的：{names}。",
        "Meant to be disciplined, but the figures told nothing of: {names}.",
    ),
    "unknown_imposed": (
        "{n}项指标由外生趋势带动，再现它们不是模型的成绩：{names}。",
        "{n} figures are carried by imposed trends; that they agree says nothing for the model: {names}.",
    ),
    "unknown_freedom": (
        "{parameters}个参数对应似然中的{figures}个公布数：落在容差内几乎是方法使然，没有用过的数字才是检验（第3节）。",
        "{parameters} parameters answer to the {figures} figures of the likelihood: lying within tolerance is nearly built in, and the figures that were not used are the test (section 3).",
    ),
    "unknown_ridges": (
        "进入与退出、改造的成本与收益、生产率趋势与改造收益，五年的总量数字难以分开（第4节）。",
        "Entry and exit, cost and benefit of upgrading, productivity trend and upgrade gain: five years of totals can hardly tell these apart (section 4).",
    ),
    "unknown_policy": (
        "各项政策工具各自的作用，2015—2020年的总量数字无法识别。",
        "What each policy instrument did by itself cannot be identified from the totals of 2015-2020.",
    ),
    "unknown_places": (
        "各区县增加值的权重只有一个年份，且已用来构造2015年的企业群体；留出部分地区再预测，没有可比的数字。",
        "Districts have weights of one year only, and the firms of 2015 are built on them: no district can be held out and predicted.",
    ),
    "unknown_future": (
        "2020年以后没有用任何数字来检验。",
        "Nothing after 2020 was used as a check.",
    ),
    # --- 2
    "fit_title": ("与公布数的吻合", "How well the published figures are met"),
    "fit_plain": (
        "预测中位数与2020年公布数之差不超过容差，才算“容差内”：{m}个计分指标中有{n}个。“外生趋势”行由设定的趋势带动，不算模型的成绩；“水平”行只定标，不计分；“同一证据”行由其他行推得，只列出，不重复计入。",
        "A figure is within tolerance when the median prediction differs from the figure published for 2020 by no more than the tolerance: {n} of {m} scored figures are. Rows marked imposed follow a trend that was put in and are no success of the model; rows marked level fix a scale and are not scored; rows marked same evidence follow from others and are shown but not counted again.",
    ),
    "fit_research": (
        "区间为后验预测的5%—95%，含参数、初始企业群体与抽样运气，不含观测误差与模型偏差。",
        "Ranges are 5%-95% of the posterior predictive: parameters, populations and luck; errors of observation and discrepancy are not added.",
    ),
    "published_2015": ("2015公布", "published 2015"),
    "published_2020": ("2020公布", "published 2020"),
    "tolerance": ("容差", "tolerance"),
    "predicted": ("预测中位数", "predicted median"),
    "inside": ("容差内", "in tolerance"),
    "members_inside": ("成员在容差内", "members inside"),
    "role": ("作用", "role"),
    "role_scored": ("计分", "scored"),
    "role_imposed": ("外生趋势", "imposed"),
    "role_level": ("水平", "level"),
    "role_same": ("同一证据", "same evidence"),
    "fit_picture": (
        "预测与公布数之差，以容差为单位",
        "Prediction less published figure, in tolerances",
    ),
    "fit_axis": ("（预测－公布）÷容差", "(prediction − published) / tolerance"),
    "fit_marks": (
        "灰带：容差以内。点：中位数；横线：90%区间；箭头：超出图幅。蓝：计分；深灰：外生趋势；橙：水平；浅灰：同一证据。",
        "Grey band: within tolerance. Dot: median; line: 90% range; arrow: beyond the figure. Blue: scored; dark grey: imposed; orange: level; light grey: same evidence.",
    ),
    "errors_note": (
        "误差由什么组成（标准误；以对数比较的指标为百分数，其余用指标自身的单位）：",
        "What the errors are made of (standard errors; in percent for figures compared in logs, in the figure's own unit otherwise):",
    ),
    "observation": ("观测", "observation"),
    "discrepancy": ("模型偏差", "discrepancy"),
    "luck": ("运气", "luck"),
    "emulator": ("仿真器", "emulator"),
    "reason": ("偏差的理由", "why the discrepancy"),
    # --- 3
    "unseen_title": ("校准时没有用过的数字", "Figures the fit never saw"),
    "unseen_plain": (
        "真正的检验是校准时没有用过的数字。{m}个数字中，{n}个落在90%区间内；区间若诚实，应约为{expected}个。另有{given}个不算检验：由情景中的措施直接给定（标“投入”），或由已拟合的数字相乘、相除、相加即得（标“由拟合数决定”）。",
        "The real test is by figures that the fit was not shown. Of {m}, {n} lie within their 90% range; if the ranges are honest, about {expected} should. {given} more test nothing: the scenario's measures put them in, or fitted figures all but fix them (marked so).",
    ),
    "unseen_research": (
        "区间不含公布数自身的误差，故命中偏少可能只是区间偏窄。“核对”为独立的核对数字，“水平”为定标用、不计增长的数字，“中间年份”为2016—2020年间的单年数字。若干核对数字与拟合数字有关（如营业收入与总产值），不是独立证据。",
        "The ranges leave out the published figures' own errors, so too few hits may mean no more than that. Check: a figure kept for checking; level: one that fixes a scale and is not scored as growth; between: a single year of 2016-2020. Several checks are kin to fitted figures (revenue to output, for one) and no independent evidence.",
    ),
    "kind_check": ("核对", "check"),
    "kind_level": ("水平", "level"),
    "kind_between": ("中间年份", "between"),
    "kind_given": ("投入", "put in"),
    "kind_kin": ("由拟合数决定", "follows from fitted"),
    "within_90": ("区间内", "within range"),
    "left_out_note": (
        "每个计分指标只用其余指标来预测（误差已计入区间）。{m}个中{n}个落在90%区间内；在有2015年公布数可沿用的{k}个中，模型的误差有{better}个小于沿用2015年旧值。",
        "Each scored figure predicted from the others alone (its own errors added to the range). {n} of {m} lie within the 90% range; of the {k} that have a figure of 2015 to carry forward, the model errs less than that last value in {better}.",
    ),
    "error": ("模型误差", "error of the model"),
    "error_last_value": ("沿用旧值的误差", "error of last value"),
    "better": ("模型更准", "model nearer"),
    # --- 4
    "learnt_title": ("公布数说明了哪些参数", "What the figures tell of each parameter"),
    "learnt_plain": (
        "{all}个参数中，公布数约束了{n}个：区间明显变窄。其余参数校准前后一样，所知只来自文件、文献或判断。",
        "The figures discipline {n} of {all} parameters: their ranges narrow visibly. All others are after the fit what they were before; what is known of them comes from documents, literature or judgement.",
    ),
    "learnt_research": (
        "收缩＝1－后验方差／先验方差；达到{limit}即计为受约束。指定由公布数约束的参数取均匀先验，其余为PERT先验。",
        "Shrinkage is 1 − posterior variance / prior variance; from {limit} on a parameter counts as disciplined. Priors are flat for parameters meant to be disciplined and PERT for all others.",
    ),
    "learnt_picture": (
        "受约束的参数：先验与后验的90%区间",
        "Disciplined parameters: 90% ranges, prior and posterior",
    ),
    "learnt_axis": ("在先验90%区间中的位置", "place in the prior's 90% range"),
    "learnt_marks": (
        "灰：先验；蓝：后验；点：中位数。0为先验90%区间下端，1为上端。",
        "Grey: prior; blue: posterior; dot: median. 0 is the low end of the prior's 90% range, 1 the high end.",
    ),
    "gap_note": (
        "表中的后验来自仿真器上的链；供模拟使用的成员是由模拟器加权的样本。两者均值之差：中位数{typical}个后验标准差，最大{largest}（{name}）。",
        "Posteriors in this table come from the chain on the emulator; runs draw from the sample that the simulator weighted. Their means differ by {typical} posterior standard deviations in the median and by {largest} at most ({name}).",
    ),
    "disciplining": ("约束它的指标", "disciplined by"),
    "several": ("若干指标共同", "several together"),
    "unit": ("单位", "unit"),
    "prior": ("先验90%", "prior 90%"),
    "posterior": ("后验90%", "posterior 90%"),
    "posterior_median": ("后验中位数", "posterior median"),
    "shrinkage": ("收缩", "shrinkage"),
    "is_disciplined": ("受约束", "disciplined"),
    "undisciplined_note": (
        "公布数没有说明的参数，按类别与依据等级：",
        "Parameters of which the figures say nothing, by group and standing:",
    ),
    "group_count": ("{group}（{n}）", "{group} ({n})"),
    "standing_names": ("{standing}：{names}", "{standing}: {names}"),
    "ridges_note": (
        "有些参数只能合起来确定：一个变大，另一个跟着变，公布数照样吻合。理论上预期的几对总是列出。相关接近零不等于已分开：若其中一个不受约束，先验说了算。",
        "Some parameters are known only in combination: when one grows and the other follows, the figures are met just the same. Pairs that theory expects are always listed. A correlation near nought does not mean that they are told apart: where one of the two is not disciplined, its prior decides.",
    ),
    "first": ("参数一", "first"),
    "second": ("参数二", "second"),
    "correlation": ("后验相关", "correlation"),
    "expected": ("理论预期", "expected"),
    "meaning": ("含义", "in plain words"),
    "ridge_seen": ("公布数只定出两者的组合", "the figures fix only a combination of both"),
    "entry_exit": (
        "进入与退出：企业数只说明净增多少，不说明进出各多少",
        "entry against exit: the number of firms tells the net, not how many came and how many went",
    ),
    "cost_benefit": (
        "成本与收益：改造多，可能因为收益大，也可能因为门槛低",
        "cost against benefit: many upgrades may mean large gains or low hurdles",
    ),
    "trend_gain": (
        "生产率趋势与改造收益：增长从哪里来，总量数字分不清",
        "productivity trend against upgrade gain: totals cannot say where growth comes from",
    ),
    "trend_wage": (
        "生产率趋势与工资：从业人员数只说明两者之差",
        "productivity trend against wages: employment tells only the difference",
    ),
    # --- 5
    "trust_title": ("方法可信吗", "Can the method be trusted"),
    "trust_plain": (
        "检验办法：从后验中抽取参数，造出参数已知的城市；把公布数与新城市的数字一起拟合，看90%区间是否包住真值；再用另一种方法重做一遍，看结果是否一致。",
        "The test: draw parameters from the posterior, make cities whose parameters are thus known, fit the published and the new figures together, and see whether the 90% ranges hold the truth; then go by a second route and see whether it arrives at the same place.",
    ),
    "trust_research": (
        "链长为自相关时间的{chain}倍（五十倍以上可靠）；接受率{acceptance}。有效样本{effective}，最终样本{points}点。",
        "Length of the chain over its autocorrelation time: {chain} (fifty and more is sound); acceptance {acceptance}. Effective sample {effective} of {points} points.",
    ),
    "coverage_note": (
        "检验只在后验附近进行（Säilynoja等，2025），不遍历整个先验。仿真器造的城市：各参数合计，90%区间包住真值的占{pooled}（应为90%）。模拟器造的城市数目少，单凭运气，{cities}座中包住{low}至{high}座都属正常；超出正常范围的标“否”。",
        "The test looks where the answer lies (Säilynoja et al. 2025), not over the whole prior. Cities made by the emulator: over all parameters, {pooled} of the 90% ranges hold the truth (90% is right). Cities made by the simulator are few: by luck alone {low} to {high} of {cities} is normal; beyond that a row is marked no.",
    ),
    "coverage_emulator": ("仿真器城市：包住", "emulator cities held"),
    "coverage_simulator": ("模拟器城市：包住", "simulator cities held"),
    "normal": ("属正常", "normal"),
    "ranks_picture": (
        "真值在后验抽样中的名次",
        "Where the truth ranks among the posterior's draws",
    ),
    "ranks_note": (
        "柱齐平说明方法无偏：两端高表示区间太窄，中间高表示太宽，一边高表示有偏。灰带：纯属运气的90%范围（按独立计，略窄）。",
        "Level bars mean an honest method: high at both ends, ranges too narrow; high in the middle, too wide; high on one side, biased. Grey band: 90% range of pure luck (as if independent, so a little narrow).",
    ),
    "ranks_axis": ("真值的名次（占抽样的%）", "rank of the truth (% of the draws)"),
    "ranks_count": ("个数", "count"),
    "made_by_emulator": ("仿真器造的城市", "cities made by the emulator"),
    "made_by_simulator": ("模拟器造的城市", "cities made by the simulator"),
    "route_picture": ("两种方法得到的后验", "The posterior by two routes"),
    "route_axis": (
        "均值±标准差，以先验标准差为单位",
        "mean ± standard deviation, in standard deviations of the prior",
    ),
    "route_first": ("本方法", "this method"),
    "route_second": ("第二方法", "second route"),
    "route_note": (
        "第二方法：近似贝叶斯计算加回归调整，抽样之后不用仿真器也不用链；它较粗，区间偏宽属预料之中。均值之差的中位数为{typical}个先验标准差，最大{largest}（{name}）。",
        "Second route: approximate Bayesian computation adjusted by regression, without emulator or chain once the runs are drawn from what is not ruled out; it is coarser, so wider ranges are to be expected. The means differ by {typical} standard deviations of the prior in the median and by {largest} at most ({name}).",
    ),
    "limits_note": (
        "方法的局限：每一波只用本波的仿真器排除，不与前几波的排除求交；仿真器的误差取常数，不随离样本的远近变化；逐个留出指标的预测沿用看过该指标的各波模拟。",
        "Limits of the method: each wave rules out by its own emulator only, without what earlier ones had ruled out; the emulator's error is taken as constant, near its runs or far; figures predicted from the others rest on waves that had seen them.",
    ),
    "emulator_note": (
        "仿真器替代模拟器的误差（单位同误差表）；最后一列为与观测误差和模型偏差合计之比，越小越好：",
        "How far the emulator is from the simulator (units as in the table of errors); last column over observation and discrepancy together, the smaller the better:",
    ),
    "left_one_out": ("留一误差（含运气）", "left-one-out error (luck included)"),
    "spread": ("末波离散", "spread of the last wave"),
    "emulator_alone": ("仿真器自身", "emulator alone"),
    "ratio": ("与误差之比", "over the error"),
    "waves_note": (
        "逐波收窄：每一波之前，仿真器先排除不可能的参数组。",
        "Closing in: before each wave the emulator rules out sets of parameters that cannot be.",
    ),
    "wave": ("波次", "wave"),
    "wave_runs": ("次数", "runs"),
    "failed": ("未算完", "failed"),
    "ruled_out": ("已排除的先验", "prior ruled out"),
    "active": ("活跃参数", "active parameters"),
    "acceptance": ("接受率", "acceptance"),
    # --- 6
    "ahead_title": ("2020—2025年推算", "Projections 2020-2025"),
    "ahead_plain": (
        "没有使用2020年以后的任何数字。扇形是情景“{scenario}”下的90%区间：只说明照此下去大致到哪里，不是预报。细线是不需要模型的三种简单推算；菱形是规划目标。",
        "No figure after 2020 was used. The fans are 90% ranges under the scenario '{scenario}': where the city gets to if things go on like this, not a forecast. Thin lines are three naive rivals that need no model; diamonds are the plan's targets.",
    ),
    "ahead_research": (
        "规划的增加值目标按现价理解；同一个数按2020年不变价来要求就更高，两者并列。扇形含参数（后验与先验）、初始企业群体和运气，不含模型偏差。",
        "The plan's targets for value added are read as current prices; at constant prices of 2020 the same number asks for more, so both are shown. Fans hold parameters (posterior and prior), populations and luck, and no discrepancy.",
    ),
    "ahead_marks": (
        "蓝：中位数与90%区间；橙点：2020年公布数；橙色菱形：规划目标；灰色实线：沿用2020年值；灰色虚线：等速增长；灰色点线：逻辑曲线（仅限占比）。",
        "Blue: median and 90% range; orange dot: published 2020; orange diamond: the plan's target; grey line: value of 2020 carried on; grey dashes: constant growth; grey dots: logistic (shares only).",
    ),
    "prices_current": ("现价", "current prices"),
    "prices_constant_2020": ("2020年不变价", "constant prices of 2020"),
    "priced": ("{figure}，{prices}", "{figure}, {prices}"),
    "median_2020": ("2020中位数", "median 2020"),
    "median_2025": ("2025中位数", "median 2025"),
    "range_2025": ("2025年90%区间", "90% range 2025"),
    "aim": ("规划目标", "plan's target"),
    "aim_lies": ("目标位置", "target lies"),
    "aim_below": ("低于区间", "below the range"),
    "aim_within": ("区间之内", "within the range"),
    "aim_above": ("高于区间", "above the range"),
    # --- 7
    "again_title": ("如何重做", "How to do it again"),
    "again_plain": (
        "同一程序、同一种子得到同一后验。完整校准连同检验需约73分钟处理器时间：双核机器约40分钟，机器另有任务时更久（负载30—50时实测62分钟）；可中断后继续。",
        "The same program and the same seed give the same posterior. A full fit with its checks takes 73 processor minutes: about 40 minutes on two cores, longer where the machine has other work (62 minutes as measured at a load of 30 to 50); it can be broken off and taken up again.",
    ),
    "again_research": (
        "本页只由后验文件夹生成，不重新运行模型。",
        "This page was made from the posterior's folder alone; no model was run.",
    ),
    "command": ("命令", "command"),
    "page_command": ("只重做本页", "this page only"),
    "seed": ("种子", "seed"),
    "source_hash": ("程序散列值", "hash of the code"),
    "model_hash": ("规则与数据散列值", "hash of rules and data"),
    "versions": ("软件版本", "versions"),
    "settings": ("设置", "settings"),
    "files": ("文件校验和（前12位）", "checksums of the files (first 12 digits)"),
}
"""Key -> text."""
