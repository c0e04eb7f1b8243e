"""The command `yongsim app`."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from sim.cli_options import (
    FirmsOption,
    LanguageOption,
    WorkersOption,
    language_and_console,
)


def app(
    port: Annotated[int, typer.Option("--port", help="0: a free one.")] = 8250,
    host: Annotated[
        str, typer.Option("--host", help="Another than 127.0.0.1 lets other machines in.")
    ] = "127.0.0.1",
    firms: FirmsOption = 1.0,
    draws: Annotated[int, typer.Option("--draws", help="Common draws of a comparison.")] = 50,
    workers: WorkersOption = 0,
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="Do not open the page in a browser.")
    ] = False,
    lang: LanguageOption = "",
) -> None:
    """Open a page on this machine for comparing options. 打开本机网页，比较政策方案。"""
    from sim.base.errors import InputError
    from sim.base.units import FIRST_YEAR, LAST_YEAR
    from sim.scenario.ensemble import check_request
    from sim.scenario.own.load import check_may_be_shown

    language, _ = language_and_console(lang)
    check_request(draws, FIRST_YEAR, LAST_YEAR, firms, workers or 1)
    check_may_be_shown()
    try:
        import dash  # noqa: F401  an extra
        import xlsxwriter  # noqa: F401  the same
    except ImportError:
        raise InputError(
            "this command needs the extra 'app': pip install 'yongsim[app]'",
            "此命令需要附加组件 app，请安装：pip install 'yongsim[app]'",
        ) from None
    from sim.app.guard import is_loopback
    from sim.app.serve import serve
    from sim.app.words import say

    if not is_loopback(host):
        print(f"yongsim: {say('not_loopback', language, host=host)}", file=sys.stderr)
    serve(
        host, port, firms=f"{firms:g}", draws=str(draws), workers=workers or None,
        language=language, browser=not no_browser,
        tell=lambda address: print(say("serving", language, address=address), flush=True),
    )  # fmt: skip
