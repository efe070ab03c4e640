"""Values of JSON as they stand in a row: cut where there is no room, of folded ones the beginning."""

from __future__ import annotations

import json

from javari_tui.domain.json_reading import Container, JsonValue, Members, Number, Scalar, children, scalar_text
from javari_tui.domain.untrusted_text import reveal
from javari_tui.i18n import ngettext, number_text
from javari_tui.widgets.transcript.glyphs import Glyphs
from javari_tui.widgets.transcript.line import Look, Span, cell_width

_PREVIEW = 30
"""Cells of a key or a value in the row of a folded object."""
GROUND: Look = ("code",)
KEY: Look = ("code", "code:Name.Tag")
_STRING: Look = ("code", "code:Literal.String")
_NUMBER: Look = ("code", "code:Literal.Number")
_CONSTANT: Look = ("code", "code:Keyword.Constant")
QUIET: Look = ("code", "muted")


class JsonValues:
    """Draws values of a tree; however large one is, only as much of it as is shown is looked at."""

    def __init__(self, glyphs: Glyphs) -> None:
        self._glyphs = glyphs

    def value(self, value: JsonValue, room: int, *, is_open: bool) -> list[Span]:
        """What it is; of a folded container how much is in it."""
        if isinstance(value, tuple | list):
            return self.container(value, room, is_open=is_open)
        return self.scalar(value, room)

    def scalar(self, value: Scalar, room: int) -> list[Span]:
        """A value that holds no others."""
        if isinstance(value, Number):
            long = len(value) > room
            return [
                Span(value[: room - len(self._glyphs.ellipsis)] + self._glyphs.ellipsis if long else value, _NUMBER)
            ]
        if isinstance(value, str):
            return [Span(self.cut(value, room), _STRING)]
        return [Span(scalar_text(value), _CONSTANT)]

    def container(self, value: Container, room: int, *, is_open: bool) -> list[Span]:
        """A folded one with what is in it, an open one as it begins."""
        count, signs = children(value), "{}" if isinstance(value, tuple) else "[]"
        if not count or is_open:
            return [Span(signs if not count else signs[0], QUIET)]
        if isinstance(value, tuple):
            return self._members(value, room) or [Span(f"{self._folded(value)} {self.amount(value)}", QUIET)]
        return [Span(f"{self._folded(value)} {number_text(count)}", QUIET)]

    def _members(self, value: Members, room: int) -> list[Span]:
        """The first members of a folded object, as many as there is room for; no more of it is looked at."""
        spans, left = [Span("{", QUIET)], room - 2
        more = f", {self._glyphs.ellipsis}}} {self.amount(value)}"
        for at, (key, inner) in enumerate(value, 1):
            is_bare = len(key) < room and key.isascii() and key.isidentifier()
            name = Span(key if is_bare else self.cut(key, _PREVIEW), KEY)
            member = [Span(", ", QUIET)] * (at > 1) + [name, Span(": ", QUIET), *self._brief(inner)]
            left -= sum(cell_width(span.text) for span in member)
            if left < (0 if at == len(value) else cell_width(more)):
                return [*spans, Span(more, QUIET)] if at > 1 else []
            spans += member
        return [*spans, Span("}", QUIET)]

    def _brief(self, value: JsonValue) -> list[Span]:
        """A member of a folded object."""
        if isinstance(value, tuple | list):
            return [Span(self._folded(value), QUIET)]
        return self.scalar(value, _PREVIEW)

    def _folded(self, value: Container) -> str:
        """A container of which nothing is shown."""
        begin, end = "{}" if isinstance(value, tuple) else "[]"
        return f"{begin}{self._glyphs.ellipsis if value else ''}{end}"

    @staticmethod
    def amount(value: Container) -> str:
        """How much is in it."""
        count = len(value)
        if isinstance(value, tuple):
            return ngettext("{count} key", "{count} keys", count).format(count=number_text(count))
        return ngettext("{count} item", "{count} items", count).format(count=number_text(count))

    def cut(self, text: str, room: int) -> str:
        """A text in its quotation marks, its end left out where there is no room for it."""
        shown = reveal(json.dumps(text[: room + 1], ensure_ascii=False))
        if len(text) <= room and cell_width(shown) <= room:
            return shown
        end = self._glyphs.ellipsis
        shown = shown[: max(room - len(end), 1)]
        while shown and cell_width(shown) > room - len(end):
            shown = shown[:-1]
        return shown + end
