"""The vocabulary of the model: names, units, sources, draws and the compile switch."""
