"""Keys typed before what they are meant for is on screen: kept in their order, and given to it then."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.driver import Driver
from textual.events import Event, Key, Paste
from textual.screen import Screen

if TYPE_CHECKING:
    from textual.dom import DOMNode

_LONGEST = 2.0
"""Seconds that keys are kept at most: what takes longer to open does so without them."""
_START = object()
"""The reason to keep keys until the first picture is there: Textual drops keys while nothing has the focus."""
_LEADING_ON = frozenset(("enter", "escape"))
"""Keys of widgets that often close or open something."""


class ListeningApp(App[None], inherit_bindings=False):
    """Keeps keys and pastes while there is a reason to; without one they go on at once.

    A key that may open something is a reason until it came through every widget that it may be meant for, a
    command until it is done, a screen until it has its focus. So what is typed right behind a key goes where that
    key leads, also where a slow line brings them all together.
    """

    def __init__(self, driver_class: type[Driver] | None = None) -> None:
        super().__init__(driver_class=driver_class)
        self._kept: deque[Event] = deque()
        self._reasons: set[object] = {_START}
        self._limit: asyncio.TimerHandle | None = None

    async def on_event(self, event: Event) -> None:
        """Keys go on in the order they came; Ctrl+C never waits for what opens."""
        if not isinstance(event, Key | Paste) or event.is_forwarded or self._is_urgent(event):
            await super().on_event(event)
        elif self._reasons or self._kept:
            self._kept.append(event)
        else:
            await self._take(event)

    def _is_urgent(self, event: Key | Paste) -> bool:
        return isinstance(event, Key) and event.key == "ctrl+c" and _START not in self._reasons

    def give_early_input(self) -> None:
        """Something has the focus now."""
        # Later, because that is in the app's own turn: keys that come meanwhile stay behind the early ones.
        self.call_later(self.let_keys_go, _START)

    def hold_keys(self, reason: object) -> None:
        """Keep what is typed from now on."""
        if self._limit is None:
            self._limit = asyncio.get_running_loop().call_later(_LONGEST, self.call_later, self._let_all_go)
        self._reasons.add(reason)

    async def let_keys_go(self, reason: object) -> None:
        """This is no reason any more; only as a callback of the app, after all that the reason brought about."""
        if reason in self._reasons:
            self._reasons.discard(reason)
            await self._give()

    async def _let_all_go(self) -> None:
        self._reasons &= {_START}
        await self._give()

    async def _give(self) -> None:
        """Give what was kept, until one of those keys is a new reason."""
        if not self._reasons and self._limit is not None:
            self._limit.cancel()
            self._limit = None
        while self._kept and not self._reasons:
            await self._take(self._kept.popleft())

    async def _take(self, event: Event) -> None:
        if not (isinstance(event, Key) and self._may_lead_on(event)):
            await super().on_event(event)
            return
        self.hold_keys(event)
        target: DOMNode = self.focused or self.screen
        await super().on_event(event)
        self._follow(target if event.is_forwarded else self, event)

    def _may_lead_on(self, event: Key) -> bool:
        """Whether it may be a command's key where it goes; letters of a text never are, and cost nothing."""
        focused = self.focused
        if focused is not None and focused.check_consume_key(event.key, event.character):
            return False
        return event.key in _LEADING_ON or any(
            binding.action.startswith("screen.run_command")
            for _node, bindings in self.screen._modal_binding_chain
            for binding in bindings.key_to_bindings.get(event.key, ())
        )

    def _follow(self, node: DOMNode, event: Key) -> None:
        """Go behind a key from widget to widget, as it bubbles; at the app it has done what it does."""
        parent = node._parent
        if node is self or parent is None or not node.call_later(self._follow, parent, event):
            self.call_later(self.let_keys_go, event)

    def push_screen(self, screen: Screen[Any] | str, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - overloaded
        """Show another screen; while keys are kept, they are kept for it."""
        pushed = super().push_screen(screen, *args, **kwargs)
        if self._reasons and isinstance(screen, Screen):
            self.hold_keys(screen)
            # First the screen's turn, when all is mounted; then the app's, where focus is given.
            screen.call_later(self.call_later, self._let_all_go)
        return pushed
