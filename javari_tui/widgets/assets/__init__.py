"""What the page of what was kept is made of: sections, rows, the preview."""
