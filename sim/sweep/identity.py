"""What a run is, in one hash: the same run has the same everywhere, another run another."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from sim.base.resources import data_hash, source_hash

if TYPE_CHECKING:
    from sim.sweep.sweep import Run, Sweep

LENGTH = 32  # hexadecimal digits of an identity


def run_identity(sweep: Sweep, run: Run) -> str:
    """Hash of the resolved scenario, all parameters, seeds, size, years, code and data."""
    member = run.member
    stands_on = [
        run.scenario_hash, run.scenario.values_for(member), member.population_seed, member.seed,
        sweep.firms, sweep.years[1], source_hash(), data_hash(),
    ]  # fmt: skip
    return digest(stands_on)[:LENGTH]


def digest(content: Any) -> str:
    """SHA-256 of what JSON can hold, in one settled form."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
