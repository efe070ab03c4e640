"""Lays our own help pages out for a width: Markdown to lines, with the places of links and headings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from textual.content import Content
from textual.style import Style

from javari_tui.terminal.glyphs import glyph, glyphs_in_force
from javari_tui.widgets.help.table import table_lines

_CODE = "$text-accent on $panel"
_HEADINGS = {"h1": "bold $text-accent", "h2": "bold"}
_EMPHASIS = {"strong_open": "bold", "em_open": "italic"}
_LINK, _CHOSEN_LINK = "underline $text-accent", "reverse $text-accent"


@dataclass(slots=True)
class LaidOut:
    """A page as lines."""

    lines: list[Content] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    """Targets of the links, in reading order."""
    link_lines: list[int] = field(default_factory=list)
    """The line each link begins in."""
    headings: dict[str, int] = field(default_factory=dict)
    """Headings as plain text, and their lines."""


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark").enable("table")


def lay_out(markdown: str, width: int, chosen_link: int | None = None) -> LaidOut:
    """The page for a width; one link may be shown as chosen."""
    return _Layout(max(20, width), chosen_link).run(_parser().parse(markdown))


class _Layout:
    """Walks over the parts of a page once."""

    def __init__(self, width: int, chosen_link: int | None) -> None:
        self._width, self._chosen = width, chosen_link
        self._page = LaidOut()
        self._lists: list[int | None] = []
        """The open lists: the next number, or None for bullets."""
        self._prefix = ""
        self._heading = ""
        self._rows: list[list[Content]] | None = None

    def run(self, tokens: Sequence[Token]) -> LaidOut:
        """Every part in its order."""
        for token in tokens:
            self._part(token)
        while self._page.lines and not self._page.lines[-1]:
            self._page.lines.pop()
        return self._page

    def _part(self, token: Token) -> None:
        match token.type:
            case "heading_open":
                self._heading = token.tag
            case "inline":
                self._inline(token)
            case "fence" | "code_block":
                self._code(token.content)
            case str(kind) if "list" in kind:
                self._list(kind)
            case str(kind):
                self._table_part(kind)

    def _list(self, kind: str) -> None:
        """A list or one of its items begins or ends."""
        if kind == "list_item_open":
            self._prefix = self._bullet()
        elif kind.endswith("list_open"):
            self._lists.append(1 if kind.startswith("ordered") else None)
        elif kind.endswith("list_close"):
            self._lists.pop()
            self._gap()

    def _table_part(self, kind: str) -> None:
        """A table or one of its rows begins or ends."""
        if kind == "table_open":
            self._rows = []
        elif kind == "tr_open":
            self._table_rows().append([])
        elif kind == "table_close":
            self._table()

    def _bullet(self) -> str:
        number = self._lists[-1]
        if number is None:
            return f"{glyph('middot')} "
        self._lists[-1] = number + 1
        return f"{number}. "

    def _inline(self, token: Token) -> None:
        if self._rows is not None:
            self._table_rows()[-1].append(self._content(token.children or ()))
            return
        if self._heading:
            self._page.headings[_plain(token)] = len(self._page.lines)
            content = self._content(token.children or ())
            self._wrap(content.stylize(_HEADINGS.get(self._heading, "bold")), "", 0)
            self._heading = ""
            return
        indent = 2 * max(0, len(self._lists) - 1)
        hanging = len(self._prefix)
        self._wrap(self._content(token.children or ()), self._prefix, indent, hanging)
        self._prefix = ""
        if not self._lists:
            self._gap()

    def _wrap(self, content: Content, prefix: str, indent: int, hanging: int = 0) -> None:
        """Add a paragraph's lines; the first begins with the bullet, the others stand below its text."""
        before = len(self._page.lines)
        for number, line in enumerate(content.wrap(self._width - indent - hanging)):
            start = (prefix if number == 0 else " " * hanging).rjust(indent + hanging)
            self._page.lines.append(Content.assemble((start, "$text-muted"), line))
        self._place_links(before)

    def _place_links(self, first: int) -> None:
        """Tell each new link the line it came to stand in."""
        for at in range(first, len(self._page.lines)):
            for span in self._page.lines[at].spans:
                if isinstance(span.style, Style) and (index := span.style.meta.get("link")) is not None:
                    self._page.link_lines[index] = min(self._page.link_lines[index], at)

    def _code(self, text: str) -> None:
        for line in text.rstrip("\n").split("\n"):
            room = self._width - 4
            for part in Content(line or " ").fold(room):
                padded = Content.assemble("  ", part, " " * (room - part.cell_length + 1))
                self._page.lines.append(Content.assemble(" ", padded.stylize("on $panel")))
        self._gap()

    def _table_rows(self) -> list[list[Content]]:
        if self._rows is None:
            self._rows = []
        return self._rows

    def _table(self) -> None:
        before = len(self._page.lines)
        rule = "-" if glyphs_in_force() == "ascii" else "─"
        self._page.lines += table_lines(self._table_rows(), self._width, rule)
        self._rows = None
        self._place_links(before)
        self._gap()

    def _gap(self) -> None:
        if self._page.lines and self._page.lines[-1]:
            self._page.lines.append(Content(""))

    def _content(self, children: Sequence[Token]) -> Content:
        """Text with emphasis, code and links."""
        parts: list[Content] = []
        styles: list[str | Style] = []
        for child in children:
            if child.type in _EMPHASIS:
                styles.append(_EMPHASIS[child.type])
            elif child.type == "link_open":
                styles.append(self._link(str(child.attrs.get("href", ""))))
            elif child.type.endswith("_close"):
                styles.pop()
            elif child.type == "code_inline":
                parts.append(_styled(child.content, [*styles, _CODE]))
            else:
                parts.append(_styled(" " if child.type.endswith("break") else child.content, styles))
        return Content("").join(parts)

    def _link(self, target: str) -> Style:
        """A new link's style: it carries the link's number, by which a click is told."""
        number = len(self._page.links)
        self._page.links.append(target)
        self._page.link_lines.append(1 << 30)
        return Style.from_meta({"link": number, "chosen": number == self._chosen})


def _styled(text: str, styles: Sequence[str | Style]) -> Content:
    content = Content(text)
    for style in styles:
        if isinstance(style, Style):
            content = content.stylize(_CHOSEN_LINK if style.meta.get("chosen") else _LINK)
        content = content.stylize(style)
    return content


def _plain(token: Token) -> str:
    return "".join(child.content for child in token.children or () if child.type in ("text", "code_inline"))
