"""The Guide: answers without a model, from the help and the user's own chats, and carries out plain requests."""
