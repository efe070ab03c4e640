"""What the topics of the chat screen ask of the screen itself."""

from __future__ import annotations

from textual.message import Message


class ReadAgain(Message):
    """The open chat must be read anew."""
