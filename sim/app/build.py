"""The application: page, callbacks and guards put together."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dash import Dash

from sim.app import acts, guard, page, shows
from sim.app.jobs import Jobs
from sim.app.plan import Plan
from sim.report.words import Language

ASSETS = Path(__file__).parent / "assets"


def build(
    jobs: Jobs, language: Language, plan: Plan, names: frozenset[str] = guard.LOOPBACK,
    any_address: bool = False,
) -> Dash:  # fmt: skip
    """The application.

    Args:
        jobs: what runs comparisons.
        language: of a tab that has not chosen one.
        plan: of a tab that has none.
        names: host names it answers to.
        any_address: whether it answers to every numeric address.
    """
    app = Dash(
        "sim.app", assets_folder=str(ASSETS), serve_locally=True, update_title="",
        suppress_callback_exceptions=True, add_log_handler=False, title="yongsim",
        include_pages_meta=False, use_pages=False, enable_mcp=False,
        meta_tags=[{"name": "viewport", "content": "width=device-width, initial-scale=1"}],
    )  # fmt: skip
    app.layout = page.layout(language, plan)
    acts.register(app, jobs)
    shows.register(app, jobs)
    hashes: list[str] = []

    def script_hashes() -> list[str]:
        if not hashes:
            hashes.extend(app.csp_hashes())
        return hashes

    server: Any = app.server
    guard.protect(server, names, any_address, script_hashes)
    return app
