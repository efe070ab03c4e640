"""The head of the sidebar: what is shown, and which keys there are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from rich.cells import cell_len
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from javari_tui.domain.blocks import BlockKind, SourceBlock
from javari_tui.domain.untrusted_text import clean
from javari_tui.i18n import N_, _, ngettext, number_text
from javari_tui.terminal.glyphs import glyph
from javari_tui.widgets.sidebar.file_words import change_text
from javari_tui.widgets.sidebar.paper import Paper

Keys = tuple[tuple[str, str], ...]
"""Keys as shown, each with a word for what it does."""

_KINDS = {
    BlockKind.CODE: N_("Code"),
    BlockKind.DOCUMENT: N_("Text"),
    BlockKind.FILE: N_("File"),
    BlockKind.IMAGE: N_("Image"),
}


class Standing(NamedTuple):
    """Where what is shown stands among what was shown."""

    at: int = 0
    """From 1."""
    total: int = 0
    waiting: int = 0
    """How many joined behind since it was shown."""
    pinned: bool = False

    def parts(self) -> list[tuple[str, str]]:
        """As few cells as they take; nothing where there is nothing to tell."""
        parts = [(f"{self.at}/{self.total}", "$text-muted")] if self.total > 1 else []
        if self.waiting:
            parts.append((f"+{self.waiting}", "bold $text-accent"))
        if self.pinned:
            parts.append((glyph("pin"), "bold $text-accent"))
        return parts


class SidebarTitle(Widget):
    """The name in one row, kind and keys in the next."""

    DEFAULT_CSS = """
    SidebarTitle {
        height: 2;
        width: 1fr;
        padding: 0 1;
        background: $panel;
        color: $text;
    }
    """

    block: reactive[SourceBlock | None] = reactive(None)
    """What is shown."""
    paper: reactive[Paper | None] = reactive(None)
    """What it is drawn on, which may tell more of it."""
    standing: reactive[Standing] = reactive(Standing())
    """Which of what was shown it is."""
    keys: reactive[Keys] = reactive(())
    """The keys that are named, with what they do; where there is little room the last stays longest."""

    def render(self) -> Content:
        """As much of it as there is room; a stranger's words are data."""
        room, block = self.size.width, self.block
        paper = None if block is None else self.paper
        name = _("Sidebar") if block is None else (paper and paper.name) or clean(block.title) or _("(no title)")
        told = paper.facts() if paper is not None else ()
        facts = "" if block is None else _joined(told) if told else self._facts(block)
        if told and block is not None and block.is_growing:
            facts = _joined((facts, _("so far")))
        if block is not None and block.file is not None:
            facts = _joined((facts, change_text(block.file)))
        parts: list[Content | str | tuple[str, str]] = [*self._first_row(name, room), "\n", (facts, "$text-muted")]
        left = room - cell_len(facts) - 2
        shown: list[tuple[str, str]] = []
        for key, word in reversed(self.keys):
            need = cell_len(key) + cell_len(word) + 3
            if need > left:
                break
            left -= need
            shown[:0] = [(f"  {key}", "$text-accent"), (f" {word}", "$text-muted")]
        if shown:
            parts += [" " * (left + 2), *shown]
        return Content.assemble(*parts)

    def _first_row(self, name: str, room: int) -> list[str | tuple[str, str]]:
        """The name, and at the right end where it stands."""
        told = self.standing.parts()
        cells = sum(cell_len(text) + 1 for text, _style in told)
        name = _cut(name, max(room - cells, 0))
        return [
            (name, "bold"),
            " " * (room - cells - cell_len(name) if told else 0),
            *(part for text, style in told for part in (" ", (text, style))),
        ]

    @staticmethod
    def _facts(block: SourceBlock) -> str:
        """Kind, language, length."""
        lines = block.text.removesuffix("\n").count("\n") + 1
        amount = (
            ngettext("{count} line so far", "{count} lines so far", lines)
            if block.is_growing
            else ngettext("{count} line", "{count} lines", lines)
        ).format(count=number_text(lines))
        facts = [_(_KINDS[block.kind]), _cut(clean(block.language), 20), amount]
        return _joined(facts)


def _joined(facts: Iterable[str]) -> str:
    """Facts in a row."""
    return f" {glyph('middot')} ".join(fact for fact in facts if fact)


def _cut(text: str, room: int) -> str:
    """A text on one row, its end left out where it is too long."""
    text = " ".join(text.split())
    if cell_len(text) <= room:
        return text
    end = glyph("ellipsis")
    while text and cell_len(text) > room - len(end):
        text = text[:-1]
    return text + end
