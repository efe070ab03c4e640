"""Pictures on disk: read in a process of their own, since any of them may be hostile."""
