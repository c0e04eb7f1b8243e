"""Showing comparisons: tables, sentences, figures and files."""
