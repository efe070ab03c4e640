"""The sidebar's frame: what stands in it, what stood there before, and the line that searches it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.events import DescendantBlur, DescendantFocus
from textual.reactive import var
from textual.widgets import Static

from javari_tui.domain.blocks import SourceBlock
from javari_tui.i18n import _
from javari_tui.terminal.glyphs import glyphs_in_force
from javari_tui.widgets.sidebar.ask_line import AskLine
from javari_tui.widgets.sidebar.cursor_pane import CursorPane
from javari_tui.widgets.sidebar.edge import Edged
from javari_tui.widgets.sidebar.history import History, Shown, is_same
from javari_tui.widgets.sidebar.papers import paper_for, source_paper
from javari_tui.widgets.sidebar.place import Place, Seen
from javari_tui.widgets.sidebar.title import Keys, SidebarTitle, Standing
from javari_tui.widgets.transcript.glyphs import ASCII, UNICODE


class Sidebar(Edged):
    """Title, what is shown, and a line at the bottom while something is asked."""

    DEFAULT_CSS = """
    Sidebar {
        dock: right;
        height: 1fr;
        border-left: vkey $j-line;
        background: $surface;
        display: none;
        &:focus-within { border-left: vkey $accent; }
        &.-open { display: block; }
        &.-overlay { layer: sidebar; width: 100%; }
        .sidebar--empty { padding: 1; color: $text-muted; height: auto; }
        Pane { display: none; }
        &.-shows Pane { display: block; }
        &.-shows .sidebar--empty, &.-waits .sidebar--empty { display: none; }
    }
    """

    wrap: var[bool] = var(True, init=False)
    """Whether long lines go on below."""
    pinned: var[bool] = var(False, init=False)
    """Whether nothing that opens by itself takes the place of what is shown."""

    def __init__(self) -> None:
        super().__init__()
        self.history = History()
        """What it showed."""
        self.title_line = SidebarTitle()
        self.pane = CursorPane()
        self.ask_line = AskLine(self.pane)
        self._empty = Static(classes="sidebar--empty", markup=False)
        self._open_key = ""
        self._keys: Keys = ()
        self._keys_inside: Keys = ()

    def compose(self) -> ComposeResult:
        """Title, then what is shown or that nothing is."""
        yield self.title_line
        yield self._empty
        yield self.pane
        yield self.ask_line

    def on_mount(self) -> None:
        """Say that nothing is shown yet."""
        self.translate()

    @property
    def has_keys(self) -> bool:
        """Whether it has the focus."""
        return self.has_focus_within

    @property
    def block(self) -> SourceBlock | None:
        """What is shown."""
        return self.title_line.block

    def take_keys(self) -> None:
        """Have the focus, where it was when it had it last."""
        (self.ask_line.field if self.ask_line.is_open else self.pane).focus()

    def show(self, block: SourceBlock, *, keep_place: bool = False) -> None:
        """Show a block: one that was shown before as it was left, unless there is more of it."""
        now = self.history.now
        if now is not None and is_same(now.block, block):
            now.block = block
            self._draw(now, self.pane.seen() if keep_place else Seen())
            return
        self.note_seen()
        entry = self.history.turn_to(block)
        is_other = entry.block != block
        entry.block = block
        self._draw(entry, Seen() if is_other else entry.seen, is_new=is_other)

    def put_behind(self, block: SourceBlock) -> None:
        """Keep a block to go to, and go on showing what is shown."""
        self.history.put_behind(block)
        self._tell_standing()

    def step_shown(self, step: int) -> bool:
        """What was shown before, or next; whether there is such a thing."""
        self.note_seen()
        entry = self.history.step(step)
        if entry is not None:
            self._draw(entry, entry.seen, is_new=False)
        return entry is not None

    def bring_back(self, kept: Iterable[tuple[SourceBlock, int, int | None, bool]]) -> None:
        """What another run showed: each block with line, cursor, and whether it was the one that was shown."""
        entries = [
            (Shown(block, Seen(place=Place(line), cursor=cursor)), is_shown) for block, line, cursor, is_shown in kept
        ]
        was_empty = self.history.now is None
        now = next((entry for entry, is_shown in entries if is_shown), None)
        self.history.bring_back([entry for entry, _is_shown in entries], now)
        if was_empty:
            self.show_now()
        else:
            self._tell_standing()

    def show_now(self) -> None:
        """Show what the history says."""
        if self.history.now is not None:
            self._draw(self.history.now, self.history.now.seen, is_new=False)

    def note_seen(self) -> None:
        """Note where the reader is in what is shown."""
        if self.history.now is not None:
            self.history.now.seen = self.pane.seen()

    def _draw(self, entry: Shown, seen: Seen, *, is_new: bool = True) -> None:
        """On the paper it was on, or on a new one."""
        block = entry.block
        known = None if is_new else seen.paper
        glyphs = ASCII if glyphs_in_force() == "ascii" else UNICODE
        paper = known or paper_for(block, glyphs)
        if seen.place == Place():
            seen = replace(seen, place=Place(line=paper.opens_at))
        self.title_line.block, self.title_line.paper = block, paper
        self.set_class(True, "-shows")
        self.pane.take_source(partial(source_paper, block, glyphs))
        self.pane.show(paper, seen=seen if known else Seen(place=seen.place, aside=seen.aside, cursor=seen.cursor))
        self._tell_standing()
        self.ask_line.follow()

    def _tell_standing(self) -> None:
        at, count = self.history.position
        self.title_line.standing = Standing(at, count, self.history.waiting, self.pinned)

    def on_pane_grown(self) -> None:
        """The title tells how much there is."""
        self.title_line.paper = self.pane.paper
        self.title_line.refresh()
        self.ask_line.follow()
        self.screen.refresh_bindings()

    def watch_wrap(self, wrap: bool) -> None:
        """Hand it on."""
        self.pane.wrap = wrap

    def watch_pinned(self) -> None:
        """Say so in the title."""
        self._tell_standing()

    def set_keys(self, keys: Keys, inside: Keys, open_key: str) -> None:
        """The keys that the title names, others while it has the focus, and the one that opens a block."""
        self._keys, self._keys_inside, self._open_key = keys, inside, open_key
        self.translate()

    @on(DescendantFocus)
    @on(DescendantBlur)
    def _keys_moved(self) -> None:
        """Name the keys that lead out, or those that lead in."""
        self.title_line.keys = self._keys_inside if self.has_keys else self._keys

    def translate(self) -> None:
        """The language changed."""
        nothing = _("Code, files, diffs, images and data of this chat will be shown here.")
        how = _("In the chat, {key} on a block opens it here.").format(key=self._open_key)
        self._empty.update(f"{nothing}\n\n{how}" if self._open_key else nothing)
        self.title_line.keys = self._keys_inside if self.has_keys else self._keys
        self.title_line.refresh()
