"""Stylised facts of firms: measured on simulated cities, set against what is known elsewhere."""
