"""Calibration as people meet it: the command that fits, and the report of a fit."""
