"""What the page says in its own words."""

from __future__ import annotations

from collections.abc import Callable

from javari_tui.commands import assets as commands
from javari_tui.commands.transcript import FOCUS_TRANSCRIPT, SAVE_BLOCK
from javari_tui.domain.assets import AssetVersion
from javari_tui.i18n import _, ngettext, number_text
from javari_tui.screens.assets.browsing import Browsing
from javari_tui.screens.assets.finding import MOST_FOUND
from javari_tui.terminal.glyphs import glyph
from javari_tui.widgets.assets.list import asset_of
from javari_tui.widgets.assets.rows import short_title
from javari_tui.widgets.assets.section import DASHBOARD, Lead, Row, one_row

KeyOf = Callable[[str], str]


def heading_text(at: Browsing) -> str:
    """What is listed."""
    if at.versions_of is not None:
        return _("Versions of “{title}”").format(title=short_title(at.versions_of))
    if at.words:
        found = _("“{words}” in: {section}")
        section = _("Everything") if at.section == DASHBOARD else at.section.title
        return found.format(words=one_row(at.words), section=section)
    return at.section.title


def hint_text(at: Browsing, row: Row | None, count: int) -> str:
    """The line below: how many, and what Enter does."""
    parts = []
    if at.versions_of is None and (at.section != DASHBOARD or at.words):
        told = ngettext("{count} thing", "{count} things", count).format(count=number_text(count))
        parts.append(_("the first {count}").format(count=count) if at.words and count >= MOST_FOUND else told)
    if isinstance(row, Lead):
        parts.append(_("Enter goes there"))
    elif isinstance(row, AssetVersion) or asset_of(row) is not None:
        parts.append(_("Enter shows it beside the chat"))
    return f" {glyph('middot')} ".join(parts)


def how_to_keep(key_of: KeyOf) -> str:
    """For who has kept nothing yet, or looks at the overview."""
    lines = (
        _("Whatever is kept here stays when its chat is gone."),
        _("In the chat: {chat} goes to the blocks, {keep} keeps the one under the cursor. The same in the sidebar."),
        _("From disk: {add} here, or “javari assets add FILE” in a shell."),
        _("The same thing kept again becomes a new version; nothing is lost."),
    )
    keys = {
        "chat": key_of(FOCUS_TRANSCRIPT.id),
        "keep": key_of(SAVE_BLOCK.id),
        "add": key_of(commands.ASSETS_ADD.id),
    }
    return "\n\n".join(lines).format(**keys)


def empty_text(at: Browsing, key_of: KeyOf) -> str:
    """In the place of a list that has no rows."""
    if at.words:
        return _("Nothing found for “{words}”. Fewer or other words find more; Esc takes them away.").format(
            words=one_row(at.words)
        )
    if at.is_empty:
        return _("Nothing is kept yet.") + "\n\n" + how_to_keep(key_of)
    return _("Nothing is in here. Esc goes back.")
