"""The command line: one file for each subcommand, loaded when it is asked for. Start at `root.py`."""
