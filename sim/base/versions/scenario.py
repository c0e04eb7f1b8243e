"""Scenario files: the key `format`, which may be left out.

Every form that a release has read is read still, so there is one version; whoever changes what a
key means adds the next.
"""

from __future__ import annotations

from sim.base.versions.kinds import Kind, declared

SCENARIO = declared(Kind(
    "scenario", "情景文件", "scenario", "format", (), lambda _: 1,
    "请按 docs/scenarios.md 改写", "write it anew by docs/scenarios.md",
))  # fmt: skip
