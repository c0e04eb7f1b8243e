"""The kinds of designs by name, as plans and manifests write them."""

from __future__ import annotations

from sim.sweep import designs
from sim.sweep.dependent import Dependent
from sim.sweep.saltelli import Saltelli

KINDS: dict[str, type[designs.Design]] = {
    **designs.KINDS, **{one.kind: one for one in (Dependent, Saltelli)},
}  # fmt: skip
