"""The panels of the page, in the order of the path: choose, edit, run, results, one city."""
