"""Whether a posterior still belongs to the model: told by what was asked and what a run does."""

from __future__ import annotations

import hashlib
import json
import math

from sim.base.moments import moments
from sim.base.parameters import parameters
from sim.base.resources import model_hash, source_hash, table, toml
from sim.base.units import LAST_YEAR
from sim.scenario.load import load_scenario
from sim.scenario.one_run import run_member
from sim.scenario.posterior import Posterior

# What the ledger makes of a run: no member was judged by it, so booking otherwise is no change.
BOOKED = frozenset({"public_cost"})
TOLERANCE = 1e-9  # relative; figures are written to the last digit but pass through text


def is_stale(posterior: Posterior) -> bool:
    """True when evidence, priors or method changed, or rules change what the check run does.

    The run takes about 0.15 s; a posterior made by this very code and data needs none.

    Raises:
        InputError: the scenario it was fitted with does not exist.
    """
    about = posterior.provenance
    if (about.source_hash, about.model_hash) == (source_hash(), model_hash()):
        return False
    if about.question_hash != question_hash() or not about.check.figures:
        return True
    member = posterior.member(about.check.member)
    try:
        record = run_member(load_scenario(about.scenario), member, firms=1.0, last_year=LAST_YEAR,
                            with_own=False)  # fmt: skip
    except ArithmeticError:
        return True
    found = record.indicators[-1]
    return not all(
        name in found and math.isclose(found[name], value, rel_tol=TOLERANCE)
        for name, value in about.check.figures.items() if name not in BOOKED
    )


def question_hash() -> str:
    """Hash of what a fit is asked: published figures, their errors, priors, method.

    Comments and reasons are left out, and what only the ledger reads: they change no answer.
    """
    errors = [{key: row[key] for key in ("moment", "role", "kind", "observation", "discrepancy")}
              for row in table("fit_targets.csv")]  # fmt: skip
    figures = [(m.name, m.use, m.value_2015, m.value_2020) for m in moments()]
    bounds = [(item.name, item.value, item.low, item.high) for item in parameters().values()
              if item.read_by == "rules"]  # fmt: skip
    asked = json.dumps([errors, figures, bounds, toml("fit.toml")], sort_keys=True)
    return hashlib.sha256(asked.encode()).hexdigest()
