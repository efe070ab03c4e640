"""What the sidebar showed, and which of it is shown now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from javari_tui.domain.blocks import SourceBlock
from javari_tui.widgets.sidebar.place import Seen

MOST = 50
"""Things that are kept."""
LONGEST = 100_000_000
"""Characters of all of them together."""
LONGEST_DRAWN = 10_000_000
"""Characters of those that are kept as they are drawn: trees and coloured lines need many times as much memory."""


@dataclass(slots=True, eq=False)
class Shown:
    """One thing, and how it was left."""

    block: SourceBlock
    seen: Seen = field(default_factory=Seen)


class History:
    """The newest last. Going back and forth changes nothing of the order."""

    def __init__(self) -> None:
        self._entries: list[Shown] = []
        self._now: Shown | None = None
        self.waiting = 0
        """How many joined behind since something was shown."""

    @property
    def entries(self) -> Sequence[Shown]:
        """All of it, the oldest first."""
        return self._entries

    @property
    def now(self) -> Shown | None:
        """What is shown."""
        return self._now

    @property
    def position(self) -> tuple[int, int]:
        """Which one that is, from 1, of how many."""
        return (self._entries.index(self._now) + 1 if self._now is not None else 0), len(self._entries)

    def turn_to(self, block: SourceBlock) -> Shown:
        """Show a block: what was shown before is not there twice."""
        entry = self._newest(block)
        self._now, self.waiting = entry, 0
        self._shorten()
        return entry

    def put_behind(self, block: SourceBlock) -> None:
        """Keep a block that is not shown now."""
        if self._now is not None and is_same(self._now.block, block):
            return
        is_new = self._find(block) is None
        self._newest(block)
        self.waiting += is_new
        self._shorten()

    def bring_back(self, entries: Sequence[Shown], now: Shown | None) -> None:
        """Begin with what another run showed, before what came since."""
        older = [entry for entry in entries if self._find(entry.block) is None]
        self._entries[:0] = older
        if self._now is None:
            self._now = now if now in older else None
        self._shorten()

    def step(self, step: int) -> Shown | None:
        """The one before, or the next; none at the ends."""
        at = self.position[0] - 1 + step
        if self._now is None or not 0 <= at < len(self._entries):
            return None
        self._now = self._entries[at]
        if at == len(self._entries) - 1:
            self.waiting = 0
        return self._now

    def _find(self, block: SourceBlock) -> Shown | None:
        return next((entry for entry in self._entries if is_same(entry.block, block)), None)

    def _newest(self, block: SourceBlock) -> Shown:
        """The entry of a block, moved to the end or made there."""
        entry = self._find(block)
        if entry is None:
            entry = Shown(block)
        else:
            self._entries.remove(entry)
        self._entries.append(entry)
        return entry

    def _shorten(self) -> None:
        """Drop the oldest, and what the older ones are drawn on; never of what is shown."""
        length = drawn = 0
        kept = int(self._now is not None)
        for entry in reversed(list(self._entries)):
            size = len(entry.block.text)
            if entry is self._now:
                continue
            length, kept = length + size, kept + 1
            if kept > MOST or length > LONGEST:
                self._entries.remove(entry)
            elif entry.seen.paper is not None:
                drawn += size
                if drawn > LONGEST_DRAWN:
                    entry.seen = replace(entry.seen, paper=None, drawn=None)


def is_same(one: SourceBlock, other: SourceBlock) -> bool:
    """Whether two blocks are one, perhaps at different times."""
    if one.path or other.path:
        return (one.kind, one.path) == (other.kind, other.path)
    if one.call_id or other.call_id:
        return (one.call_id, one.title) == (other.call_id, other.title)
    if one.block is not None or other.block is not None:
        return (one.message_id, one.block, one.code) == (other.message_id, other.block, other.code)
    return one == other
