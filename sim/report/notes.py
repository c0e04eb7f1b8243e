"""What must be said of runs wherever they are shown: what ranges combine, and what to beware of."""

from __future__ import annotations

from sim.report.own import own_firms_notes
from sim.report.words import Language, word
from sim.scenario.ensemble import Ensemble

RANGES = {
    "posterior": "ranges_posterior", "prior": "ranges_prior", "central": "ranges_central",
}  # fmt: skip


def ranges_note(ensemble: Ensemble, language: Language) -> str:
    """What the ranges combine."""
    return word(RANGES[ensemble.origin.draws], language)


def warnings(ensemble: Ensemble, language: Language) -> list[str]:
    """What a reader has to beware of, a line each; none when all is well."""
    origin, failed = ensemble.origin, ensemble.failed
    lines = own_firms_notes(ensemble, language)
    if origin.fallback:
        lines.append(word("no_posterior", language))
    if origin.stale:
        lines.append(word("stale_posterior", language))
    if origin.posterior is not None and origin.posterior.provenance.quick:
        lines.append(word("quick_posterior", language))
    if failed:
        lines.append(f"{word('failed_runs', language)}: {len(failed)}/{len(ensemble.members)}")
    return lines
