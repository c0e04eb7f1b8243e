"""Scenario discovery: under which conditions a package misses a target."""
