"""The messages of a document as a sequence, each made when it is asked for: a long chat has ten thousand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, overload

if TYPE_CHECKING:
    from javari_tui.domain.chat import Message
    from javari_tui.widgets.transcript.entry import Entry


class ShownMessages(Sequence["Message"]):
    """What is shown, oldest first; of a running answer, as much as is on screen."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._entries = entries

    def __len__(self) -> int:
        return len(self._entries)

    @overload
    def __getitem__(self, at: int) -> Message: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[Message]: ...

    def __getitem__(self, at: int | slice) -> Message | Sequence[Message]:
        if isinstance(at, slice):
            return ShownMessages(self._entries[at])
        return self._entries[at].current
