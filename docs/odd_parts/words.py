"""Two languages from one source: a text is a pair, and a page is written in one of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sim.report.appraisal.words import TOTALS, unit
from sim.report.words import STANDINGS

LANGUAGES = ("en", "zh")

HEADS: dict[str, tuple[str, str]] = {
    "name": ("名称", "name"), "meaning": ("含义", "meaning"), "unit": ("单位", "unit"),
    "value": ("数值", "value"), "bounds": ("取值范围", "bounds"), "source": ("来源", "source"),
    "standing": ("依据", "standing"), "neutral": ("中性值", "neutral"), "over": ("维度", "over"),
    "kind": ("类型", "stored as"), "posterior": ("后验中位数（90%区间）", "posterior median (90% range)"),
    "moved": ("公布数是否约束", "moved by the figures"), "instrument": ("工具", "instrument"),
    "writes": ("作用杠杆", "levers written"),  "evidence": ("规划条目", "evidence rows"),
    "number": ("编号", "number"), "step": ("步骤", "step"), "does": ("内容", "what it does"),
    "rules": ("公式", "equations"), "file": ("文件", "file"), "park": ("园区", "park"),
    "areas": ("片区数", "sub-areas"),  "sector": ("产业", "sector"),
    "share": ("增加值占比（%）", "share of value added (%)"), "rung": ("阶梯", "rung"),
    "cost": ("成本/营收", "cost over revenue"), "gain": ("收益（对数）", "gain (log)"),
    "saving": ("节约用工", "labour saving"), "least": ("最低营收（万元）", "least revenue (10k yuan)"),
    "intercept": ("截距", "intercept"), "years": ("各年数值", "values by year"),
    "published": ("公布或推算", "published or derived"), "generated": ("生成", "generated"),
    "draw": ("抽样", "draw"), "used": ("使用它的公式", "used by"), "imposed": ("外生趋势", "imposed trend"),
    "entity": ("实体", "entity"), "count": ("数量", "number"), "variables": ("变量数", "variables"),  "tolerance": ("容差", "tolerance"),
    "median": ("模拟中位数", "simulated median"), "range": ("90%区间", "90% range"),
    "inside": ("在容差内", "within tolerance"), "role": ("用途", "use"), "figure": ("公布数", "figure"),
    "predicted": ("由其余指标预测（90%区间）", "predicted from the others (90% range)"),
    "parameter": ("参数", "parameter"), "shrinkage": ("方差收缩", "shrinkage"),
    "correlation": ("相关系数", "correlation"), "first": ("参数一", "first"), "second": ("参数二", "second"),
    "wave": ("轮次", "wave"), "runs": ("模拟次数", "runs"), "left": ("此前未排除的比例", "share not ruled out before"),
    "active": ("有效参数", "active parameters"),  "emulated": ("仿真器造城", "cities of the emulator"),
    "simulated": ("模拟器造城", "cities of the simulator"),   "doses": ("剂量（单位；范围；依据）", "doses (unit; bounds; standing)"),  "standing_count": ("参数个数", "parameters"),
    "first_year": ("2015年公布", "published 2015"), "published_year": ("2020年公布", "published 2020"),
    "aim": ("2025年目标", "target of 2025"),
    "future": ("情景可设", "a scenario may set"), "year": ("年份", "year"),
}  # fmt: skip

WORDS: dict[str, tuple[str, str]] = {
    "parameters_note": ("每个参数的取值、范围、单位、依据、来源，以及公布数是否约束了它。在情景文件的 `[parameters]` 中可改，须在范围之内。", "Value, bounds, unit, standing and source of each parameter, and whether the published figures moved it. A scenario may set one under `[parameters]`, within its bounds."),
    "indicators_note": ("每年记录的指标，2015、2020年公布数，以及2025年规划目标。", "What is recorded each year, with the published figures of 2015 and 2020 and the plan's targets for 2025."),
    "cookbook_note": ("随程序发布的情景：要回答的问题和整个文件。照抄一个、改几个数值就是自己的情景；用 `yongsim scenario check` 检查。格式见 [scenarios.md](../docs/scenarios.md)。", "The shipped scenarios: the question of each, and the whole file. Copy one, change a few values, and test it with `yongsim scenario check`. The form: [scenarios.md](../docs/scenarios.md)."),
    "parameters_title": ("参数手册", "Parameters"), "indicators_title": ("指标手册", "Indicators"),
    "cookbook_title": ("情景手册", "Scenario cookbook"), "surroundings_title": ("宏观序列", "Surroundings by year"),
    "futures_title": ("情景可设的外部环境（2021年起）", "What a scenario may set from 2021 on"),
    "after": ("在下文之后加入", "add after"), "before": ("在下文之前加入", "add before"),
    "replace": ("把下文", "replace"), "with": ("换成：", "by:"), "this": ("内容：", "this:"),
    "new_file": ("新文件：", "a new file:"),
    "copy": ("把文件夹 `{folder}` 复制为 `{to}`。", "Copy the folder `{folder}` to `{to}`."),
    "yes": ("是", "yes"), "no": ("否", "no"), "no_limit": ("不限", "no limit"),
    "fixed": ("固定", "fixed"), "ledger": ("只入账，不参与拟合", "ledger only, no fit sees it"),
    "prior_rules": ("否，由先验决定", "no, its prior decides"), "whole": ("整数", "whole"),
    "real": ("实数", "real"), "city": ("全市", "city"), "grade": ("等级", "grade"),
    "place": ("片区", "place"), "calls": ("调用", "Calls"),
    "source": ("来源", "Source"), "written": ("写入", "Writes"), "rests": ("在以下杠杆首次生效前不运行", "Rests until one of these levers is first in force"),
    "reads": ("读取", "Reads"), "arguments": ("参数表", "Arguments"),
    "generated": ("本页由 `docs/odd.py` 生成（`make odd`），请勿手工修改。", "Written by `docs/odd.py` (`make odd`); not edited by hand."),
    "contents": ("目录", "Contents"), "decision_of": ("每家企业的决策", "taken by every firm"),
    "kind_firm": ("企业", "firm"), "kind_place": ("片区", "place"), "kind_sector": ("产业", "sector"),
    "kind_place_sector": ("片区—产业", "place and sector"), "kind_rung": ("拟上阶梯", "candidate rung"),
    "kind_lever": ("杠杆", "levers"), "kind_draw": ("抽样", "draws"), "kind_parameter": ("参数", "parameters"),
    "kind_macro": ("宏观", "surroundings"), "kind_total": ("全市合计与指数", "totals and indices of the city"),
    "by_sector": ("可分产业或片区", "also by sector or place"), "by_place": ("可分片区", "also by place"),
}  # fmt: skip


MORE_UNITS = {"index (2015 = 1)": "指数（2015年=1）"}
# Totals and indices that decisions read, beside those that `yongsim explain` names.
TOTAL_WORDS = TOTALS | {
    "energy_price": ("电价高于通常水平的部分", "electricity price above its usual course", "yuan/kWh"),
    "electricity_index": ("电耗趋势指数", "index of the trend of electricity per value added", "ratio"),
    "water_index": ("用水趋势指数", "index of the trend of water per value added", "ratio"),
    "wage_index": ("实际工资指数", "index of real wages", "ratio"),
    "value_added_rate_index": ("增加值率趋势指数", "index of the trend of the value-added rate", "ratio"),
    "energy_level": ("上年价格对应的电耗水平", "level of electricity per value added that last year's prices led to", "ratio"),
    "energy_response": ("当年价格引起的电耗变动", "change of electricity per value added by this year's prices", "fraction"),
    "mean_log_size": ("企业规模对数均值（按增加值加权）", "mean log size, weighted by value added", "log"),
    "equipment_share_now": ("装备制造业占比（上年）", "share of equipment makers, last year", "fraction"),
    "strategic_share_now": ("战略性新兴产业占比（上年）", "share of strategic firms, last year", "fraction"),
}  # fmt: skip


class Speaker:
    """Says things in one language.

    Args:
        language: zh or en.
    """

    def __init__(self, language: str):
        self.language, self._place = language, 0 if language == "zh" else 1

    def pick(self, zh: str, en: str) -> str:
        """One of a pair."""
        return en if self._place else zh

    def of(self, item: Any) -> str:
        """The label of whatever has one in both languages."""
        return self.pick(item.zh, item.en)

    def say(self, key: str) -> str:
        """A word of the list."""
        return WORDS[key][self._place]

    def standing(self, name: str) -> str:
        """What a number stands on."""
        return STANDINGS[name][self._place]

    def unit(self, name: str) -> str:
        """A unit."""
        return MORE_UNITS.get(name, unit(name, "zh")) if not self._place else name

    def table(self, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
        """Lines of a table; heads are keys."""
        lines = ["| " + " | ".join(HEADS[key][self._place] for key in heads) + " |",
                 "|" + "---|" * len(heads)]  # fmt: skip
        return [*lines, *("| " + " | ".join(map(_cell, row)) + " |" for row in rows)]


def _cell(text: object) -> str:
    return str(text).replace("|", r"\|").replace("\n", " ")


def short(value: float) -> str:
    """A number in a table: four figures, thousands apart."""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"


def code(name: str) -> str:
    """A name of the code."""
    return f"`{name}`"
