"""What `yongsim sweep` says: progress, states, and how to go on."""
