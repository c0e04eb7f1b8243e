"""On a sweep's store: what drives outcomes, where packages fail, which package to choose."""
