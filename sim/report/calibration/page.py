"""The calibration report: one self-contained page per language."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

from jinja2 import Environment, PackageLoader, StrictUndefined

from sim.report.calibration.again import again_section
from sim.report.calibration.ahead import ahead_section
from sim.report.calibration.fit import fit_section, in_short
from sim.report.calibration.learnt import learnt_section
from sim.report.calibration.read import Fitted, read_folder
from sim.report.calibration.speaker import Speaker, number
from sim.report.calibration.trust import trust_section
from sim.report.calibration.unseen import unseen_section
from sim.report.words import Language, word

SECTIONS = (
    in_short, fit_section, unseen_section, learnt_section, trust_section, ahead_section,
    again_section,
)  # fmt: skip
TAGS = {"zh": "zh-CN", "en": "en"}


def write_pages(posterior_folder: Path, out: Path, *, stale: bool = False) -> list[Path]:
    """Write the report of a posterior.

    Args:
        posterior_folder: what a fit wrote; nothing else is read of it, and no model is run.
        out: folder of the pages; pages that stand there are made anew.
        stale: whether the model has other rules or data than the fit had; the pages say so.

    Returns:
        The pages, Chinese first.

    Raises:
        InputError: a file of the posterior is missing or damaged.
    """
    fitted = read_folder(posterior_folder)
    pages = {language: page(fitted, language, stale=stale) for language in get_args(Language)}
    out.mkdir(parents=True, exist_ok=True)
    written = []
    for language, text in pages.items():
        path = out / f"calibration_{language}.html"
        path.write_text(text, encoding="utf-8", newline="\n")
        written.append(path)
    return written


def page(fitted: Fitted, language: Language, *, stale: bool = False) -> str:
    """The page in one language."""
    speaker = Speaker(language)
    found = Environment(
        loader=PackageLoader("sim.report.calibration", ""), autoescape=True, trim_blocks=True,
        lstrip_blocks=True, undefined=StrictUndefined,
    )  # fmt: skip
    return found.get_template("page.html.j2").render(
        tag=TAGS[language], speaker=speaker, warnings=_warnings(fitted, speaker, stale),
        sections=[section(fitted, speaker) for section in SECTIONS],
    )  # fmt: skip


def _warnings(fitted: Fitted, speaker: Speaker, stale: bool) -> list[str]:
    """What a reader has to beware of."""
    lines = []
    if fitted.provenance.quick:
        lines.append(speaker.say("quick_fit"))
    if stale:
        lines.append(speaker.say("other_rules"))
    if fitted.about["power_of_weights"] < 1.0:
        lines.append(speaker.say("tempered", power=number(fitted.about["power_of_weights"], 2)))
    if speaker.in_figures != speaker:
        lines.append(word("no_font", speaker.language))
    return lines
