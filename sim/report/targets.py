"""The targets of the plan, for those who show them."""

from sim.compare.targets import SURE, UNSURE, Audit, Target, audit, targets

__all__ = ["SURE", "UNSURE", "Audit", "Target", "audit", "targets"]
