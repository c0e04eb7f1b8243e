"""Whether a posterior still belongs to the model: told by what a run does, not by its sources."""

from __future__ import annotations

import math

from sim.base.resources import model_hash, source_hash
from sim.base.units import LAST_YEAR
from sim.scenario.load import load_scenario
from sim.scenario.one_run import run_member
from sim.scenario.posterior import Posterior

TOLERANCE = 1e-9  # relative; figures are written to the last digit but pass through text


def is_stale(posterior: Posterior) -> bool:
    """True when the rules or data have changed what the posterior's check run does.

    The run takes about 0.15 s; a posterior made by this very code and data needs none.

    Raises:
        InputError: the scenario it was fitted with does not exist.
    """
    about = posterior.provenance
    if (about.source_hash, about.model_hash) == (source_hash(), model_hash()):
        return False
    member = posterior.member(about.check.member)
    try:
        record = run_member(load_scenario(about.scenario), member, firms=1.0, last_year=LAST_YEAR)
    except ArithmeticError:
        return True
    found = record.indicators[-1]
    return not all(
        name in found and math.isclose(found[name], value, rel_tol=TOLERANCE)
        for name, value in about.check.figures.items()
    )
