"""Places: the 57 sub-areas and the township blocks, per-mu grading, the land market."""
