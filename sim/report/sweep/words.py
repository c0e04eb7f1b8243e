"""Texts of sweeps, in Chinese and English."""

from __future__ import annotations

from typing import Any

from rich.console import Console

from sim.report.words import Language

SAYINGS: dict[str, tuple[str, str]] = {
    "asked": ("{title}：{scenarios}个情景 × {points}个设计点 × {seeds}个种子 = {runs}次模拟", "{title}: {scenarios} scenarios x {points} points x {seeds} seeds = {runs} runs"),
    "timed": ("每次约{milliseconds:.3g}毫秒；分为{shards}个分片，{workers}个进程", "about {milliseconds:.3g} ms a run; {shards} shards, {workers} workers"),
    "sweeping": ("批量模拟", "sweeping"),
    "rate": ("{rate:.3g}次/秒", "{rate:.3g} runs/s"),
    "failed_count": ("失败{failed}", "{failed} failed"),
    "finished": ("全部完成：{runs}次模拟，其中{failed}次失败；结果在{store}", "all done: {runs} runs, {failed} of them failed; the store is {store}"),
    "stopped": ("已停止：完成{done}/{runs}次模拟；继续：yongsim sweep resume {store}", "stopped with {done} of {runs} runs done; to go on: yongsim sweep resume {store}"),
    "stopped_shard": ("已停止：分片{shard}未完成；重新提交即可", "stopped before shard {shard} was complete; submit it again"),
    "damaged": ("{part}已损坏：重新运行其{runs}次模拟", "{part} is damaged: its {runs} runs are run again"),
    "spare": ("分片{shard}写了两次，运行相同、字节不同：只计一次，已删除{part}", "shard {shard} was written twice, the same runs in other bytes: it counts once, {part} is removed"),
    "differing": ("分片{shard}有两个数值不同的文件：已删除{part}，重新运行其{runs}次模拟", "shard {shard} has two parts with different figures: {part} is removed, its {runs} runs are run again"),
    "twice": ("{count}个分片有两个文件，各计一次", "{count} shards have two parts; each counts once"),
    "twin_same": ("分片{shard}写了两次，运行相同：{first}、{part}；合并时只计一次", "shard {shard} was written twice, the same runs: {first}, {part}; merging counts it once"),
    "twin_differs": ("分片{shard}有两个数值不同的文件：{first}、{part}；“yongsim sweep resume {store}”会删除两者并重新运行", "shard {shard} has two parts with different figures: {first}, {part}; 'yongsim sweep resume {store}' removes both and runs it again"),
    "stopped_checking": ("已停止；已核对{runs}次模拟", "stopped; {runs} runs were compared"),
    "nothing_left": ("没有未完成的模拟", "no run is left to do"),
    "progress": ("完成{done}/{runs}次模拟（{share:.1f}%），失败{failed}；分片{written}/{shards}", "{done} of {runs} runs done ({share:.1f}%), {failed} failed; shards {written} of {shards}"),
    "pace": ("速度{rate:.3g}次/秒，约需{left}", "{rate:.3g} runs/s, about {left} to go"),
    "unreadable": ("无法读取：{part}；“resume”会重新运行", "cannot be read: {part}; 'resume' runs it again"),
    "error_count": ("{count}次失败：{error}", "{count} failed with: {error}"),
    "merged": ("已合并：{results}、{runs}", "merged: {results}, {runs}"),
    "shard_there": ("分片{shard}已有结果", "shard {shard} is there already"),
    "shard_done": ("分片{shard}完成：{runs}次模拟，失败{failed}", "shard {shard} done: {runs} runs, {failed} failed"),
    "extended": ("现有{points}个设计点、{seeds}个种子：{runs}次模拟", "now {points} points and {seeds} seeds: {runs} runs"),
    "differs": ("与存储不一致：分片{shard}的运行{identity}", "differs from what is stored: run {identity} of shard {shard}"),
    "damaged_part": ("{part}已损坏：“yongsim sweep resume {store}”会重新运行其{runs}次模拟", "{part} is damaged: 'yongsim sweep resume {store}' runs its {runs} runs again"),
    "verifying": ("核对", "verifying"),
    "verified": ("{parts}个分片文件完好；重新运行{runs}次，结果逐字节一致", "{parts} parts are whole; {runs} runs were run again and gave the same bytes"),
    "emitted": ("{runs}次模拟，{shards}个分片，每次约{milliseconds:.3g}毫秒；{tasks}个任务，每个限时{minutes}分钟\n提交：sh {submit}\n进度：yongsim sweep status {store}", "{runs} runs in {shards} shards, about {milliseconds:.3g} ms a run; {tasks} tasks of at most {minutes} minutes\nsubmit: sh {submit}\nprogress: yongsim sweep status {store}"),
}  # fmt: skip


def say(key: str, language: Language, **values: Any) -> str:
    """The text of a key in a language, with its values."""
    return SAYINGS[key][0 if language == "zh" else 1].format(**values)


def tell(screen: Console, key: str, language: Language, **values: Any) -> None:
    """Print a text as it is: no markup, and paths stay unbroken."""
    screen.print(say(key, language, **values), markup=False, soft_wrap=True)
