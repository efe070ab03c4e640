"""What is typed before anything on screen can take it: Textual drops keys while nothing has the focus."""

from __future__ import annotations

from textual.app import App
from textual.driver import Driver
from textual.events import Event, Key, Paste


class ListeningApp(App[None], inherit_bindings=False):
    """Keeps keys and pastes in their order until `give_early_input`; from then on it keeps nothing."""

    def __init__(self, driver_class: type[Driver] | None = None) -> None:
        super().__init__(driver_class=driver_class)
        self._early: list[Event] | None = []

    async def on_event(self, event: Event) -> None:
        """Keys typed before the prompt is there are kept for it."""
        if self._early is None or not isinstance(event, Key | Paste) or event.is_forwarded:
            await super().on_event(event)
        else:
            self._early.append(event)

    def give_early_input(self) -> None:
        """Something has the focus now."""
        # Later, because that is in the app's own turn: keys that come meanwhile stay behind the early ones.
        self.call_later(self._give_early_input)

    async def _give_early_input(self) -> None:
        kept, self._early = self._early or [], None
        for event in kept:
            await super().on_event(event)
