"""The chat screen: one file for the page, one for each topic of what can be done there."""
