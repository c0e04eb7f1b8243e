"""Serving the page until it is ended, and leaving nothing behind."""

from __future__ import annotations

import logging
import socket
import webbrowser
from collections.abc import Callable

from werkzeug.serving import BaseWSGIServer, make_server

from sim.app import guard
from sim.app.build import build
from sim.app.jobs import Jobs
from sim.app.plan import Plan
from sim.base.errors import InputError
from sim.report.words import Language

SCHEME = "http"


def serve(
    host: str, port: int, *, firms: str, draws: str, workers: int | None, language: Language,
    browser: bool, tell: Callable[[str], None],
) -> None:  # fmt: skip
    """Serve the page until it is interrupted.

    Args:
        host: what to listen on.
        port: 0 takes a free one.
        firms, draws: what the page begins with.
        workers: processes of a run; default one per core.
        language: of a tab that has not chosen one.
        browser: whether to open the page there.
        tell: told the address.

    Raises:
        InputError: the port is taken, or the host is none of this machine's.
    """
    jobs = Jobs(workers)
    try:
        server = listen(host, port, jobs, language, Plan(firms=firms, draws=draws))
        shown = "127.0.0.1" if host == "0.0.0.0" else f"[{host}]" if ":" in host else host
        address = f"{SCHEME}://{shown}:{server.server_port}/"
        tell(address)
        if browser:
            webbrowser.open(address)
        server.serve_forever()
    except KeyboardInterrupt:
        return  # the way to end it
    finally:
        jobs.close()


def listen(
    host: str, port: int, jobs: Jobs, language: Language, plan: Plan | None = None
) -> BaseWSGIServer:
    """The server, bound to its port.

    Raises:
        InputError: the port is taken, or the host is none of this machine's.
    """
    if not 0 <= port <= 65535:
        raise InputError(
            f"--port {port}: give a number from 0 (a free port) to 65535",
            f"--port {port}：请给出 0（自动选择）至 65535 之间的端口",
        )
    local = guard.is_loopback(host)
    names = guard.LOOPBACK if local else guard.LOOPBACK | {host, socket.gethostname()}
    app = build(jobs, language, plan or Plan(), names, any_address=not local)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # no line for each request
    try:
        return make_server(host, port, app.server, threaded=True)
    except (OSError, SystemExit) as error:
        detail = getattr(error, "strerror", None) or "address in use"
        raise InputError(
            f"--host {host} --port {port}: cannot listen there ({detail}); give another "
            "port, or 0 for a free one",
            f"--host {host} --port {port}：无法监听（{detail}）；请换一个端口，0 为自动选择",
        ) from None
