"""The first line: which chat, which model, how it is connected."""

from __future__ import annotations

from typing import NamedTuple

from rich.cells import cell_len, set_cell_size
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from javari_tui.domain.connection import Connection
from javari_tui.i18n import _
from javari_tui.terminal.glyphs import glyph

_TITLE, _QUIET, _ACCENT, _WARNING = "bold", "$text-muted", "$text-accent", "$text-warning"
"""Styles of the line's parts. No component classes: each would be styled anew with every restyle of the screen."""


class HeaderFacts(NamedTuple):
    """What the header tells."""

    title: str = ""
    model: str = ""
    connection: Connection = Connection.STARTING
    context_used: int = 0
    context_limit: int | None = None

    @property
    def context_share(self) -> float | None:
        """How full the model's window is, 0 to 1; none where it is unknown."""
        return min(1.0, self.context_used / self.context_limit) if self.context_limit else None


class HeaderLine(Widget):
    """One line: product and chat title on the left, model, context meter and connection on the right."""

    DEFAULT_CSS = """
    HeaderLine {
        height: 1;
        padding: 0 1;
        background: $surface;
    }
    """

    facts: reactive[HeaderFacts] = reactive(HeaderFacts())
    """What is shown."""

    def render(self) -> Content:
        """Right part first: when the line is narrow the chat's title gives way, then the meter."""
        width = self.content_size.width
        right = self._right(width)
        room = max(0, width - right.cell_length - 1)
        left = self._left(room)
        return Content.assemble(left, " " * max(1, width - left.cell_length - right.cell_length), right)

    def _left(self, room: int) -> Content:
        brand = f"{glyph('brand')} Javari"
        title = self.facts.title or _("New chat")
        if room < cell_len(brand) + 6:
            return Content.styled(_shorten(title, room), _TITLE)
        rest = room - cell_len(brand) - 3
        return Content.assemble(
            (brand, _ACCENT),
            (f" {glyph('middot')} ", _QUIET),
            (_shorten(title, rest), _TITLE),
        )

    def _right(self, width: int) -> Content:
        facts = self.facts
        parts: list[tuple[str, str]] = []
        share = facts.context_share
        if share is not None and width >= 76:
            style = _WARNING if share >= 0.85 else _QUIET
            parts.append((_("context {percent} %").format(percent=round(share * 100)), style))
        if facts.model:
            # The header outlives a change of the language: the Guide's name is translated as it is drawn.
            model = _(facts.model) if facts.connection is Connection.OFFLINE_GUIDE else facts.model
            parts.append((_shorten(model, max(12, width // 3)), _QUIET))
        word, good = _connection(facts.connection)
        mark = f"{glyph('dot_full') if good else glyph('dot_empty')} "
        if width >= 60 or not good:
            mark += word
        parts.append((mark.rstrip(), _QUIET if good else _WARNING))
        spaced: list[str | tuple[str, str]] = []
        for part in parts:
            spaced += ["  ", part] if spaced else [part]
        return Content.assemble(*spaced)


def _connection(connection: Connection) -> tuple[str, bool]:
    """The word for a connection, and whether all is well."""
    words = {
        Connection.STARTING: (_("starting"), True),
        Connection.OFFLINE_GUIDE: (_("offline guide"), True),
        Connection.LOCAL: (_("local"), True),
        Connection.CLOUD: (_("connected"), True),
        Connection.NO_KEY: (_("no key"), False),
        Connection.TROUBLE: (_("not reachable"), False),
    }
    return words[connection]


def _shorten(text: str, width: int) -> str:
    """The text in at most `width` cells, with an ellipsis where it was cut."""
    text = " ".join(text.split())
    if cell_len(text) <= width:
        return text
    mark = glyph("ellipsis")
    return set_cell_size(text, max(0, width - cell_len(mark))).rstrip() + mark if width > 1 else ""
