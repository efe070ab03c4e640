"""The last line: the keys that work now, drawn as one widget and translated as it is drawn."""

from __future__ import annotations

from collections.abc import Callable

from rich.cells import cell_len
from textual.binding import Binding
from textual.content import Content
from textual.events import Click
from textual.reactive import reactive
from textual.screen import Screen
from textual.widget import Widget

from javari_tui.commands.chat import CONTINUE_ANSWER, REGENERATE, STOP_ANSWER
from javari_tui.commands.prompt import LEAVE_EDITING
from javari_tui.i18n import _

_FIRST = (STOP_ANSWER.id, CONTINUE_ANSWER.id, REGENERATE.id, LEAVE_EDITING.id)


class KeyFooter(Widget):
    """Keys and what they do, as many as fit. The focused widget's come first."""

    DEFAULT_CSS = """
    KeyFooter {
        height: 1;
        width: 1fr;
        background: $surface;
        color: $text-muted;
    }
    """

    entries: reactive[tuple[Binding, ...]] = reactive(())
    """What is shown now. The names of keys are words too: both are put into the language as they are drawn."""

    def __init__(self, offers: Callable[[str], bool] | None = None) -> None:
        super().__init__()
        self._offers = offers
        """Whether a command is named here now, by its id; without it all are that work and have a label."""

    def on_mount(self) -> None:
        """Follow the screen's keys."""
        self.screen.bindings_updated_signal.subscribe(self, self._bindings_changed)
        self.call_after_refresh(self._read_bindings)

    def _bindings_changed(self, _screen: Screen[object]) -> None:
        # Focus moves and streamed answers ask for this often; once after the next refresh is enough.
        self.call_after_refresh(self._read_bindings)

    def _read_bindings(self) -> None:
        if not self.is_attached or self.screen is not self.app.screen:
            return
        found: dict[str, Binding] = {}
        for active in self.screen.active_bindings.values():
            binding = active.binding
            shown = binding.show and active.enabled and self._is_offered(binding.id)
            if shown and binding.action not in found:
                found[binding.action] = binding
        # What concerns the running or broken answer comes first, then the focused widget's keys.
        first = [action for action in found if any(f"'{command_id}'" in action for command_id in _FIRST)]
        self.entries = tuple(found[action] for action in (*first, *(action for action in found if action not in first)))

    def shown(self) -> list[tuple[str, str, str]]:
        """Each key with what it does, in the language in force, and its action."""
        return [(self.app.get_key_display(key), _(key.description), key.action) for key in self.entries]

    def _is_offered(self, command_id: str | None) -> bool:
        return self._offers is None or command_id is None or self._offers(command_id)

    def render(self) -> Content:
        """Entries from the left until the line is full."""
        parts: list[tuple[str, str]] = []
        room = self.size.width
        for key, text, _action in self.shown():
            need = cell_len(key) + cell_len(text) + 3
            if need > room:
                break
            room -= need
            parts += [(key, "$text-accent"), (f" {text}  ", "$text-muted")]
        return Content.assemble(*parts)

    async def on_click(self, event: Click) -> None:
        """A click on an entry does what its key does."""
        start = self.gutter.left
        for key, text, action in self.shown():
            end = start + cell_len(key) + cell_len(text) + 3
            if start <= event.x < end:
                event.stop()
                await self.screen.run_action(action)
                return
            start = end
