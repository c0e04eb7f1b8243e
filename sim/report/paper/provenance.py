"""Where the report comes from, and the command that makes it again."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence

from sim.report.paper import cells
from sim.report.paper.blocks import Block, Column, Paragraph, Section, Table
from sim.report.paper.stored import Request
from sim.report.paper.view import View
from sim.scenario.load import scenario_names


def provenance_section(view: View, formats: Sequence[str]) -> Section:
    """Command, hashes, checksums of the result files; no time, no host, no folder."""
    request = view.stored.request
    written = command(request, view.language, formats)
    blocks: list[Block] = [
        Paragraph(view.say("provenance_plain")), Paragraph(view.say("command", command=written)),
    ]  # fmt: skip
    own = [_called(one.name) for one in request.scenarios if one.name not in scenario_names()]
    if own:
        blocks.append(Paragraph(view.say("command_files", names=view.listed(own))))
    columns = [Column(view.say("item"), "label", 2.0), Column(view.say("content"), "text", 4.2)]
    rows = [[cells.text(name), cells.text(content)] for name, content in _items(view)]
    blocks.append(Table("provenance", view.say("hash_caption"), columns, rows, "provenance"))
    return Section(view.say("provenance"), blocks)


def command(request: Request, language: str, formats: Sequence[str]) -> str:
    """The command of this report; a scenario of the user's own by the name of its file."""
    words = [
        "yongsim", "report", *(_called(one.name) for one in request.scenarios),
        "--lang", language, "--format", ",".join(formats), "--seeds", str(request.seeds),
        "--firms", f"{request.firms:g}", "--draws", request.draws,
        *(["--twins"] if request.twins else []),
    ]  # fmt: skip
    return shlex.join(words)


def _called(name: str) -> str:
    return name if name in scenario_names() else f"{name}.toml"


def _items(view: View) -> Iterator[tuple[str, str]]:
    said, request = view.stored.manifest, view.stored.request
    origin = view.stored.first.origin
    yield view.say("version"), said["versions"]["yongsim"]
    yield view.say("code_hash"), said["code_hash"]
    yield view.say("data_hash"), said["data_hash"]
    yield view.say("draws"), view.say(f"draws_{origin.draws}")
    if origin.posterior is not None:
        yield view.say("posterior_digest"), origin.posterior.digest
    yield view.say("seeds"), view.say("seeds_range", n=request.seeds)
    yield view.say("firms_share"), f"{request.firms:g}"
    for name, checksum in sorted(said["files"].items()):
        if name.endswith(".parquet"):
            yield view.say("file_sum", file=name), checksum
