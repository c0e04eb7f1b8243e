"""`python -m sim` is the command `yongsim`."""

from sim.cli import main

if __name__ == "__main__":
    main()
