"""Walking through what was written before, with the way back."""

from __future__ import annotations

from collections.abc import Sequence


class Earlier:
    """Earlier prompts, newest first, and the place of the walk among them."""

    def __init__(self) -> None:
        self._entries: tuple[str, ...] = ()
        self._at = -1
        self._kept = ""
        self._shown: str | None = None

    def set_entries(self, entries: Sequence[str]) -> None:
        """Replace what can be walked; ends a walk."""
        self._entries = tuple(entries)
        self.leave()

    def remember(self, text: str) -> None:
        """Add what was just written as the newest."""
        if text.strip():
            self._entries = (text, *(entry for entry in self._entries if entry != text))
        self.leave()

    def leave(self) -> None:
        """End the walk: the text is the user's own now."""
        self._at, self._shown = -1, None

    def is_walking(self, text: str) -> bool:
        """Whether this text is the one the walk put there, unchanged."""
        return self._shown is not None and self._shown == text

    def older(self, text: str) -> str | None:
        """The entry before this one; None at the oldest, or when the text is the user's own."""
        if not self.is_walking(text):
            if text.strip():
                return None
            self._at, self._kept = -1, text
        if self._at + 1 >= len(self._entries):
            return None
        self._at += 1
        self._shown = self._entries[self._at]
        return self._shown

    def newer(self, text: str) -> str | None:
        """The entry after this one; past the newest, what was there before the walk. None when not walking."""
        if not self.is_walking(text):
            return None
        self._at -= 1
        if self._at < 0:
            self.leave()
            return self._kept
        self._shown = self._entries[self._at]
        return self._shown
