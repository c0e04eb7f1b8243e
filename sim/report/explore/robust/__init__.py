"""The results of sim.explore.robust, to read and to keep."""
