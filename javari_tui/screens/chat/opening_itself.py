"""What the sidebar shows by itself while an answer is written: what matters, once, and never in the reader's way."""

from __future__ import annotations

from collections.abc import Iterator
from time import perf_counter

from textual.timer import Timer

from javari_tui.commands.application import TOGGLE_SIDEBAR
from javari_tui.commands.transcript import FOCUS_TRANSCRIPT, OPEN_BLOCK
from javari_tui.domain.blocks import BlockKind, SourceBlock
from javari_tui.domain.chat import Message, Role
from javari_tui.domain.conversation import AnswerGrew, ConversationUpdate, MessageAdded, MessageChanged, ShowAsked
from javari_tui.domain.diff_parsing import DIFF_LANGUAGES, looks_like_diff, parse_diff
from javari_tui.domain.titles import title_from
from javari_tui.domain.untrusted_text import clean
from javari_tui.i18n import _
from javari_tui.screens.chat.beside import Beside
from javari_tui.screens.chat.page import ChatPage
from javari_tui.settings import Settings, SidebarOpens
from javari_tui.widgets.transcript.blocks import MarkdownBlock
from javari_tui.widgets.transcript.chunks import Kind
from javari_tui.widgets.transcript.cursor import BlockCursor
from javari_tui.widgets.transcript.inner_code import inner_code
from javari_tui.widgets.transcript.sources import block_at

_WAIT = 0.3
"""Seconds between two looks at an answer that grows."""
_SHARE = 20
"""How many times what a look cost is waited for the next."""
_TRIFLE_JSON, _TRIFLE_TABLE, _TRIFLE_DIFF = 10, 8, 3
"""Lines up to which such a thing is read as well where it stands."""
_JSON = frozenset(("json", "jsonl", "jsonlines", "ldjson", "ndjson", "geojson"))
_TABLES = frozenset(("csv", "tsv", "tab"))
_LONGEST_NAME = 40
_BEGINNING = 10_000
"""Characters of a diff that are read for its name."""
_TOLD = "sidebar_hint"
"""Whether it was ever said that blocks can be opened, where nothing opens by itself."""


def matters(block: SourceBlock, settings: Settings) -> bool:
    """Whether a block is to be seen beside the chat without being asked for."""
    if settings.sidebar_opens is SidebarOpens.NEVER:
        return False
    is_whole, lines = not block.is_growing, block.text.count("\n") + 1
    if block.kind is BlockKind.DOCUMENT:
        return is_whole and lines > _TRIFLE_TABLE
    if block.language in DIFF_LANGUAGES or (not block.language and looks_like_diff(block.text)):
        return is_whole or lines > _TRIFLE_DIFF
    if block.language in _JSON | _TABLES:
        # A tree or a table of half of something would be read wrong.
        least = _TRIFLE_JSON if block.language in _JSON else _TRIFLE_TABLE
        return is_whole and (lines > least or settings.sidebar_opens is SidebarOpens.ALWAYS)
    return lines > settings.sidebar_code_lines or (is_whole and settings.sidebar_opens is SidebarOpens.ALWAYS)


class OpeningItself:
    """Looks at answers of the open chat; the first thing that matters is shown, the others wait behind it."""

    def __init__(self, page: ChatPage, beside: Beside) -> None:
        self._page, self._beside = page, beside
        self._timer: Timer | None = None
        self._wait = _WAIT
        self._done: set[BlockCursor] = set()
        """Blocks that were shown, or are trifles."""
        self._has_shown = False
        self._has_announced = False

    def arrived(self, update: ConversationUpdate) -> None:
        """Something happened in a chat."""
        page = self._page
        if getattr(update, "chat_id", None) != page.chat_id or not page.place.read.is_set():
            return
        match update:
            case MessageAdded(message=message) if message.role is Role.USER:
                self._begin_anew()
            case AnswerGrew(message_id=message_id) if self._timer is None and self._looks:
                self._timer = page.screen.set_timer(self._wait, lambda: self._look_later(message_id))
            case MessageChanged(message=message) if _is_ended_answer(message) and self._looks:
                self._look(message.id)
            case ShowAsked(block=block):
                self.show(block)

    def show(self, block: SourceBlock) -> None:
        """Show what a tool was asked to show; it comes before what is merely long."""
        if self._settings.sidebar_opens is SidebarOpens.NEVER:
            self._page.screen.run_worker(self._hint(), group="sidebar-hint")
        else:
            self._offer(block, may_replace=True)

    @property
    def _settings(self) -> Settings:
        services = self._page.services_now
        return Settings() if services is None else services.settings.settings

    @property
    def _looks(self) -> bool:
        """Whether there may be something to do: also to say once that there could be."""
        return self._settings.sidebar_opens is not SidebarOpens.NEVER or not self._has_announced

    def _begin_anew(self) -> None:
        """Another question: a sidebar that was closed during the last answer may open again."""
        self._beside.was_closed = self._has_shown = self._has_announced = False

    def _look_later(self, message_id: int) -> None:
        self._timer = None
        began = perf_counter()
        self._look(message_id)
        self._wait = max(_WAIT, _SHARE * (perf_counter() - began))

    def _look(self, message_id: int) -> None:
        """Look at the blocks of an answer that were not looked at, or that grew."""
        settings = self._settings
        for cursor in list(self._places(message_id)):
            block = None if cursor in self._done else block_at(self._page.transcript.document, cursor)
            if block is None:
                continue
            if settings.sidebar_opens is SidebarOpens.NEVER:
                if matters(block, Settings()):
                    self._page.screen.run_worker(self._hint(), group="sidebar-hint")
            elif matters(block, settings):
                self._done.add(cursor)
                self._offer(block, may_replace=not self._has_shown)
                continue
            if not block.is_growing:
                self._done.add(cursor)

    def _places(self, message_id: int) -> Iterator[BlockCursor]:
        """Where code and tables stand in a message, also within lists."""
        document = self._page.transcript.document
        entry = document.find(message_id)
        if entry is None:
            return
        made = document.made(document.position(entry))
        for at, block in enumerate(made.blocks):
            if not isinstance(block, MarkdownBlock) or block.joins:
                continue
            is_growing = block is made.growing
            if block.chunk.kind is Kind.FENCE or (block.chunk.kind is Kind.TABLE and not is_growing):
                yield BlockCursor(message_id, at)
            elif not is_growing and BlockCursor(message_id, at) not in self._done:
                self._done.add(BlockCursor(message_id, at))
                for code in range(1, len(inner_code(block)) + 1):
                    yield BlockCursor(message_id, at, code)

    def _offer(self, block: SourceBlock, *, may_replace: bool) -> None:
        self._has_shown = True
        self._page.screen.run_worker(self._show(block, may_replace), group="sidebar-itself")

    async def _show(self, block: SourceBlock, may_replace: bool) -> None:
        page, beside = self._page, self._beside
        may_open = not beside.was_closed and not (self._has_announced and not may_replace)
        is_seen = await beside.offer(block, may_open=may_open, may_replace=may_replace)
        if not is_seen and not beside.was_closed and not self._has_announced:
            self._has_announced = True
            name = " ".join(clean(_title(block)).split())[:_LONGEST_NAME] or _("(no title)")
            text = _("“{title}” can be seen in the sidebar: {key}")
            page.tell(text.format(title=name, key=page.key_of(TOGGLE_SIDEBAR.id)))

    async def _hint(self) -> None:
        """Once and never again: how to open what does not open by itself."""
        if self._has_announced:
            return
        self._has_announced = True
        view = (await self._page.services()).view
        if await view.flag(_TOLD) is None:
            await view.set_flag(_TOLD, "1")
            text = _("This can be seen beside the chat: {key} goes to it, {open} opens it.")
            page = self._page
            page.tell(text.format(key=page.key_of(FOCUS_TRANSCRIPT.id), open=page.key_of(OPEN_BLOCK.id)), seconds=8)


def _title(block: SourceBlock) -> str:
    """What it is called; a diff that nobody gave a name is called as its file, not as its first line."""
    if block.title != title_from(block.text):
        return block.title
    is_diff = block.language in DIFF_LANGUAGES or (not block.language and looks_like_diff(block.text))
    files = parse_diff(block.text[:_BEGINNING]).files if is_diff else ()
    return next((file.name for file in files if file.name), block.title)


def _is_ended_answer(message: Message) -> bool:
    return message.role is Role.ASSISTANT and not message.is_running
