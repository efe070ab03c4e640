"""How the sidebar was left, as it is written down."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from javari_tui.screens.chat.page import ChatPage
from javari_tui.widgets.transcript.cursor import BlockCursor

FLAG = "sidebar_left"
"""Its name among the small things that are noted."""


@dataclass(frozen=True, slots=True)
class SidebarState:
    """Its widths by the size of the terminal, whether lines wrap, whether diffs stand side by side, its block."""

    widths: Mapping[str, int] = field(default_factory=dict)
    wrap: bool = True
    split: bool = True
    shown: BlockCursor | None = None

    def to_text(self) -> str:
        """For the flag."""
        return json.dumps({"widths": dict(self.widths), "wrap": self.wrap, "split": self.split, "shown": self.shown})


def state_from(text: str | None) -> SidebarState:
    """From the flag; what another version wrote and this one does not understand counts as not written."""
    try:
        noted = json.loads(text or "{}")
        shown = noted.get("shown")
        return SidebarState(
            widths={str(size): int(width) for size, width in noted.get("widths", {}).items()},
            wrap=bool(noted.get("wrap", True)),
            split=bool(noted.get("split", True)),
            shown=None if shown is None else BlockCursor(*map(int, shown)),
        )
    except (ValueError, TypeError, AttributeError):
        return SidebarState()


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

    async def write(self, state: SidebarState) -> None:
        """Note how it is."""
        await (await self._page.services()).view.set_flag(FLAG, state.to_text())
