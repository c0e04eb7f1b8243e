"""The results of sim.explore.search, to read and to keep."""
