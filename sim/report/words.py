"""Every text that people read outside the declarations, in Chinese and English."""

from __future__ import annotations

from typing import Literal, Protocol

from sim.base.units import unit_zh

Language = Literal["zh", "en"]


class Labelled(Protocol):
    """Whatever declares a label in both languages."""

    @property
    def zh(self) -> str:
        """In Chinese."""

    @property
    def en(self) -> str:
        """In English."""


WORDS: dict[str, tuple[str, str]] = {
    "format_current": ("{kind}：已是当前格式（{version}），无需转换", "{kind}: of the current format ({version}), nothing to do"),
    "format_carried": ("已转换：{path}；原件保留为 {old}", "carried forward: {path}; the old is kept as {old}"),
    "shipped_meant": (
        "“{name}”指内置情景；若要用本文件夹的文件，请写 ./{name}.toml",
        "'{name}' means the shipped scenario; for the file in this folder write ./{name}.toml",
    ),
    "file_meant": (
        "“{name}”指该文件，而不是同名的内置情景",
        "'{name}' means that file, not the shipped scenario of the same name",
    ),
    "target": ("目标", "target"),
    "base": ("2020年基数", "base 2020"),
    "aim": ("目标值", "aim"),
    "simulated": ("模拟中位数", "median"),
    "range": ("90%区间", "90% range"),
    "probability": ("达标概率", "probability"),
    "interval": ("95%置信区间", "95% interval"),
    "without_policy": ("无政策能否达标", "met without policy?"),
    "remark": ("说明", "remark"),
    "yes": ("是", "yes"),
    "no": ("否", "no"),
    "uncertain": ("不定", "uncertain"),
    "imposed": ("外生趋势", "imposed trend"),
    "below_base": ("目标低于基数", "target below its base"),
    "dose": ("由情景自身数量设定，是投入而非成效", "set by the scenario's own quota: an input"),
    "quota_short": ("配额{asked}，中位完成{done}：未足额完成，是结果而非投入", "quota {asked}, median carried out {done}: not met in full, so an outcome"),
    "later_title": ("模拟年份之后的目标：终年所处水平与其后每年所需增速（算术推算，无达标概率）", "Targets beyond the simulated years: where the runs end, and growth needed from there (arithmetic: no probability)"),
    "stands_at": ("{year}年中位数", "median {year}"),
    "needed": ("其后每年需增长（%）", "growth needed a year (%)"),
    "grown": ("2021—{year}年模拟年均增长（%）", "simulated growth a year, 2021-{year} (%)"),
    "at_aim": ("{year}年已达到", "there by {year}"),
    "reached_already": ("已达到", "reached"),
    "scenario": ("情景", "scenario"),
    "contradictory": ("目标相互矛盾", "contradicts another target"),
    "not_represented": ("模型未包含", "not represented"),
    "not_reached_year": ("目标年份未模拟", "its years were not simulated"),
    "targets_title": ("2025年目标达成情况", "Targets of 2025"),
    "history_title": ("2015—2020年模拟与公布数", "2015-2020: simulated and published"),
    "score_title": ("逐项对照：公布数、模型区间与简单外推", "Figures as published, the model's ranges and naive rivals"),
    "figure": ("指标", "figure"),
    "year": ("年份", "year"),
    "half_range": ("50%区间", "50% range"),
    "lies": ("落入", "lies in"),
    "outside": ("区间之外", "outside"),
    "below": ("低于公布数的比例", "runs below"),
    "model_error": ("模型误差（CRPS）", "model's error (CRPS)"),
    "rival_error": ("最近的简单外推", "nearest rival"),
    "nearer": ("更近者", "nearer"),
    "model": ("模型", "model"),
    "no_rival": ("无（没有公布别的年份）", "none (no other year published)"),
    "score_inside": (
        "{n}个公布数中，{half}个落入50%区间，{most}个落入90%区间（区间若恰当，约为{half_due}个与{most_due}个）。",
        "Of {n} figures {half} lie in the 50% range and {most} in the 90% range (about {half_due} and {most_due} if the ranges are right).",
    ),
    "score_nearer": (
        "有简单外推可比的{n}个中，模型在{won}个上更近；不如简单外推的：{lost}。",
        "Of {n} with a rival the model was nearer in {won}; a naive rival was nearer in: {lost}.",
    ),
    "score_no_rival": (
        "没有可比的简单外推：这些指标没有公布别的年份。",
        "No rival to compare with: of these figures no other year is published.",
    ),
    "nothing": ("无", "none"),
    "score_note": (
        "模型误差为连续分级概率评分（对单一数字即绝对误差），与指标同单位。简单外推只知2015年与2020年；2020年以前各年，“沿用旧值”取2015年，其余在两年之间取值；只公布了2020年的，“沿用旧值”即取2020年。",
        "The model's error is the continuous ranked probability score, in the figure's unit; for a single number it is the absolute error. Rivals know 2015 and 2020 only; for years before 2020 the last value is that of 2015 and the others lie between the two; where 2020 alone is published, the last value is that figure.",
    ),
    "quick_look": ("快速预览：小样本城市，仅供试看", "quick look: a thinned city, for a first impression only"),
    "ranges_posterior": (
        "区间包含：参数（后验；公布数无法约束的参数取先验）、初始企业群体与抽样运气",
        "ranges combine parameters (posterior), priors of what nothing disciplines, populations and luck",
    ),
    "ranges_prior": (
        "区间包含：参数（先验，未校准）、初始企业群体与抽样运气",
        "ranges combine parameters (priors, uncalibrated), populations and luck",
    ),
    "ranges_central": (
        "区间只含抽样运气：参数取中心值（未校准），初始企业群体只有一个",
        "ranges hold luck only: parameters at central values (uncalibrated), one population",
    ),
    "no_posterior": (
        "没有后验：本次未校准，参数取中心值；校准：yongsim calibrate",
        "no posterior: this run is uncalibrated, parameters at central values; to calibrate: yongsim calibrate",
    ),
    "stale_posterior": (
        "后验已过期：校准之后模型的规则或数据有变；请重新校准：yongsim calibrate",
        "the posterior is stale: rules or data have changed since the fit; fit anew: yongsim calibrate",
    ),
    "quick_posterior": (
        "后验来自快速校准，仅供试看；完整校准：yongsim calibrate",
        "the posterior comes from a quick fit, for a first impression only; full fit: yongsim calibrate",
    ),
    "failed_runs": (
        "未能算完（数额超出范围）而略去的模拟次数",
        "runs left out because amounts of money went out of range",
    ),
    "warning": ("注意", "warning"),
    "published": ("公布数", "published"),
    "median_and_range": ("模拟中位数与90%区间", "simulated median and 90% range"),
    "indicator": ("指标", "indicator"),
    "published_2015": ("2015公布", "published 2015"),
    "published_2020": ("2020公布", "published 2020"),
    "simulated_2015": ("2015模拟", "simulated 2015"),
    "simulated_2020": ("2020模拟", "simulated 2020"),
    "direction": ("方向", "direction"),
    "inside": ("容差内", "in tolerance"),
    "use": ("用途", "use"),
    "fit": ("拟合", "fit"),
    "check": ("核对", "check"),
    "level": ("水平", "level"),
    "do_not_fit": ("不拟合", "not fitted"),
    "difference": ("差异", "difference"),
    "unit": ("单位", "unit"),
    "rule_number": ("编号", "no."),
    "name": ("名称", "name"),
    "value": ("数值", "value"),
    "bounds": ("取值范围", "bounds"),
    "source": ("来源", "source"),
    "standing": ("依据等级", "standing"),
    "label": ("含义", "meaning"),
    "generated": ("模拟城市", "generated"),
    "published_word": ("公布或推算", "published or derived"),
    "compiling": (
        "首次运行：正在编译规则（约半分钟，只此一次）",
        "first run: compiling the rules (about half a minute, once)",
    ),
    "running": ("模拟", "simulating"),
    "written": ("结果已写入", "results written to"),
    "no_font": (
        "随附的中文字体缺失或无法读取，图中文字改用英文",
        "the Chinese font that comes with yongsim is missing or unreadable: figures use English",
    ),
    "no_console": (
        "the console cannot show Chinese: English is used",
        "the console cannot show Chinese: English is used",
    ),
    "cost_title": ("财政收支：2021—2025年年均（亿元，中位数）", "Public money, mean of 2021-2025 a year (100m yuan, median)"),
    "instrument": ("工具", "instrument"),
    "land_account": ("土地收支", "land account"),
    "committed": ("承诺", "committed"),
    "paid": ("支出", "paid"),
    "clawed_back": ("收回", "clawed back"),
    "received": ("收入", "received"),
    "forgone": ("减免", "forgone"),
    "no_targets": ("未模拟到2025年：不检验目标", "2025 was not simulated: no targets audited"),
    "extends_word": ("继承", "builds on"),
    "overlays_word": ("叠加", "laid over it"),
    "years_word": ("年份", "years"),
    "targets_audited": ("检验的目标", "targets audited"),
    "indicators_word": ("关注的指标", "indicators of the question"),
    "no_difference": ("两个情景的数值完全相同", "the two scenarios set the same values"),
    "no_limit": ("不限", "no limit"),
    "in_order": ("格式与数值无误", "in order"),
    "instruments_set": ("政策工具", "instruments"),
    "file_written": ("已写入", "written"),
}


STANDINGS: dict[str, tuple[str, str]] = {
    "document": ("规划文件", "document"), "published": ("公布", "published"),
    "literature": ("文献", "literature"), "derived": ("推算", "derived"),
    "recalled": ("凭记忆，待核实", "recalled"), "judgement": ("判断", "judgement"),
}  # fmt: skip


def standing(name: str, language: Language) -> str:
    """What a value stands on, in a language."""
    return STANDINGS[name][0 if language == "zh" else 1]


def word(key: str, language: Language) -> str:
    """The text of a key in a language."""
    return WORDS[key][0 if language == "zh" else 1]


def named(item: Labelled, language: Language) -> str:
    """The label of whatever has one in both languages."""
    return item.zh if language == "zh" else item.en


def unit_label(unit: str, language: Language) -> str:
    """A unit in a language."""
    return unit_zh(unit) if language == "zh" else unit
