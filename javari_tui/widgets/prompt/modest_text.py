"""Text with the keys of a shell's line, which leaves to the screen every key it has no use for."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.widgets import TextArea

from javari_tui.terminal.keys import proper_name
from javari_tui.widgets.prompt.marked_text import MarkedText

_BOUND_ANEW = {"f6", "f7", "ctrl+w,ctrl+backspace,alt+backspace", "delete,ctrl+d", "ctrl+z,super+z"}
"""Textual's bindings for keys that Javari's commands have too."""


class ModestText(MarkedText, inherit_bindings=False):
    """A text area that uses a key only when it changes something here."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(binding for binding in TextArea.BINDINGS if isinstance(binding, Binding) and binding.key not in _BOUND_ANEW),
        Binding("ctrl+w,ctrl+backspace", "delete_word_left", show=False),
        Binding("alt+backspace", "use('delete_word_left')", show=False),
        Binding("delete", "delete_right", show=False),
        Binding("ctrl+d", "use('delete_right')", show=False),
        Binding("alt+d", "delete_word_right", show=False),
        Binding("alt+left", "cursor_word_left", show=False),
        Binding("alt+right", "cursor_word_right", show=False),
        Binding("ctrl+home", "cursor_text_start", show=False),
        Binding("ctrl+end", "cursor_text_end", show=False),
        Binding("ctrl+z,super+z,ctrl+underscore", "undo", show=False),
    ]

    async def _on_key(self, event: events.Key) -> None:
        if event.is_printable and "+" not in event.key:
            return  # TextArea inserts it
        event.prevent_default()
        # Bindings are asked here and not after the key bubbled up to the app: by then TextArea would have
        # inserted the letters typed right after, so `a⏎b` would send `ab`.
        bindings = self._bindings.copy()
        if keymap := self.app._keymap:
            bindings.apply_keymap(keymap)
        for binding in bindings.key_to_bindings.get(proper_name(event.key), ()):
            if await self.app.run_action(binding.action, self):
                event.stop()
                return
        # Likewise what the screen does: letters typed right after Ctrl+N are meant for the new chat.
        if await self.app._check_bindings(event.key):
            event.stop()

    async def action_use(self, action: str) -> None:
        """Carry out an action of the text, unless there is no text."""
        if not self.text:
            raise SkipAction
        await self.run_action(action)

    def action_undo(self) -> None:
        """Undo; with nothing to undo the key is somebody else's."""
        if not self.history.undo_stack:
            raise SkipAction
        self.undo()

    def action_cut(self) -> None:
        """Cut what is selected."""
        if self.selection.is_empty:
            raise SkipAction
        super().action_cut()

    def action_cursor_page_up(self) -> None:
        """A page up in a text that is longer than its place."""
        if self._fits:
            raise SkipAction
        super().action_cursor_page_up()

    def action_cursor_page_down(self) -> None:
        """A page down in a text that is longer than its place."""
        if self._fits:
            raise SkipAction
        super().action_cursor_page_down()

    def action_cursor_text_start(self) -> None:
        """To the start of a text of several lines."""
        if self.cursor_at_start_of_text or self.wrapped_document.height < 2:
            raise SkipAction
        self.move_cursor(self.document.start)

    def action_cursor_text_end(self) -> None:
        """To the end of a text of several lines."""
        if self.cursor_at_end_of_text or self.wrapped_document.height < 2:
            raise SkipAction
        self.move_cursor(self.document.end)

    @property
    def _fits(self) -> bool:
        return self.wrapped_document.height <= self.content_size.height
