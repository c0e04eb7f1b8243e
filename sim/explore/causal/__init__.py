"""Policy's effects in the simulated past, estimated as a paper would, beside the true ones."""
