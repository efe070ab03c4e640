"""The sidebar's frame: where it is, how wide, and what stands in it."""

from __future__ import annotations

from functools import partial

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import MouseDown, MouseMove, MouseUp
from textual.message import Message
from textual.reactive import var
from textual.widgets import Static

from javari_tui.domain.blocks import SourceBlock
from javari_tui.i18n import _
from javari_tui.terminal.glyphs import glyphs_in_force
from javari_tui.widgets.sidebar.cursor_pane import CursorPane
from javari_tui.widgets.sidebar.papers import paper_for, source_paper
from javari_tui.widgets.sidebar.title import Keys, SidebarTitle
from javari_tui.widgets.sidebar.widths import Widths
from javari_tui.widgets.transcript.glyphs import ASCII, UNICODE

WIDTH_STEP = 4
"""Columns of a step wider or narrower."""


class Sidebar(Vertical):
    """Docked right where there is room, over the chat where there is not."""

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
        &.-shows .sidebar--empty { display: none; }
    }
    """

    wrap: var[bool] = var(True, init=False)
    """Whether long lines go on below."""

    class WidthChanged(Message):
        """The user made it wider or narrower."""

    def __init__(self) -> None:
        super().__init__()
        self.widths = Widths()
        """The one place that says how wide it is."""
        self.title_line = SidebarTitle()
        self.pane = CursorPane()
        self._empty = Static(classes="sidebar--empty", markup=False)
        self._open_key = ""
        self._keys: Keys = ()
        self._keys_inside: Keys = ()
        self._columns = 0
        self._is_dragged = False

    def compose(self) -> ComposeResult:
        """Title, then what is shown or that nothing is."""
        yield self.title_line
        yield self._empty
        yield self.pane

    def on_mount(self) -> None:
        """Say that nothing is shown yet."""
        self.translate()

    @property
    def is_open(self) -> bool:
        """Whether it is to be seen."""
        return self.has_class("-open")

    @property
    def is_overlay(self) -> bool:
        """Whether it lies over the chat."""
        return self.has_class("-overlay")

    @property
    def has_keys(self) -> bool:
        """Whether it has the focus."""
        return self.pane.has_focus

    @property
    def block(self) -> SourceBlock | None:
        """What is shown."""
        return self.title_line.block

    def show(self, block: SourceBlock, *, keep_place: bool = False) -> None:
        """Show a block from its start, or where the reader is in it."""
        glyphs = ASCII if glyphs_in_force() == "ascii" else UNICODE
        paper = paper_for(block, glyphs)
        self.title_line.block, self.title_line.paper = block, paper
        self.set_class(True, "-shows")
        self.pane.take_source(partial(source_paper, block))
        self.pane.show(paper, keep_place=keep_place)

    def on_pane_grown(self) -> None:
        """The title tells how much there is."""
        self.title_line.paper = self.pane.paper
        self.title_line.refresh()
        self.screen.refresh_bindings()

    def watch_wrap(self, wrap: bool) -> None:
        """Hand it on."""
        self.pane.wrap = wrap

    def fit(self, columns: int) -> None:
        """Take the right width in a terminal of so many columns."""
        self._columns = columns
        width = self.widths.width(columns)
        self.set_class(width is None, "-overlay")
        self.styles.width = "100%" if width is None else width

    def step_width(self, step: int) -> None:
        """Wider or narrower by a step."""
        width = self.widths.width(self._columns)
        if width is not None:
            self._choose(width + step * WIDTH_STEP)

    def _choose(self, width: int) -> None:
        self.widths.choose(self._columns, width)
        self.fit(self._columns)
        self.post_message(self.WidthChanged())

    def set_keys(self, keys: Keys, inside: Keys, open_key: str) -> None:
        """The keys that the title names, others while it has the focus, and the one that opens a block."""
        self._keys, self._keys_inside, self._open_key = keys, inside, open_key
        self.translate()

    def on_descendant_focus(self) -> None:
        """Name the keys that lead out."""
        self.title_line.keys = self._keys_inside

    def on_descendant_blur(self) -> None:
        """Name the keys that lead in."""
        self.title_line.keys = self._keys

    def translate(self) -> None:
        """The language changed."""
        nothing = _("Code, files, diffs, images and data of this chat will be shown here.")
        how = _("In the chat, {key} on a block opens it here.").format(key=self._open_key)
        self._empty.update(f"{nothing}\n\n{how}" if self._open_key else nothing)
        self.title_line.keys = self._keys_inside if self.has_keys else self._keys
        self.title_line.refresh()

    def on_mouse_down(self, event: MouseDown) -> None:
        """Its edge can be dragged."""
        if event.widget is self and event.x == 0 and not self.is_overlay:
            event.stop()
            self._is_dragged = True
            self.capture_mouse()

    def on_mouse_move(self, event: MouseMove) -> None:
        """The edge follows the mouse."""
        if self._is_dragged:
            self._choose(self.region.right - event.screen_x)

    def on_mouse_up(self, event: MouseUp) -> None:
        """Let it go."""
        if self._is_dragged:
            self._is_dragged = False
            self.release_mouse()
