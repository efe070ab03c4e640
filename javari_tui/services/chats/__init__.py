"""The library of chats: list, find, keep in order, export and import."""
