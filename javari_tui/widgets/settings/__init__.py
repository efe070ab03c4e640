"""The rows of the settings screen."""
