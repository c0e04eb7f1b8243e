"""Sensitivity: how much of a figure each input moves, and what can't be told from noise."""
