"""What windows have in common that send the user to a page in a browser, mostly on another machine."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from javari_tui.domain.untrusted_text import reveal
from javari_tui.i18n import _, ngettext
from javari_tui.screens.base import JavariDialog
from javari_tui.screens.dialogs.whole_code import WholeCode
from javari_tui.terminal.clipboard import has_browser
from javari_tui.widgets.dialog_box import DialogBox
from javari_tui.widgets.plans.qr_code import QrCode, room_for

ResultT = TypeVar("ResultT")

Copy = Callable[[str], Awaitable[None]]
Key = tuple[str, str]
"""A key as it is bound, and what it does, translated."""
_AROUND = 7
"""Rows that are not text where a code stands below: heading, keys, and what lies between."""

MINUTE = 60.0
"""Seconds between two looks at how long the page is still valid: nothing moves meanwhile."""
_WIDEST, _BESIDE_WIDEST, _BESIDE, _GAP = 80, 60, 36, 3
"""Columns of the text alone and beside a code, the fewest of it there, and what lies between."""


class Elsewhere(JavariDialog[ResultT]):
    """An address, whole, to copy, to open where there is a browser, and as a QR code where there is room."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "copy_address", show=False),
        Binding("o", "open_browser", show=False),
        Binding("q", "show_code", show=False),
        Binding("up", "scroll_text(-1)", show=False),
        Binding("down", "scroll_text(1)", show=False),
        Binding("pageup", "scroll_text(-8)", show=False),
        Binding("pagedown", "scroll_text(8)", show=False),
    ]
    DEFAULT_CSS = """
    Elsewhere {
        & > .dialog { max-width: 100%; max-height: 100%; padding: 1 2; layout: horizontal; border: round $border; }
        DialogBox { width: 1fr; height: auto; }
        &.-below > .dialog { layout: vertical; }
        &.-tight > .dialog { padding: 0 2; }
        &.-tight .dialog--hint, &.-tight VerticalScroll { margin: 0; }
        &.-below QrCode { margin: 1 0 0 0; }
        &.-beside QrCode { margin: 0 0 0 3; }
        VerticalScroll { margin: 1 0 0 0; scrollbar-size-vertical: 1; }
        VerticalScroll Static { height: auto; padding: 0 1 0 0; }
    }
    """

    def __init__(self, *, copy: Copy) -> None:
        """`copy` copies a text and says where it went."""
        super().__init__()
        self.caption = ""
        """What stands before the address below a code that has the whole screen."""
        self._copy = copy
        self._code = QrCode()
        self._is_drawn = False
        """Whether the code is in sight."""
        self._text_width = 0

    # What a window tells

    @property
    def title_text(self) -> str:
        """The heading, translated."""
        raise NotImplementedError

    @property
    def address(self) -> str:
        """Where to go; empty where there is nowhere to go."""
        raise NotImplementedError

    @property
    def scanned(self) -> str:
        """What the QR code says."""
        return self.address

    def told(self) -> Iterator[Content]:
        """The paragraphs."""
        raise NotImplementedError

    def more_keys(self) -> Iterator[Key]:
        """What can be done here beside all that can be done with an address."""
        raise NotImplementedError

    # Drawing

    def compose(self) -> ComposeResult:
        """Text and keys, and the code beside or below them."""
        with Container(classes="dialog"):
            with DialogBox():
                yield Static(classes="dialog--title", markup=False)
                with VerticalScroll(classes="dialog--scrolls", can_focus=False):
                    yield Static(markup=False, id="elsewhere-told")
                yield Static(classes="dialog--hint", markup=False)
            yield self._code

    def on_mount(self) -> None:
        """Say all of it, and how long it is valid from minute to minute."""
        self.show()
        self.set_interval(MINUTE, self.show)

    def on_resize(self) -> None:
        """The code may fit now, or no more."""
        self.show()

    def translate(self) -> None:
        """Every text in the language in force."""
        self.show()

    def show(self) -> None:
        """Everything as it is now."""
        if not self.is_mounted:
            return
        told = Content("\n\n").join(self.told())
        taken = self._arrange(told)
        keys = key_rows(self._shown_keys(), self._text_width)
        height = self.size.height - 2
        needed = _rows(told, self._text_width) + len(keys.plain.splitlines()) + 3
        tight = max(needed, self._code.lines if self.has_class("-beside") else 0) > height - 2
        self.set_class(tight, "-tight")
        self.query_one(".dialog").styles.width = self._text_width + taken + 6
        most = height - (0 if tight else 2) - (self._code.lines + 1 if self.has_class("-below") else 0)
        self.query_one(DialogBox).styles.max_height = max(most, 3)
        self.query_one(".dialog--title", Static).update(Content(self.title_text))
        self.query_one("#elsewhere-told", Static).update(told)
        self.query_one(".dialog--hint", Static).update(keys)
        self.query_one(DialogBox).refresh(layout=True)

    def _arrange(self, told: Content) -> int:
        """The code beside the text where both have room, else below it, else nowhere; columns it takes there."""
        width, height = self.size.width - 6, self.size.height - 2
        text = min(width, _WIDEST)
        beside = bool(self.scanned) and self._code.fit(self.scanned, width - _BESIDE - _GAP, height)
        room = height - _rows(told, text) - _AROUND
        below = not beside and bool(self.scanned) and self._code.fit(self.scanned, text, room)
        self._is_drawn = self._code.display = beside or below
        self.set_class(beside, "-beside")
        self.set_class(below, "-below")
        taken = _GAP + self._code.columns if beside else 0
        self._text_width = min(width - taken, _BESIDE_WIDEST) if beside else text
        return taken

    def _shown_keys(self) -> list[Key]:
        keys = (*self.more_keys(), *self._address_keys(), ("escape", _("Close")))
        return [(self.app.get_key_display(Binding(key, "")), text) for key, text in keys]

    def _address_keys(self) -> Iterator[Key]:
        if not self.address:
            return
        yield "a", _("Copy the address")
        if can_open(self.address):
            yield "o", _("Open it in the browser")
        if self._may_show_code:
            yield "q", _("QR code")

    def hindered_code(self) -> str:
        """Why there is no QR code in sight, where a larger window would bring one; translated."""
        room = room_for(self.scanned) if self.scanned else None
        if self._is_drawn or self._may_show_code or room is None:
            return ""
        columns, rows = room
        return _("There is a QR code too, in a window of {columns}×{rows} or more.").format(columns=columns, rows=rows)

    # What keys do

    @property
    def _may_show_code(self) -> bool:
        """Whether the code has room on the whole screen, though not here."""
        room = room_for(self.scanned) if self.scanned and not self._is_drawn else None
        return room is not None and room[0] <= self.size.width and room[1] <= self.size.height

    async def action_copy_address(self) -> None:
        """Copy where to go."""
        if self.address:
            await self._copy(self.address)

    def action_open_browser(self) -> None:
        """Open it, where whoever sits at the terminal would see it."""
        if can_open(self.address):
            self.app.open_url(self.address)

    def action_show_code(self) -> None:
        """The code alone, on the whole screen."""
        if self._may_show_code:
            self.app.push_screen(WholeCode(self.scanned, f"{self.caption}  {reveal(self.address)}".strip()))

    def action_scroll_text(self, rows: int) -> None:
        """Move the text where it is longer than the window."""
        self.query_one(VerticalScroll).scroll_relative(y=rows, animate=False)


def whole(address: str) -> Content:
    """An address as it is shown: all of it."""
    return Content.styled(reveal(address), "bold $text-accent")


def can_open(address: str) -> bool:
    """Whether a browser that is opened here would be seen by who sits at the terminal."""
    return has_browser(os.environ) and address.startswith(("https://", "http://"))


def key_rows(keys: Sequence[Key], width: int) -> Content:
    """Keys and what they do, each whole on its row."""
    rows: list[list[Content]] = [[]]
    room = width
    for key, text in keys:
        shown = Content.assemble((key, "$text-accent"), f" {text}  ")
        if shown.cell_length - 2 > room and rows[-1]:
            rows.append([])
            room = width
        rows[-1].append(shown)
        room -= shown.cell_length
    return Content("\n").join(Content("").join(row) for row in rows)


def _rows(told: Content, width: int) -> int:
    return len(told.wrap(max(width - 1, 10)))


def time_left(until: datetime, now: datetime | None = None) -> str:
    """How long something is still valid, in whole minutes: figures that tick keep nobody calm."""
    left = until - (now or datetime.now(UTC))
    minutes = int(left / timedelta(minutes=1))
    if left <= timedelta(0):
        return _("It is no longer valid.")
    if minutes < 1:
        return _("It is valid for less than a minute.")
    if minutes >= 120:
        hours = minutes // 60
        return ngettext("It is valid for {count} hour.", "It is valid for {count} hours.", hours).format(count=hours)
    text = ngettext("It is valid for {count} minute.", "It is valid for {count} minutes.", minutes)
    return text.format(count=minutes)


def paragraphs(texts: Sequence[str]) -> Iterator[Content]:
    """Plain ones."""
    return (Content(text) for text in texts if text)
