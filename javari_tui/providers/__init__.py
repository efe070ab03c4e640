"""Language models: one protocol (`base`), one file for each implementation, one list of them (`registry`)."""
