"""Files of the user's: found, attached, shown."""
