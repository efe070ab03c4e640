"""Where a reader is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ScrollPlace:
    """Where the reader is in a chat: the top visible message, block of it and rows into that, or following the end.

    Rows of the whole message would not do: how many there are is only an estimate until all of it was on screen.
    """

    message_id: int | None = None
    block: int = 0
    rows: int = 0
    following: bool = True
