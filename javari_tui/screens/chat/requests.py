"""What the topics of the chat screen ask of the screen itself."""

from __future__ import annotations

from textual.message import Message


class OpenChat(Message):
    """Show this chat; none is a new one. With a message, that one is scrolled to."""

    def __init__(self, chat_id: int | None, message_id: int | None = None) -> None:
        super().__init__()
        self.chat_id, self.message_id = chat_id, message_id


class ReadAgain(Message):
    """The open chat must be read anew."""
