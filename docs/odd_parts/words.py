"""Two languages from one source: a piece of text is a pair, and a page is written in one of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sim.base.units import unit_zh

LANGUAGES = ("en", "zh")

HEADS: dict[str, tuple[str, str]] = {
    "name": ("名称", "name"), "meaning": ("含义", "meaning"), "unit": ("单位", "unit"),
    "value": ("数值", "value"), "bounds": ("取值范围", "bounds"), "source": ("来源", "source"),
    "standing": ("依据", "standing"), "neutral": ("中性值", "neutral"), "over": ("维度", "over"),
    "kind": ("类型", "stored as"), "posterior": ("后验中位数（90%区间）", "posterior median (90% range)"),
    "moved": ("公布数是否约束", "moved by the figures"), "instrument": ("工具", "instrument"),
    "writes": ("作用杠杆", "levers written"), "dose": ("剂量", "dose"), "evidence": ("规划条目", "evidence rows"),
    "number": ("编号", "number"), "step": ("步骤", "step"), "does": ("内容", "what it does"),
    "rules": ("公式", "equations"), "file": ("文件", "file"), "park": ("园区", "park"),
    "areas": ("片区数", "sub-areas"), "belt": ("产业带", "belt"), "sector": ("产业", "sector"),
    "share": ("增加值占比（%）", "share of value added (%)"), "rung": ("阶梯", "rung"),
    "cost": ("成本/营收", "cost over revenue"), "gain": ("收益（对数）", "gain (log)"),
    "saving": ("节约用工", "labour saving"), "least": ("最低营收（万元）", "least revenue (10k yuan)"),
    "intercept": ("截距", "intercept"), "years": ("各年数值", "values by year"),
    "published": ("公布或推算", "published or derived"), "generated": ("生成", "generated"),
    "draw": ("抽样", "draw"), "used": ("使用它的公式", "used by"), "imposed": ("外生趋势", "imposed trend"),
    "entity": ("实体", "entity"), "count": ("数量", "number"), "variables": ("变量数", "variables"),
    "indicator": ("指标", "indicator"), "tolerance": ("容差", "tolerance"),
    "median": ("模拟中位数", "simulated median"), "range": ("90%区间", "90% range"),
    "inside": ("在容差内", "within tolerance"), "role": ("用途", "use"), "figure": ("公布数", "figure"),
    "predicted": ("由其余指标预测（90%区间）", "predicted from the others (90% range)"),
    "parameter": ("参数", "parameter"), "shrinkage": ("方差收缩", "shrinkage"),
    "correlation": ("相关系数", "correlation"), "first": ("参数一", "first"), "second": ("参数二", "second"),
    "wave": ("轮次", "wave"), "runs": ("模拟次数", "runs"), "left": ("此前未排除的比例", "share not ruled out before"),
    "active": ("有效参数", "active parameters"), "spread": ("仿真器留一误差", "emulator's left-out error"),
    "luck": ("单次运行随机误差", "luck of one run"), "emulated": ("仿真器造城", "cities of the emulator"),
    "simulated": ("模拟器造城", "cities of the simulator"), "test": ("测试", "test"),
    "checks": ("检验内容", "what it checks"), "doses": ("剂量（单位；范围；依据）", "doses (unit; bounds; standing)"),
    "reads": ("读取", "reads"), "standing_count": ("参数个数", "parameters"), "group": ("组别", "group"),
    "future": ("情景可设", "a scenario may set"), "year": ("年份", "year"),
}  # fmt: skip

WORDS: dict[str, tuple[str, str]] = {
    "yes": ("是", "yes"), "no": ("否", "no"), "no_limit": ("不限", "no limit"),
    "fixed": ("固定", "fixed"), "ledger": ("只入账，不参与拟合", "ledger only, no fit sees it"),
    "prior_rules": ("否，由先验决定", "no, its prior decides"), "whole": ("整数", "whole"),
    "real": ("实数", "real"), "city": ("全市", "city"), "grade": ("等级", "grade"),
    "place": ("片区", "place"), "none": ("无", "none"), "calls": ("调用", "Calls"),
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

STANDINGS = {
    "document": ("规划文件", "document"), "published": ("公开发布", "published"),
    "literature": ("文献", "literature"), "derived": ("推算", "derived"),
    "recalled": ("常识（待核）", "recalled"), "judgement": ("判断", "judgement"),
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

    def unit(self, unit: str) -> str:
        """A unit."""
        return unit if self._place else unit_zh(unit)

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
