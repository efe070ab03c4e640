"""The pieces of the help screen."""
