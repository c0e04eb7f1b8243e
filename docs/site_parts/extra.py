"""Pages that only the site has: the front page, the reference, the scenario cookbook."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

from odd_parts import tables
from odd_parts.words import LANGUAGES, Speaker, code, short

from sim.base.indicators import INDICATORS
from sim.base.moments import moments
from sim.base.resources import folder, table

FRONT = """# yongsim

宁波工业升级的企业级模拟：哪种补助、地价、亩均规则和清退组合能使全市制造业达到规划目标，花费多少，把握多大？

Industrial upgrading in Ningbo, firm by firm: which mix of subsidies, land prices, per-mu rules and
clearance takes the city's manufacturing to the figures of its plan, at what cost, and how sure can
one be?

"""
SECTIONS: dict[str, list[tuple[str, str]]] = {
    "中文": [
        ("模型说明（ODD+D）", "docs/odd.zh"), ("TRACE 说明", "docs/trace.zh"),
        ("参数手册", "reference/parameters.zh"), ("指标手册", "reference/indicators.zh"),
        ("情景手册", "reference/cookbook.zh"), ("扩展方法", "docs/extend.zh"),
        ("自有企业数据", "docs/own_firms.zh"),
        ("典型事实", "docs/facts.zh"), ("政策效应检验", "docs/causal.zh"),
        ("与简单外推对照", "docs/rivals.zh"),
    ],
    "English": [
        ("Overview", "README"), ("Model description (ODD+D)", "docs/odd.en"),
        ("TRACE notes", "docs/trace.en"), ("Parameters", "reference/parameters.en"),
        ("Indicators", "reference/indicators.en"), ("Scenario cookbook", "reference/cookbook.en"),
         ("How to extend it", "docs/extend.en"), ("Your own firms", "docs/own_firms.en"),
         ("Stylised facts", "docs/facts.en"), ("Causal checks", "docs/causal.en"),
         ("Naive rivals", "docs/rivals.en"),
    ],
    "使用 / Guides": [
        ("Scenario files", "docs/scenarios"), ("政策工具目录 / Catalogue", "docs/catalogue"),
        ("Results folders", "docs/results"), ("Sweeps", "docs/sweeps"),
        ("Clusters", "docs/cluster"), ("Sensitivity", "docs/sensitivity"),
        ("Robustness", "docs/robustness"), ("Benchmark", "docs/benchmark"),
    ],
    "开发 / Development": [
        ("Contributing", "CONTRIBUTING"), ("The evidence", "calibration/README"),
        ("Changes", "CHANGELOG"),
    ],
}  # fmt: skip


def write_extra(into: Path) -> None:
    """Write the front page, the reference and the cookbook."""
    reference = into / "reference"
    reference.mkdir()
    for language in LANGUAGES:
        speak = Speaker(language)
        for name, lines in (("parameters", _parameters(speak)), ("indicators", _indicators(speak)),
                            ("cookbook", _cookbook(speak))):  # fmt: skip
            page = reference / f"{name}.{language}.md"
            page.write_text("\n".join(lines) + "\n", encoding="utf-8")
    (into / "index.md").write_text(FRONT + "\n".join(_trees(into)) + "\n", encoding="utf-8")


def _trees(into: Path) -> Iterator[str]:
    sections = dict(SECTIONS)
    notebooks = sorted((into / "notebooks").glob("*.ipynb"))
    if notebooks:
        sections["教程 / Tutorials"] = [("", f"notebooks/{name}") for name in
                                     ("README", *(path.stem for path in notebooks))]
    named = {page for pages in sections.values() for _, page in pages}
    others = sorted(path.relative_to(into).with_suffix("").as_posix()
                    for path in (into / "docs").glob("*.md"))  # fmt: skip
    sections["使用 / Guides"] = [*sections["使用 / Guides"],
                               *(("", page) for page in others if page not in named)]  # fmt: skip
    for caption, pages in sections.items():
        yield from ("```{toctree}", f":caption: {caption}", ":maxdepth: 1", "")
        yield from (f"{title} <{page}>" if title else page for title, page in pages)
        yield from ("```", "")


def _parameters(speak: Speaker) -> list[str]:
    return [*_head("parameters", speak), *tables.parameter_table(speak), "",
            f"## {speak.say('surroundings_title')}", "", *tables.surroundings(speak), "",
            f"## {speak.say('futures_title')}", "", *tables.futures(speak)]  # fmt: skip


def _head(name: str, speak: Speaker) -> list[str]:
    return [f"# {speak.say(name + '_title')}", "", speak.say(f"{name}_note"), ""]


def _indicators(speak: Speaker) -> list[str]:
    heads = ("name", "meaning", "unit", "imposed", "first_year", "published_year", "aim")
    return [*_head("indicators", speak), *speak.table(heads, _indicator_rows(speak))]


def _indicator_rows(speak: Speaker) -> Iterator[tuple[str, ...]]:
    found = {moment.indicator: moment for moment in moments()}
    aims: dict[str, list[str]] = {}
    for row in table("targets.csv"):
        if row["set"] == "plan_2025" and row["represented"] == "yes":
            aims.setdefault(row["indicator"], []).append(
                f"{row['value']} {speak.unit(row['unit'])} ({code(row['target'])})"
            )
    for item in INDICATORS:
        moment = found.get(item.name)
        years = (moment.value_2015, moment.value_2020) if moment else (None, None)
        yield (code(item.name), speak.of(item), speak.unit(item.unit),
               speak.say("yes") if item.imposed else "–",
               *("–" if value is None else short(value) for value in years),
               "<br>".join(aims.get(item.name, ["–"])))  # fmt: skip


def _cookbook(speak: Speaker) -> list[str]:
    """Every shipped scenario with its question and its file."""
    lines = _head("cookbook", speak)
    for path in sorted(folder("scenarios").glob("*.toml")):
        text = path.read_text(encoding="utf-8")
        about = tomllib.loads(text)
        lines += ["", f"## {speak.pick(**about['title'])}", ""]
        if "question" in about:
            lines += [speak.pick(**about["question"]), ""]
        lines += [f"`yongsim run {path.stem}`", "", "```toml", text.rstrip(), "```"]
    return lines


