"""What the chosen thing holds, drawn as the sidebar draws it, below what is known of it."""

from __future__ import annotations

from functools import partial

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from javari_tui.domain.assets import ROOT_FOLDER, Asset, AssetVersion
from javari_tui.domain.blocks import SourceBlock
from javari_tui.i18n import _
from javari_tui.terminal.glyphs import glyph, glyphs_in_force
from javari_tui.widgets.assets.rows import kind_word, origin_words, shown_title
from javari_tui.widgets.assets.section import one_row
from javari_tui.widgets.moments import short_moment
from javari_tui.widgets.sidebar.cursor_pane import CursorPane
from javari_tui.widgets.sidebar.papers import paper_for, source_paper
from javari_tui.widgets.transcript.chrome import size_text
from javari_tui.widgets.transcript.glyphs import ASCII, UNICODE

_TITLE = 120
"""Cells of a title: two rows or three."""
_NAME = 40
"""Cells of a folder or a tag."""


class AssetPreview(Vertical):
    """Facts, then the content, or a word on why it is not shown."""

    DEFAULT_CSS = """
    AssetPreview {
        #asset-facts { height: auto; max-height: 8; padding: 0 1; background: $panel; }
        #asset-note { height: auto; padding: 1; color: $text-muted; }
        CursorPane { display: none; }
        &.-shows CursorPane { display: block; }
        &.-shows #asset-note { display: none; }
        &.-bare #asset-facts { display: none; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self.pane = CursorPane()
        self._facts, self._note = Static(id="asset-facts", markup=False), Static(id="asset-note", markup=False)

    def compose(self) -> ComposeResult:
        """Facts, content, note."""
        yield self._facts
        yield self.pane
        yield self._note

    def tell(self, facts: Content | None, note: str = "") -> None:
        """Only what is known, and a word."""
        self.set_class(facts is None, "-bare")
        self.remove_class("-shows")
        self._facts.update(facts or "")
        self._note.update(Content(note))

    def show(self, facts: Content, block: SourceBlock) -> None:
        """What it holds, from its start."""
        self.remove_class("-bare")
        self._facts.update(facts)
        glyphs = ASCII if glyphs_in_force() == "ascii" else UNICODE
        self.pane.take_source(partial(source_paper, block, glyphs))
        self.add_class("-shows")
        self.pane.show(paper_for(block, glyphs))

    def renew(self, facts: Content) -> None:
        """Other facts of what is shown."""
        self._facts.update(facts)


def facts_of(asset: Asset, *, chat: str = "", version: AssetVersion | None = None) -> Content:
    """All that is known of it, in a few rows."""
    dot = f" {glyph('middot')} "
    size, moment = asset.size, asset.updated_at
    number = asset.version
    if version is not None:
        size, moment, number = version.size, version.created_at, version.number
    first = [kind_word(asset), size_text(size)]
    if asset.version > 1:
        first.append(_("version {number} of {count}").format(number=number, count=asset.version))
    first.append(short_moment(moment))
    came = _("From the chat “{title}”").format(title=one_row(chat)) if chat else origin_words(asset)
    second = [_("asset {number}").format(number=asset.id), came]
    third = []
    if asset.folder != ROOT_FOLDER:
        third.append(_("Folder: {name}").format(name=_short(asset.folder)))
    if asset.tags:
        third.append(" ".join(f"#{_short(tag)}" for tag in asset.tags))
    rows: list[Content | tuple[str, str]] = [Content.styled(shown_title(asset), "bold").truncate(_TITLE, ellipsis=True)]
    rows += [(dot.join(parts), "$text-muted") for parts in (first, second, third) if parts]
    if asset.description:
        rows.append((one_row(asset.description), ""))
    parts: list[Content | str | tuple[str, str]] = []
    for row in rows:
        parts += ["\n", row] if parts else [row]
    return Content.assemble(*parts)


def _short(name: str) -> str:
    """The beginning of a name that goes with others in a row."""
    return Content(one_row(name)).truncate(_NAME, ellipsis=True).plain
