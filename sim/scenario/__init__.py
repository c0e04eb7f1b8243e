"""Scenarios: packages of measures as data, and runs of many members."""
