"""Posteriors: the key `format` of posterior.json; the first two have none."""

from __future__ import annotations

from sim.base.versions.kinds import Content, Kind, Step, Tables, declared


def unmarked(content: Content) -> int:
    """The first asked nothing of what the fit answered; the second does."""
    return 2 if "question_hash" in content else 1


def with_question(content: Content, tables: Tables) -> tuple[Content, Tables]:
    """From 1 to 2: what was asked is not known, so the posterior counts as stale."""
    return {**content, "question_hash": ""}, tables


def marked(content: Content, tables: Tables) -> tuple[Content, Tables]:
    """From 2 to 3: it says its format, and nothing else changed."""
    return content, tables


POSTERIOR = declared(Kind(
    "posterior", "后验", "posterior", "format",
    (
        Step("记下校准所依据的问题（数据、误差、先验、方法）；此前没有记录，故视为过时",
             "it holds a hash of what the fit was asked; before, that was not kept, so it counts "
             "as stale", with_question),
        Step("写明格式版本", "it says its format", marked),
    ),
    unmarked, "请重新运行 yongsim calibrate，或使用 --draws central",
    "run 'yongsim calibrate' anew, or use --draws central",
))  # fmt: skip
