"""What is said of own firms, in Chinese and English."""

from __future__ import annotations

from typing import Any

from sim.report.words import Language

# Totals of the above-scale firms that an exchange is told by; money in 100m yuan of the year.
TOTALS = {
    "firms": ("规上企业数（家）", "above-scale firms"),
    "value_added": ("增加值（亿元）", "value added (100m yuan)"),
    "output": ("总产值（亿元）", "gross output (100m yuan)"),
    "employment": ("从业人员（人）", "employment (persons)"),
    "tax_paid": ("税收（亿元）", "tax (100m yuan)"),
    "land": ("用地（亩）", "land (mu)"),
    "land_stock": ("工业用地总量（亩）", "all industrial land (mu)"),
}
WORDS: dict[str, tuple[str, str]] = {
    "stand_in": (
        "自有企业：{year}年末起，{places} 个片区由表中 {firms} 家企业代替模拟企业（未列入 {left_out} 行）；参数仍是按模拟企业群体校准的，未重新校准",
        "own firms: from the end of {year}, {firms} firms of a table stand for the modelled ones in {places} places ({left_out} rows left out); parameters were fitted to the modelled firms and are not fitted anew",
    ),
    "changed": (
        "自有企业改变了{year}年的全市合计（中位数）：{changes}；该年的流量指标（技改、投资、进出）仍是模拟企业的",
        "own firms changed the city's totals of {year} (median): {changes}; flows of that year (upgrades, investment, entry and exit) are those of the modelled firms",
    ),
    "kept": (
        "其他规上企业重新加权，{year}年的全市合计保持不变（中位数变化）：{changes}；因此企业数可能带小数；该年的流量指标仍是模拟企业的",
        "other above-scale firms are re-weighted so that the city's totals of {year} stay (median change): {changes}; counts of firms may be fractional; flows of that year are those of the modelled firms",
    ),
    "total": ("合计", "total"), "modelled": ("模拟企业", "modelled firms"),
    "with_own": ("接入自有企业后", "with own firms"), "difference": ("变化", "change"),
    "change_title": (
        "{year}年末：{own} 家自有企业代替 {replaced:.0f} 家模拟企业（中心参数，一次模拟）",
        "End of {year}: {own} own firms stand for {replaced:.0f} modelled ones (central parameters, one run)",
    ),
    "refusals": ("被拒绝的行", "Refused rows"), "row": ("行", "row"), "column": ("列", "column"),
    "value": ("填写内容", "value"), "problem": ("问题与处理办法", "problem and remedy"),
    "interpreted": ("第 {row} 行 {column}：“{text}”读作 {value:g}", "row {row}, {column}: '{text}' is read as {value:g}"),
    "more_interpreted": ("……另有 {count} 处同样处理", "... and {count} more like these"),
    "unread": ("未读取的列：{columns}", "columns that are not read: {columns}"),
    "empty": ("{column}：{rows} 家中 {count} 家为空，代之以：{stand_in}", "{column}: empty for {count} of {rows} firms; instead: {stand_in}"),
    "covers": ("本表代表 {places} 个片区{year}年末的{firms}；这些片区原有的模拟企业退出", "the table stands for {firms} of {places} places at the end of {year}; the modelled ones there go"),
    "firms_above_scale": ("全部规上企业", "all above-scale firms"),
    "firms_all": ("全部规上企业和用地3亩以上的规下企业", "all above-scale firms and those below scale with 3 mu or more"),
    "will_be_changed": ("全市合计随之改变：`yongsim firms totals` 给出变化", "the city's totals change with them: `yongsim firms totals` says by how much"),
    "will_be_kept": ("其他规上企业重新加权，全市合计不变", "other above-scale firms are re-weighted; the city's totals stay"),
    "by_district": ("按区县", "By district"), "district": ("区县", "district"), "count": ("企业数", "firms"),
    "hidden": ("会透露单家企业，不显示", "would tell a firm: hidden"),
    "usable": ("{file}：可以使用，{accepted} 家企业（拒绝 {refused} 行）", "{file}: can be used, {accepted} firms ({refused} rows refused)"),
    "not_usable": (
        "{file}：不能使用：{accepted} 行通过，{refused} 行被拒绝；请更正，或在 own_firms.toml 中写 leave_out_refused = true",
        "{file}: cannot be used: {accepted} rows pass, {refused} are refused; mend them, or write leave_out_refused = true in own_firms.toml",
    ),
    "columns": ("企业数据表的列", "Columns of a table of firms"), "heading": ("表头", "heading"),
    "also": ("其他表头", "also"), "unit": ("单位", "unit"), "need": ("是否必填", "needed"),
    "stands_in": ("为空时代之以", "where it is empty"), "need_always": ("必填", "yes"),
    "need_may": ("选填", "no"), "need_one_of": ("与 {others} 至少一列", "or {others}"),
    "written": ("已写入：{path}", "written: {path}"),
}  # fmt: skip


def say(key: str, language: Language, **values: Any) -> str:
    """A text with values filled in."""
    return WORDS[key][0 if language == "zh" else 1].format(**values)
