"""The head of the sidebar: what is shown, and which keys there are."""

from __future__ import annotations

from collections.abc import Iterable

from rich.cells import cell_len
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from javari_tui.domain.blocks import BlockKind, SourceBlock
from javari_tui.domain.untrusted_text import clean
from javari_tui.i18n import N_, _, ngettext, number_text
from javari_tui.terminal.glyphs import glyph
from javari_tui.widgets.sidebar.paper import Paper

Keys = tuple[tuple[str, str], ...]
"""Keys as shown, each with a word for what it does."""

_KINDS = {BlockKind.CODE: N_("Code"), BlockKind.DOCUMENT: N_("Text")}


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
    keys: reactive[Keys] = reactive(())
    """The keys that are named, with what they do, the most important first."""

    def render(self) -> Content:
        """As much of it as there is room; a stranger's words are data."""
        room, block = self.size.width, self.block
        paper = None if block is None else self.paper
        name = _("Sidebar") if block is None else (paper and paper.name) or clean(block.title) or _("(no title)")
        told = paper.facts() if paper is not None else ()
        facts = "" if block is None else _joined(told) if told else self._facts(block)
        if told and block is not None and block.is_growing:
            facts = _joined((facts, _("so far")))
        parts: list[Content | str | tuple[str, str]] = [(_cut(name, room), "bold"), "\n", (facts, "$text-muted")]
        left = room - cell_len(facts) - 2
        shown: list[tuple[str, str]] = []
        for key, word in self.keys:
            need = cell_len(key) + cell_len(word) + 3
            if need > left:
                break
            left -= need
            shown += [(f"  {key}", "$text-accent"), (f" {word}", "$text-muted")]
        if shown:
            parts += [" " * (left + 2), *shown]
        return Content.assemble(*parts)

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
