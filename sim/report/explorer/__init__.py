"""A grid of runs as one page that opens anywhere."""
