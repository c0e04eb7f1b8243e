"""The city: its population of 2015, the year, the run and the record."""
