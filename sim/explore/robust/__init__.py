"""Robustness: regret, satisficing, and what it is worth to know more."""
