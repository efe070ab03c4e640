"""The settings: a list of sections, a pane for each, a search across all."""
