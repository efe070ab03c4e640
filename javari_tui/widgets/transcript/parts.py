"""Answers in several parts: those that used tools, or went on, stand below one name."""

from __future__ import annotations

from javari_tui.domain.credits import Credits
from javari_tui.widgets.transcript.document import Document, is_named


def parts_of(document: Document, message_id: int) -> tuple[int, ...]:
    """The messages that stand below one name with this one, in their order; none where it is not shown."""
    entry, entries = document.find(message_id), document.entries
    if entry is None:
        return ()
    first = last = document.position(entry)
    while first > 0 and not is_named(entries[first]):
        first -= 1
    while last + 1 < len(entries) and not is_named(entries[last + 1]):
        last += 1
    return tuple(part.message.id for part in entries[first : last + 1])


def cost_of(document: Document, message_id: int) -> Credits | None:
    """What an answer came to, with all of its parts; None where it cost nothing."""
    head = document.find(next(iter(parts_of(document, message_id)), None))
    return None if head is None or head.cost is None else head.cost.amount
