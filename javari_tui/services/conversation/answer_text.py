"""The text of an answer while it comes: cleaned, in pieces, put together only when it is written down."""

from __future__ import annotations

from javari_tui.domain.untrusted_text import StreamCleaner


class GrowingText:
    """A text that grows by pieces from a model. Every piece is cleaned on its way in."""

    def __init__(self, start: str = "") -> None:
        self._pieces = [start] if start else []
        self._fresh: list[str] = []
        self._cleaner = StreamCleaner()
        self.has_grown = False
        """Whether anything came since the start."""

    def feed(self, piece: str) -> bool:
        """Take in a piece; tells whether there is anything to show of it."""
        return self._keep(self._cleaner.feed(piece))

    def finish(self) -> bool:
        """Take in what the cleaner held back; no piece follows."""
        return self._keep(self._cleaner.finish())

    def take_fresh(self) -> str:
        """What came since this was asked last."""
        fresh = "".join(self._fresh)
        self._fresh.clear()
        return fresh

    def whole(self) -> str:
        """Everything so far."""
        if len(self._pieces) > 1:
            self._pieces = ["".join(self._pieces)]
        return self._pieces[0] if self._pieces else ""

    def _keep(self, shown: str) -> bool:
        if shown:
            self._pieces.append(shown)
            self._fresh.append(shown)
            self.has_grown = True
        return bool(shown)
