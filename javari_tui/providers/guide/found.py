"""What the tools that search have found, read from what they answered."""

from __future__ import annotations

import re
from datetime import datetime

from javari_tui.domain.chat import Role, SearchHit

_HEAD = r"^“(?P<title>.*)” \[chat (?P<chat>\d{1,18})\], (?P<day>\d{4}-\d\d-\d\d), (?P<role>[a-z]+):$"
_HIT = re.compile(_HEAD, re.MULTILINE)


def chats_in(text: str) -> tuple[SearchHit, ...]:
    """The messages that an answer of `search_chats` names, in its order."""
    heads = list(_HIT.finditer(text))
    ends = [*(head.start() for head in heads), len(text)][1:]
    found = (_hit(head, text[head.end() : end]) for head, end in zip(heads, ends, strict=False))
    return tuple(hit for hit in found if hit is not None)


def names_page(text: str, slug: str) -> bool:
    """Whether an answer of `search_help` holds a section of this page."""
    return f"[help: {slug}]" in text


def _hit(head: re.Match[str], excerpt: str) -> SearchHit | None:
    try:
        day, role = datetime.fromisoformat(head["day"]), Role(head["role"])
    except ValueError:
        return None
    return SearchHit(
        chat_id=int(head["chat"]),
        chat_title=head["title"],
        message_id=0,
        role=role,
        excerpt=excerpt.strip(),
        matches=(),
        created_at=day,
    )
