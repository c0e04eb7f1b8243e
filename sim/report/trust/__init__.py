"""Stylised facts and causal checks as tables, sentences and pages."""
