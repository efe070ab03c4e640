"""How the sidebar was left, as it is written down."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

from javari_tui.domain.blocks import BlockKind, SourceBlock
from javari_tui.domain.errors import JavariError
from javari_tui.domain.untrusted_text import clean
from javari_tui.screens.chat.page import ChatPage
from javari_tui.widgets.transcript.cursor import BlockCursor
from javari_tui.widgets.transcript.sources import block_at
from javari_tui.widgets.transcript.tool_result import result_of
from javari_tui.widgets.transcript.tool_words import given

if TYPE_CHECKING:
    from javari_tui.widgets.sidebar.history import Shown
    from javari_tui.widgets.sidebar.sidebar import Sidebar

FLAG = "sidebar_left"
"""Its name among the small things that are noted."""


@dataclass(frozen=True, slots=True)
class KeptThing:
    """One thing that was shown: where it is found again, and where the reader was in it."""

    at: BlockCursor | None = None
    path: str = ""
    """Of a file or picture, which stands in no message."""
    title: str = ""
    kind: str = BlockKind.FILE
    line: int = 0
    cursor: int | None = None
    is_shown: bool = False
    message_id: int | None = None
    call_id: str = ""
    """Of what a tool showed: its call in that message, whose arguments say it still."""
    language: str = ""


@dataclass(frozen=True, slots=True)
class SidebarState:
    """Its widths by the size of the terminal, how things are drawn, what was shown."""

    widths: Mapping[str, int] = field(default_factory=dict)
    wrap: bool = True
    split: bool = True
    pinned: bool = False
    things: tuple[KeptThing, ...] = ()

    def to_text(self) -> str:
        """For the flag."""
        return json.dumps(asdict(self))


def state_from(text: str | None) -> SidebarState:
    """From the flag; what another version wrote and this one does not understand counts as not written."""
    try:
        noted = json.loads(text or "{}")
        shown = noted.get("shown")  # what earlier versions wrote, which knew one thing
        things = noted.get("things") or ([] if shown is None else [{"at": shown, "is_shown": True}])
        return SidebarState(
            widths={str(size): int(width) for size, width in noted.get("widths", {}).items()},
            wrap=bool(noted.get("wrap", True)),
            split=bool(noted.get("split", True)),
            pinned=bool(noted.get("pinned", False)),
            things=tuple(map(_thing, things)),
        )
    except (ValueError, TypeError, AttributeError):
        return SidebarState()


def _thing(noted: Mapping[str, Any]) -> KeptThing:
    at, cursor = noted.get("at"), noted.get("cursor")
    return KeptThing(
        at=None if at is None else BlockCursor(*map(int, at)),
        path=str(noted.get("path", "")),
        title=str(noted.get("title", "")),
        kind=BlockKind(noted.get("kind", BlockKind.FILE)).value,
        line=int(noted.get("line", 0)),
        cursor=None if cursor is None else int(cursor),
        is_shown=bool(noted.get("is_shown", False)),
        message_id=None if noted.get("message_id") is None else int(noted["message_id"]),
        call_id=str(noted.get("call_id", "")),
        language=str(noted.get("language", "")),
    )


def state_of(sidebar: Sidebar) -> SidebarState:
    """How it is now, as far as it can be found again."""
    sidebar.note_seen()
    history = sidebar.history
    things = tuple(_kept(entry, is_shown=entry is history.now) for entry in history.entries)
    return SidebarState(
        dict(sidebar.widths.chosen),
        sidebar.wrap,
        sidebar.pane.split,
        sidebar.pinned,
        tuple(thing for thing in things if thing is not None),
    )


def _kept(entry: Shown, *, is_shown: bool) -> KeptThing | None:
    block, seen = entry.block, entry.seen
    place = KeptThing(line=seen.place.line, cursor=seen.cursor, is_shown=is_shown)
    named = replace(place, title=block.title, kind=block.kind.value)
    if block.path:
        return replace(named, path=block.path)
    if block.message_id is None:
        return None
    if block.block is not None:
        return replace(place, at=BlockCursor(block.message_id, block.block, block.code))
    if not block.call_id:
        return None
    return replace(named, message_id=block.message_id, call_id=block.call_id, language=block.language)


class KeptState:
    """Reads once how the sidebar was left, and writes how it is."""

    def __init__(self, page: ChatPage) -> None:
        self._page = page
        self._left: SidebarState | None = None
        self._reading = asyncio.Lock()
        self._was_read = False

    async def read(self) -> None:
        """Read it, once. Keys may be pressed while it is being read at the start."""
        async with self._reading:
            if not self._was_read:
                self._left = state_from(await (await self._page.services()).view.flag(FLAG))
                self._was_read = True

    async def take(self) -> SidebarState | None:
        """How it was left, to who asks first."""
        await self.read()
        left, self._left = self._left, None
        return left

    async def found(self, things: Iterable[KeptThing]) -> list[tuple[SourceBlock, KeptThing]]:
        """Those that are there still: in the open chat, or on disk."""
        found = [(await self._find(thing), thing) for thing in things]
        return [(block, thing) for block, thing in found if block is not None]

    async def _find(self, thing: KeptThing) -> SourceBlock | None:
        if thing.at is not None:
            return block_at(self._page.transcript.document, thing.at)
        if thing.call_id:
            return self._of_call(thing)
        block = SourceBlock(kind=BlockKind(thing.kind), text="", title=thing.title, path=thing.path)
        if not thing.path:
            return None
        if block.kind is BlockKind.IMAGE:
            return block
        try:
            return await (await self._page.services()).files.look_at(block)
        except JavariError:
            return None  # it is gone, or was never a file to be shown: nobody asked for it just now

    def _of_call(self, thing: KeptThing) -> SourceBlock | None:
        """What a tool wrote, or the text it showed."""
        messages = self._page.transcript.messages
        message = next((message for message in messages if message.id == thing.message_id), None)
        call = next((call for call in message.tool_calls if call.id == thing.call_id), None) if message else None
        if message is None or call is None:
            return None
        block = result_of(call)
        if call.name == "show":
            text = clean(str(given(call).get("text", "")))
            block = SourceBlock(kind=BlockKind(thing.kind), text=text, language=thing.language, call_id=call.id)
        if block is None or not block.text:
            return None
        return replace(block, title=thing.title, chat_id=message.chat_id, message_id=message.id)

    async def write(self, state: SidebarState) -> None:
        """Note how it is."""
        await (await self._page.services()).view.set_flag(FLAG, state.to_text())
