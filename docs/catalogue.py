"""Write docs/catalogue.md: each instrument of the plan with what carries it, or why nothing does.

    python docs/catalogue.py

Everything comes from `calibration/instruments.csv` and the files of `sim/policy`; the page is
edited by nobody.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sim.base.levers import LEVER, NO_LIMIT
from sim.base.resources import table
from sim.policy.instrument import DoseCard, Instrument
from sim.policy.registry import instruments
from sim.scenario.parts import BY_SECTOR, scopes_of

PAGE = Path(__file__).resolve().parent / "catalogue.md"
OPENING = """# 政策工具目录 / The catalogue of instruments

Written by `docs/catalogue.py` (`make catalogue`); not edited by hand.
由 `docs/catalogue.py` 生成（`make catalogue`），请勿手工修改。

Each row of `calibration/instruments.csv`: whether it carries the mission, the files of `sim/policy`
that carry it, the levers they write, and what is not shown, with the reason.
下表逐项列出规划中的政策工具：是否承担主要任务、由 `sim/policy` 的哪些文件实现、作用于哪些杠杆，
以及未能体现的部分和原因。
"""
COLUMNS = (
    "| # | 工具 | instrument | 主要任务 mission | 文件 files | 杠杆 levers | 未体现 | not shown |",
    "|---|---|---|---|---|---|---|---|",
)
MISSION = {"yes": "是 yes", "no": "否 no"}
ABSENT = "**—**"
DOSES = (
    "| 剂量 dose | 说明 | what | 单位 unit | 范围 bounds | 维度 over | 来源 source "
    "| 依据 standing |",
    "|---|---|---|---|---|---|---|---|",
)
OVER = {"city": "全市 city", "grade": "等级 grade", "place": "片区 place"}


def carriers(number: str) -> list[type[Instrument]]:
    """The instruments that carry a row of the evidence."""
    return [kind for kind in instruments().values() if number in kind.evidence]


def missing() -> list[str]:
    """Rows with neither a file nor a reason."""
    return [row["number"] for row in table("instruments.csv")
            if not carriers(row["number"]) and not row["not_represented_en"]]  # fmt: skip


def _file(kind: type[Instrument]) -> str:
    return kind.__module__.rsplit(".", 1)[-1] + ".py"


def _rows() -> Iterator[str]:
    for row in table("instruments.csv"):
        kinds = carriers(row["number"])
        files = "<br>".join(f"[{_file(kind)}](#{kind.name})" for kind in kinds)
        levers = "<br>".join(f"{LEVER[name].zh} `{name}`" for kind in kinds for name in kind.writes)
        yield (
            f"| {row['number']} | {row['zh']} | {row['en']} | {MISSION[row['carries_mission']]} "
            f"| {files or ABSENT} | {levers or ABSENT} "
            f"| {row['not_represented_zh']} | {row['not_represented_en']} |"
        )


def _bounds(card: DoseCard) -> str:
    if card.choices:
        return ", ".join(f"`{choice}`" for choice in card.choices)
    high = "无上限 no limit" if card.high >= NO_LIMIT else f"{card.high:,.10g}"
    return f"{card.low:,.10g} – {high}"


def _parts(card: DoseCard) -> str:
    """By what parts of the city scenarios may give a dose."""
    scopes = scopes_of(card)
    if not scopes:
        return ""
    return "; 可分产业或片区 by sector or place" if BY_SECTOR in scopes else "; 可分片区 by place"


def _section(kind: type[Instrument]) -> Iterator[str]:
    """An instrument with its doses, levers and ledger."""
    yield f'<a id="{kind.name}"></a>\n\n### {kind.zh} / {kind.en}\n'
    yield f"`sim/policy/{_file(kind)}`, `[instruments.{kind.name}]`; {', '.join(kind.evidence)}.\n"
    yield " ".join((kind.__doc__ or "").split()) + "\n"
    yield from DOSES
    for name, card in kind.doses().items():
        yield (f"| `{name}` | {card.zh} | {card.en} | {card.unit} | {_bounds(card)} "
               f"| {OVER[card.over]}{_parts(card)} | {card.source} "
               f"| {card.standing} |")  # fmt: skip
    levers = "; ".join(f"{LEVER[n].zh} / {LEVER[n].en} (`{n}`)" for n in kind.writes)
    yield f"\n杠杆 levers: {levers}.\n"
    booked = "; ".join(f"{entry.flow} `{entry.variable}`{f' ({entry.cause})' * bool(entry.cause)}"
                       for entry in kind.ledger)  # fmt: skip
    yield f"账目 ledger: {booked or 'none / 无'}.\n"


def page() -> str:
    """The whole page."""
    lines = [OPENING, *COLUMNS, *_rows(), "\n## 各工具 / Each instrument\n"]
    for kind in instruments().values():
        lines.extend(_section(kind))
    return "\n".join(lines).rstrip() + "\n"


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
