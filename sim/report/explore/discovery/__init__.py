"""The results of sim.explore.discovery, to read and to keep."""
