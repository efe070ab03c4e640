"""One line of the list of chats, and one of what a search found."""

from __future__ import annotations

from datetime import datetime

from rich.cells import cell_len
from textual.content import Content

from javari_tui.domain.chat import Chat, SearchHit
from javari_tui.domain.untrusted_text import clean
from javari_tui.i18n import _
from javari_tui.terminal.glyphs import glyph
from javari_tui.widgets.moments import short_moment


def chat_row(chat: Chat, width: int, now: datetime | None = None) -> Content:
    """Mark, title and tags on the left, the day on the right, in `width` cells."""
    when = short_moment(chat.updated_at, now)
    mark = f"{glyph('pin')} " if chat.pinned else "  "
    title = Content(clean(chat.title) or _("New chat"))
    tags = Content("".join(f" #{clean(tag)}" for tag in chat.tags)).stylize("$text-muted")
    room = max(4, width - cell_len(mark) - cell_len(when) - 2)
    left = Content.assemble(title, tags).truncate(room, ellipsis=True)
    gap = max(1, width - cell_len(mark) - left.cell_length - cell_len(when) - 1)
    return Content.assemble((mark, "$text-accent"), left, " " * gap, (when, "$text-muted"))


def hit_row(hit: SearchHit, width: int) -> Content:
    """What was said, with the words that were looked for marked, and in which chat."""
    excerpt = Content(hit.excerpt)
    for start, end in hit.matches:
        excerpt = excerpt.stylize("$text-accent bold", start, end)
    title = Content(clean(hit.chat_title) or _("New chat")).truncate(max(8, width // 3), ellipsis=True)
    line = Content.assemble("  ", excerpt, "  ", title.stylize("$text-muted"))
    return line.truncate(width, ellipsis=True)
