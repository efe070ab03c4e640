"""How people ask, one data file for each language. A new language is a new file."""
