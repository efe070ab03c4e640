"""A block that was opened in the sidebar while its answer is being written: it grows there too."""

from __future__ import annotations

from time import perf_counter

from textual.timer import Timer

from javari_tui.domain.blocks import SourceBlock
from javari_tui.domain.conversation import AnswerGrew, ConversationUpdate, MessageChanged
from javari_tui.screens.chat.page import ChatPage
from javari_tui.widgets.transcript.cursor import BlockCursor
from javari_tui.widgets.transcript.sources import block_at

_WAIT = 0.5
"""Seconds between two pictures of it at least."""
_SHARE = 20
"""How many times what a picture cost is waited for the next."""
_LONGEST = 60_000
"""Characters from which on it is shown as a whole only when it is whole."""


class Growing:
    """Keeps what the sidebar shows as new as it is in the chat; the reader's place stays."""

    def __init__(self, page: ChatPage) -> None:
        self._page = page
        self._timer: Timer | None = None
        self._wait = _WAIT

    def arrived(self, update: ConversationUpdate) -> None:
        """More of an answer came, or it ended."""
        match update:
            case AnswerGrew(message_id=message_id) if self._timer is None and self._grows(message_id):
                self._timer = self._page.screen.set_timer(self._wait, self._follow)
            case MessageChanged(message=message) if not message.is_running and self._is_shown(message.id):
                bring(self._page)

    def _is_shown(self, message_id: int) -> bool:
        """Whether the sidebar shows one block of that message."""
        sidebar = self._page.open_sidebar
        block = None if sidebar is None else sidebar.block
        return block is not None and block.block is not None and block.message_id == message_id

    def _grows(self, message_id: int) -> bool:
        """Whether what is shown still grows, and shows that by itself without much work."""
        sidebar = self._page.open_sidebar
        if sidebar is None or sidebar.block is None or not self._is_shown(message_id):
            return False
        return sidebar.block.is_growing and sidebar.pane.can_grow and len(sidebar.block.text) <= _LONGEST

    def _follow(self) -> None:
        self._timer = None
        began = perf_counter()
        bring(self._page)
        self._wait = max(_WAIT, _SHARE * (perf_counter() - began))


def bring(page: ChatPage) -> None:
    """Show the block in the sidebar as it is now, if it goes on where it ended."""
    sidebar = page.open_sidebar
    old = None if sidebar is None else sidebar.block
    if sidebar is None or old is None or old.message_id is None or old.block is None:
        return
    new = block_at(page.transcript.document, BlockCursor(old.message_id, old.block, old.code))
    if new is not None and new != old and goes_on(old, new):
        sidebar.show(new, keep_place=True)
        page.screen.refresh_bindings()


def goes_on(old: SourceBlock, new: SourceBlock) -> bool:
    """Whether both are one block, the first as it was earlier; its last line may have become the fence's end."""
    is_one = old.block is not None and (old.message_id, old.block, old.code) == (new.message_id, new.block, new.code)
    return is_one and new.text.startswith(old.text.rpartition("\n")[0])
