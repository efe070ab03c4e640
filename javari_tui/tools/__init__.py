"""What a model may do: each tool with its arguments, its limits and what it gives. Nothing here asks the user."""
