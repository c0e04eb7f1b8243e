"""What the explorations of sweeps say: tables, figures, sentences."""
