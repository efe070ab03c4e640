"""Pictures on terminals that can draw them. Imported when the first one is wanted."""
