"""What a tool gave, as the model and the transcript get it: without secrets, cleaned, and no longer than bearable."""

from __future__ import annotations

from collections.abc import Callable

from javari_tui.domain.tools import left_out
from javari_tui.domain.untrusted_text import clean

MOST_BYTES = 48 * 1024
"""Of one result, in UTF-8. The model pays for each, at every turn that follows."""


def settled(text: str, mask: Callable[[str], str]) -> str:
    """The text to keep and to send.

    Secrets go first: half of one would not be known any more. What tools have cut before, they have cut between words.
    """
    return head_and_tail(clean(mask(text)))


def head_and_tail(text: str, most: int = MOST_BYTES) -> str:
    """The head and the tail of what is too long, and a line that says what is missing."""
    data = text.encode("utf-8", "replace")
    if len(data) <= most:
        return text
    half = most // 2
    head, tail = data[:half].decode("utf-8", "ignore"), data[-half:].decode("utf-8", "ignore")
    missing = len(data) - len(head.encode()) - len(tail.encode())
    return f"{head}\n{left_out(missing)}\n{tail}"
