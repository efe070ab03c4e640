"""Rough counts of tokens, for figures shown before a server has counted."""

from __future__ import annotations

from javari_tui.domain.drafts import Attachment

ASCII_PER_TOKEN = 4
"""Characters of English prose or code in one token, about."""
BYTES_PER_TOKEN_ELSEWHERE = 3
"""UTF-8 bytes of other scripts in one token, about: one for a Chinese character, two for three Cyrillic letters."""
OVERHEAD_OF_A_TURN = 4
"""What a turn costs beside its text."""


def estimate_tokens(text: str) -> int:
    """About how many tokens a text is; 0 only for an empty one. Never slower than encoding it."""
    if not text:
        return 0
    if text.isascii():
        return -(-len(text) // ASCII_PER_TOKEN)
    plain = len(text.encode("ascii", "ignore"))
    other = len(text.encode("utf-8", "replace")) - plain
    return -(-plain // ASCII_PER_TOKEN) + -(-other // BYTES_PER_TOKEN_ELSEWHERE)


def estimate_message(text: str, attachments: tuple[Attachment, ...] = ()) -> int:
    """About how many tokens a message is with what is attached to it."""
    attached = sum(attachment.tokens + OVERHEAD_OF_A_TURN for attachment in attachments)
    return OVERHEAD_OF_A_TURN + estimate_tokens(text) + attached
