"""All that a comparison finds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sim.compare.audit import FullAudit, Joint, full_audit, joint
from sim.compare.conflicts import Conflict, conflicts
from sim.compare.figures import Compared, compared
from sim.compare.later import Distance, distances
from sim.compare.projects import ProjectShare, project_shares
from sim.compare.quotas import Quota, quotas_of
from sim.compare.together import Comparison
from sim.compare.twins import Effect
from sim.compare.winners import Winner, winners


@dataclass(frozen=True)
class Findings:
    """All that a comparison finds, as it is shown and written.

    Attributes:
        comparison: the runs.
        differences, winners: to the first scenario, over pairs.
        audits, joint: targets by scenario; sets of targets.
        later: distance to targets beyond the simulated years, by target and scenario.
        quotas: what a scenario's quota asks for and is carried out, by scenario and target.
        conflicts: targets that do not go together.
        projects: subsidised projects by what would have been without.
        twins: what each instrument adds; empty unless asked for.
        asked: options for the manifest.
    """

    comparison: Comparison
    differences: list[Compared]
    winners: list[Winner]
    audits: list[FullAudit]
    joint: list[Joint]
    later: list[Distance]
    quotas: dict[tuple[str, str], Quota]
    conflicts: list[Conflict]
    projects: list[ProjectShare]
    twins: list[Effect]
    asked: dict[str, Any]


def find(
    comparison: Comparison, own: Sequence[str], twins: list[Effect], asked: dict[str, Any]
) -> Findings:
    """All that is shown of a comparison.

    Args:
        comparison: the runs.
        own: names of targets whose joint probability is asked for.
        twins: what each instrument adds, if asked for.
        asked: options for the manifest.
    """
    ensembles = comparison.ensembles
    audits = full_audit(ensembles, comparison.bare)
    plain = [row.plain for row in audits]
    quotas = {(one.scenario.name, name): found for one in ensembles
              for name, found in quotas_of(one, plain).items()}  # fmt: skip
    return Findings(
        comparison, compared(ensembles), winners(ensembles), audits, joint(ensembles, own),
        distances(ensembles), quotas, conflicts(), project_shares(ensembles), twins, asked,
    )  # fmt: skip
