"""What is shown before something is done: exactly what it is, and the answers there are."""
