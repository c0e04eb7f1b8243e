"""Section 7: how to do it again."""

from __future__ import annotations

from sim.report.calibration.blocks import Section, Terms
from sim.report.calibration.read import Fitted
from sim.report.calibration.speaker import Speaker

DIGITS = 12  # of a checksum


def again_section(fitted: Fitted, speaker: Speaker) -> Section:
    """Section 7."""
    made = fitted.provenance
    versions = {"Python": fitted.about["python"], **fitted.about["versions"]}
    said = {
        "command": "yongsim calibrate" + (" --quick" if made.quick else ""),
        "page_command": "yongsim calibration --report DIR",
        "seed": str(made.settings.get("seed", "?")),
        "source_hash": made.source_hash,
        "model_hash": made.model_hash,
        "versions": ", ".join(f"{name} {version}" for name, version in versions.items()),
        "settings": ", ".join(f"{key} = {value}" for key, value in made.settings.items()),
        "files": ", ".join(f"{name} {digest[:DIGITS]}" for name, digest in made.files.items()),
    }
    return Section(
        "again", speaker.say("again_title"), speaker.say("again_plain"),
        speaker.say("again_research"),
        [Terms([(speaker.say(key), [text]) for key, text in said.items()])],
    )  # fmt: skip
