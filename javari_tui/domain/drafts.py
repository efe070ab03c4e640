"""What is written and attached before it is sent."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

NEW_CHAT_ID = 0
"""Drafts name by this number the chat that its first message will make."""


class AttachmentKind(StrEnum):
    """Where an attachment came from."""

    FILE = "file"
    PASTE = "paste"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """Text that goes with a message: a file, or a paste too large for the prompt."""

    kind: AttachmentKind
    name: str
    """A file's path as the user gave it, or the paste's label; shown, so clean it first."""
    text: str
    tokens: int
    """An estimate."""

    @property
    def size(self) -> int:
        """Bytes of its text in UTF-8."""
        return len(self.text.encode(errors="replace"))

    @property
    def lines(self) -> int:
        """Lines of its text."""
        return self.text.count("\n") + (not self.text.endswith("\n") and bool(self.text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What stands in a chat's prompt and was not sent."""

    text: str = ""
    attachments: tuple[Attachment, ...] = ()
    cursor: tuple[int, int] = (0, 0)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to lose."""
        return not self.text.strip() and not self.attachments
