"""Text that can be sent."""

from __future__ import annotations


def sendable(text: str) -> str:
    """The text without halves of characters, which no server could be sent."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text
