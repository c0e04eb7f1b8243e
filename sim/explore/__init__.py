"""What drives outcomes, where packages fail, which to choose: on the stores of sweeps."""
