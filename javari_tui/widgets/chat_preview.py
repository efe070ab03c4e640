"""A glance at the end of a chat, beside the list."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content

from javari_tui.domain.chat import Message, Role
from javari_tui.domain.untrusted_text import clean
from javari_tui.i18n import _

_MOST = 600
"""Characters of one message."""


def preview_of(messages: Iterable[Message]) -> Content:
    """Who said what, shortened; plain text, nothing is interpreted."""
    parts: list[Content] = []
    for message in messages:
        who = {Role.USER: _("You"), Role.ASSISTANT: "Javari", Role.SUMMARY: _("Summary")}[message.role]
        text = clean(message.text[:_MOST]).strip() + ("…" if len(message.text) > _MOST else "")
        parts.append(Content.assemble((who, "$text-accent bold"), "\n", text, "\n"))
    return Content("\n").join(parts) if parts else Content("")
