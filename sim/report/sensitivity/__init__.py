"""Sensitivity as people see it: the command, tables, figures, text."""
