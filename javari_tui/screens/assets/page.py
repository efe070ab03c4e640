"""What was kept, on a page of its own: the widgets, what they show, and how they follow what changes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import DescendantFocus
from textual.widgets import Input, OptionList, Static

from javari_tui.domain.assets import Asset, AssetVersion
from javari_tui.domain.errors import NotFound, StorageError
from javari_tui.i18n import _
from javari_tui.screens.assets.browsing import Browsing
from javari_tui.screens.assets.columns import Columns
from javari_tui.screens.assets.looking import Looking
from javari_tui.screens.assets.outcome import Outcome
from javari_tui.screens.assets.words import KeyOf, empty_text, heading_text, hint_text, how_to_keep
from javari_tui.screens.base import JavariScreen
from javari_tui.widgets.assets.list import AssetList, SectionList
from javari_tui.widgets.assets.preview import AssetPreview
from javari_tui.widgets.key_footer import KeyFooter
from javari_tui.widgets.line_input import LineInput
from javari_tui.widgets.sidebar.pane import Pane

if TYPE_CHECKING:  # brings the database with it; the widgets must not wait for that
    from javari_tui.services import Services

Copy = Callable[[str], Awaitable[None]]

NEWS = 3.0
"""Seconds between two looks for what was kept elsewhere."""
_SOON = 0.2
"""Seconds of reading from which on it is said that something is read."""


class AssetsPage(JavariScreen[Outcome]):
    """Three columns, of which as many are to be seen as there is room for."""

    CSS_PATH = "screen.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (76, "-middle"), (110, "-wide"), (130, "-spacious")]
    AUTO_FOCUS = None

    def __init__(self, services: Services, *, copy: Copy, key_of: KeyOf, query: str = "") -> None:
        super().__init__()
        self.services, self.copy, self._key_of, self._query = services, copy, key_of, query
        self._list, self._sections, self._preview = AssetList(), SectionList(), AssetPreview()
        self._input = LineInput(id="assets-query", select_on_focus=False)
        self._at = Browsing(services.assets, self._list, self._sections, self._rows_shown)
        self._columns = Columns(self, self._input, self._sections, self._preview.pane)
        self._looking = Looking(self, services, self._preview, key_of)

    def compose(self) -> ComposeResult:
        """Title and search, three columns, a hint, keys."""
        with Horizontal(id="assets-top"):
            yield Static(id="assets-title", markup=False)
            yield self._input
        with Horizontal(id="assets-body"):
            yield self._sections
            with Vertical(id="assets-middle"):
                yield Static(id="assets-heading", markup=False)
                yield self._list
                yield Static(id="assets-empty", markup=False)
            yield self._preview
        yield Static(id="assets-hint", markup=False)
        yield KeyFooter()

    async def on_mount(self) -> None:
        """Read what there is; letters search from the first moment on."""
        self._input.focus()
        self.translate()
        self.set_interval(NEWS, self._look_for_news)
        try:
            if self._query.isdecimal():
                await self._at.find(int(self._query))
                return
        except NotFound:
            pass  # then it is a number that something says
        self._input.value = self._query

    def on_screen_resume(self) -> None:
        """Something may have been kept meanwhile."""
        self.run_worker(self.reporting(self.read()), group="read")

    @work(group="news", exclusive=True)
    async def _look_for_news(self) -> None:
        """Something may be kept by an answer that runs, or by another Javari."""
        if self.app.screen is self and self._at.counts is not None:
            with suppress(StorageError):  # nobody asked for it just now
                if await self.services.assets.counts() != self._at.counts:
                    await self.read()

    def translate(self) -> None:
        """Every text in the language in force."""
        self.query_one("#assets-title", Static).update(Content(_("Assets")))
        self._input.placeholder = _("Search titles, tags and contents")
        self._looking.forget()
        if self.is_mounted:
            self._rows_shown()

    @property
    def asset(self) -> Asset | None:
        """The chosen one, also where its versions are listed."""
        return self._at.asset

    @property
    def version(self) -> AssetVersion | None:
        """The chosen version, where versions are listed."""
        return self._at.version

    def tell(self, text: str, *, warning: bool = False) -> None:
        """A short notice; data, never markup."""
        self.app.notify(text, severity="warning" if warning else "information", timeout=6, markup=False)

    async def read(self) -> None:
        """Read everything anew; where that takes long, say so."""
        timer = self.set_timer(_SOON, partial(self.hint, _("Reading…")))
        try:
            await self._at.read(self._input.value)
        finally:
            timer.stop()

    async def fill(self) -> None:
        """Find anew what is in the search line; where that takes long, say so."""
        timer = self.set_timer(_SOON, partial(self.hint, _("Reading…")))
        try:
            await self._at.fill(self._input.value)
        finally:
            timer.stop()

    def hint(self, text: str) -> None:
        """The line below."""
        self.query_one("#assets-hint", Static).update(Content(text))

    def _rows_shown(self) -> None:
        """Other rows are in the list."""
        at, rows = self._at, self._list.rows
        self.query_one("#assets-heading", Static).update(Content(heading_text(at)))
        is_empty = not rows or (at.is_empty and not at.words)
        self.set_class(is_empty, "-empty")
        if is_empty:
            self.query_one("#assets-empty", Static).update(Content(empty_text(at, self._key_of)))
        self._marked()

    @on(OptionList.OptionHighlighted, "AssetList")
    def _marked(self) -> None:
        """Another row is marked."""
        self._say_where()
        self.refresh_bindings()
        self.look()

    @work(exclusive=True, group="preview")
    async def look(self) -> None:
        """Bring what the marked row holds into the preview."""
        if self._preview.display:
            await self._looking.look(self._list.row, self._at.versions_of, how_to_keep(self._key_of))

    @on(Pane.Wanted)
    @work(exclusive=True, group="picture")
    async def _picture_wanted(self, event: Pane.Wanted) -> None:
        await self._looking.picture(event.paper)

    def _say_where(self) -> None:
        row = None if self._columns.is_away else self._list.row
        self.hint("" if self.has_class("-empty") else hint_text(self._at, row, len(self._list.rows)))

    @on(DescendantFocus)
    def _keys_moved(self) -> None:
        self._columns.follow()
        self._say_where()

    def on_resize(self) -> None:
        """There may be room for the preview now."""
        self.call_after_refresh(self.look)

    @on(Input.Changed, "#assets-query")
    @work(exclusive=True, group="search")
    async def _typed(self) -> None:
        """What the letters find; the next letter ends this."""
        self._at.versions_of = None
        await self.reporting(self.fill())
