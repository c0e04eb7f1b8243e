"""Policy: one instrument, one file. Instruments touch firms through levers only."""
