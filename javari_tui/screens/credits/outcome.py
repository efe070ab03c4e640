"""What the page of credits gives back to the chat below it, and what it may ask of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outcome:
    """A chat to open, at a message where one is named."""

    chat_id: int
    message_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """What the chat below carries out for the page."""

    run: Callable[[str, str], None]
    """Run a command of the chat's, with what follows its slash word."""
    can: Callable[[str], bool]
    """Whether such a command works now."""
    chat_id: int | None = None
    """The chat that is open."""
