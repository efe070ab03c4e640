"""The list of chats: the window, and what can be done with the chosen one."""
