"""Which versions the files of the program have, and the way from each to the next.

What is written carries its version. What an earlier release wrote is carried forward in memory by
small functions, one from each version to the next, whenever it is read; `yongsim migrate` writes
it so. What changed stands beside each function. A new version of a kind: one more `Step` in its
file here, `current` follows; a tiny file of the version before goes to `tests/old`.
"""

from sim.base.versions.kinds import KINDS, Content, Kind, Step, Tables, brought_up, version_of
from sim.base.versions.posterior import POSTERIOR
from sim.base.versions.results import RESULTS
from sim.base.versions.scenario import SCENARIO
from sim.base.versions.sweep import SWEEP

__all__ = [
    "KINDS", "POSTERIOR", "RESULTS", "SCENARIO", "SWEEP", "Content", "Kind", "Step", "Tables",
    "brought_up", "version_of",
]  # fmt: skip
