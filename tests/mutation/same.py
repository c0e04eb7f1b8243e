"""Mutants that compute what the rule computes, with the reason: no test can tell them apart."""

from __future__ import annotations

SAME: dict[str, str] = {}
