"""Scenarios set against each other, over pairs of runs that share all but the policy."""
