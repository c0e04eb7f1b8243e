"""Comparing scenarios on the same members."""
