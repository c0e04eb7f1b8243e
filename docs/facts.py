"""Measure the stylised facts, run the causal checks and the scores, keep them, write the pages.

    python docs/facts.py            # runs all with the shipped posterior: a quarter of an hour
    python docs/facts.py --no-run   # writes the pages from what is kept in docs/facts

The pages `docs/facts.en.md`, `docs/causal.en.md`, `docs/rivals.en.md` and their Chinese twins are
edited by nobody.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from sim.compare.outturns import figures_between, score
from sim.explore.causal import experiments
from sim.explore.causal.experiments import design
from sim.explore.expected import expectations
from sim.explore.facts import study
from sim.report.calibration.read import read_folder
from sim.report.figures import encoded
from sim.report.pictures.fans import fans
from sim.report.trust import files
from sim.report.trust.page import Ran, causal_page, facts_page
from sim.report.trust.rivals import picture_path, rivals_page
from sim.report.words import Language
from sim.scenario.ensemble import run_ensemble
from sim.scenario.load import load_scenario
from sim.scenario.posterior import posterior_folder, read_posterior

DOCS = Path(__file__).resolve().parent
KEPT = DOCS / "facts"
NAMES = ("facts", "causal")
RIVALS = "rivals"
LANGUAGES: tuple[Language, Language] = ("en", "zh")
SHOWN = 12  # characters of a checksum


def run(seeds: int, firms: float) -> None:
    """Run both commands and keep their tables."""
    KEPT.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as made:
        for name in NAMES:
            out = Path(made) / name
            asked = [name, "--seeds", str(seeds), "--firms", f"{firms:g}", "--lang", "en"]
            subprocess.run([sys.executable, "-m", "sim", *asked, "--out", str(out)], check=True)
            for table in out.glob("*.csv"):
                shutil.copy(table, KEPT)
            about = json.loads((out / files.ABOUT).read_text(encoding="utf-8"))
            kept = {"seeds": seeds, "firms": firms, "posterior": about["posterior"],
                    "command": f"yongsim {' '.join(asked[:5 if firms < 1.0 else 3])}"}  # fmt: skip
            _keep_about(name, kept)
    score_baseline(seeds, firms)


def score_baseline(seeds: int, firms: float) -> None:
    """Score the baseline on figures of single years, and draw its fans beside the rivals."""
    ensemble = run_ensemble(load_scenario("baseline"), seeds=seeds, firms=firms, draws="posterior")
    files.write_scores(score(ensemble, figures_between()), KEPT / files.SCORES)
    for language in LANGUAGES:
        picture = encoded(fans(ensemble, language), "png")
        picture_path(KEPT, language).write_bytes(picture)
    posterior = ensemble.origin.posterior
    assert posterior is not None
    thinned = f" --firms {firms:g}" if firms < 1.0 else ""
    _keep_about(RIVALS, {"seeds": seeds, "firms": firms, "posterior": posterior.digest,
                         "command": f"yongsim score --seeds {seeds}{thinned}"})  # fmt: skip


def _keep_about(name: str, kept: dict[str, object]) -> None:
    text = json.dumps(kept, indent=1, sort_keys=True) + "\n"
    (KEPT / f"{name}.json").write_text(text, encoding="utf-8", newline="\n")


def ran(name: str, language: Language) -> Ran:
    """What a page stands on."""
    about = json.loads((KEPT / f"{name}.json").read_text(encoding="utf-8"))
    other = f"{name}.{'en' if language == 'zh' else 'zh'}.md"
    shipped = read_posterior(posterior_folder()).digest[:SHOWN]
    return Ran(about["command"], about["seeds"], about["firms"], about["posterior"][:SHOWN],
               shipped, other)  # fmt: skip


def page(name: str, language: Language) -> str:
    """A page, from what is kept."""
    if name == "facts":
        found = files.read_found(KEPT / files.FACTS, expectations(study.FILE))
        return facts_page(found, ran(name, language), language)
    if name == RIVALS:
        scores, fitted = files.read_scores(KEPT / files.SCORES), read_folder(posterior_folder())
        return rivals_page(scores, fitted, ran(name, language), language)
    causal = files.read_causal(KEPT, expectations(experiments.FILE))
    return causal_page(causal, design(), ran(name, language), language)


def pages() -> dict[Path, str]:
    """The text of each page by its file."""
    return {DOCS / f"{name}.{language}.md": page(name, language)
            for name in (*NAMES, RIVALS) for language in LANGUAGES}  # fmt: skip


def main() -> None:
    """Run, keep and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--no-run", action="store_true")
    parser.add_argument("--seeds", type=int, default=100)
    parser.add_argument("--firms", type=float, default=1.0)
    asked = parser.parse_args()
    if not asked.no_run:
        run(asked.seeds, asked.firms)
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
