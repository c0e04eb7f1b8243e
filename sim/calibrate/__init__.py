"""The fit of the model to 2015-2020, and what it can and cannot tell."""
