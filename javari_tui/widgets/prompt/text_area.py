"""The text of the prompt: sending, new lines, the list's keys, the walk through earlier prompts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from math import inf
from time import monotonic
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.document._document import EditResult
from textual.document._edit import Edit
from textual.message import Message

from javari_tui.commands.base import Command
from javari_tui.commands.prompt import GO_TO_CHIPS, NEWLINE, SEND
from javari_tui.terminal.keys import ask_for_modified_keys, teach_newline_keys
from javari_tui.widgets.prompt.completion import CompletionMenu
from javari_tui.widgets.prompt.earlier import Earlier
from javari_tui.widgets.prompt.modest_text import ModestText

if TYPE_CHECKING:
    from javari_tui.widgets.prompt.queries import Choice

_HELD = 0.4
"""Seconds between two presses of a key that may be one: a held key comes more often."""


def _binding(command: Command, action: str) -> Binding:
    """A command's keys, carried out in the text itself: no key typed after them may overtake."""
    return Binding(command.keys, action, command.label, show=bool(command.label), id=command.id)


class PromptArea(ModestText):
    """The text being written. Enter sends; the keys of a shell's line work.

    | Key | |
    | :- | :- |
    | enter | send, or take what the list offers |
    | ctrl+j, alt+enter, shift+enter | new line |
    | up, down | in an empty prompt: earlier prompts |
    | tab | take what the list offers |
    | escape | close the list |
    | alt+up, backspace before the first letter | go to what is attached |
    | ctrl+a, ctrl+e, ctrl+w, ctrl+u, ctrl+k, alt+d | as in a shell |
    | ctrl+z, ctrl+y | undo, redo |
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        _binding(SEND, "send"),
        _binding(NEWLINE, "newline"),
        Binding("tab", "complete", show=False),
        Binding("escape", "close_list", show=False),
        _binding(GO_TO_CHIPS, "go_to_chips"),
    ]

    DEFAULT_CSS = """
    PromptArea {
        height: auto;
        min-height: 1;
        width: 1fr;
        border: none;
        padding: 0;
        background: transparent;
        scrollbar-size-vertical: 1;
        &:focus { border: none; }
        .text-area--placeholder { color: $text-muted; }
    }
    """

    def __init__(
        self,
        *,
        menu: CompletionMenu,
        send: Callable[[], None],
        paste: Callable[[str], None],
        go_to_chips: Callable[[], bool],
    ) -> None:
        # All are called, not posted: keys typed right after must find the text as it is then.
        super().__init__(highlight_cursor_line=False)
        self._menu = menu
        self._send = send
        self._paste = paste
        self._go_to_chips = go_to_chips
        self._earlier = Earlier()
        self._deleted_at = -inf
        self.written_at = -inf
        """When something was written or deleted last in what is not sent yet, by the clock that never goes back."""
        self.match_cursor_bracket = False
        # A steady cursor: a blinking one writes to the line twice a second for ever.
        self.cursor_blink = False

    def on_mount(self) -> None:
        """Learn the keys for a new line."""
        teach_newline_keys()
        ask_for_modified_keys(self.app, on=True)
        self.app.app_suspend_signal.subscribe(self, partial(ask_for_modified_keys, on=False))
        self.app.app_resume_signal.subscribe(self, partial(ask_for_modified_keys, on=True))

    def on_unmount(self) -> None:
        """Leave the terminal as it was."""
        ask_for_modified_keys(self.app, on=False)

    def set_earlier(self, entries: Sequence[str]) -> None:
        """What Up and Down walk through, newest first."""
        self._earlier.set_entries(entries)

    def remember(self, text: str) -> None:
        """Add a text to what Up and Down walk through."""
        self._earlier.remember(text)

    def edit(self, edit: Edit) -> EditResult:
        """Change the text; the list follows at once, so that Enter finds it as it must be."""
        result = super().edit(edit)
        self.written_at = monotonic()
        self.look()
        return result

    def look(self) -> None:
        """Let the list follow the word before the cursor."""
        row, column = self.cursor_location
        self._menu.look(self.document[row][:column], row)

    def take(self, choice: Choice) -> None:
        """Complete the word before the cursor."""
        query = self._menu.wanted
        if query is None:
            return
        row, column = self.cursor_location
        self.history.checkpoint()
        self.replace(choice.replacement, (row, query.start), (row, column), maintain_selection_offset=False)
        self._menu.close()
        if choice.path is not None:
            self.post_message(self.FileChosen(choice))

    class FileChosen(Message):
        """A file was taken from the list."""

        def __init__(self, choice: Choice) -> None:
            super().__init__()
            self.choice = choice

    async def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        self._paste(event.text)

    def action_paste(self) -> None:
        """Paste what was copied in Javari, folded where it is large."""
        self._paste(self.app.clipboard)

    def action_send(self) -> None:
        """Take what the list offers; else send."""
        choice = self._menu.chosen
        if choice is not None:
            self.take(choice)
            if not choice.runs:
                return
        self._send()
        self.written_at = -inf

    def action_newline(self) -> None:
        """Start a new line."""
        self.replace("\n", *self.selection, maintain_selection_offset=False)

    def action_complete(self) -> None:
        """Take what the list offers; with none open the key is somebody else's."""
        choice = self._menu.chosen
        if choice is None:
            raise SkipAction
        self.take(choice)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The list's Esc works while there is a list; without one the footer tells what Esc does elsewhere."""
        if action == "close_list":
            return self._menu.is_open
        return super().check_action(action, parameters)

    def action_close_list(self) -> None:
        """Close the list; with none open the key is somebody else's."""
        if not self._menu.is_open:
            raise SkipAction
        self._menu.close()

    def action_delete_left(self) -> None:
        """Delete to the left; before the first letter go to what is attached, where the same key removes.

        Not while the key is held down to empty the text.
        """
        before, self._deleted_at = self._deleted_at, monotonic()
        is_held = self._deleted_at - before < _HELD
        if not is_held and self.selection.is_empty and self.cursor_location == (0, 0) and self._go_to_chips():
            return
        super().action_delete_left()

    def action_go_to_chips(self) -> None:
        """Go to what is attached; with nothing there the key is somebody else's."""
        if not self._go_to_chips():
            raise SkipAction

    def action_cursor_up(self, select: bool = False) -> None:
        """Up in the list, in the earlier prompts, or in the text."""
        if not self._step(-1, select):
            super().action_cursor_up(select)

    def action_cursor_down(self, select: bool = False) -> None:
        """Down in the list, in the earlier prompts, or in the text."""
        if not self._step(1, select):
            super().action_cursor_down(select)

    def _step(self, step: int, select: bool) -> bool:
        """Move where up and down mean something else than lines; whether they did."""
        if select:
            return False
        if self._menu.chosen is not None:
            self._menu.move(step)
            return True
        walking = self._earlier.is_walking(self.text) and self.cursor_at_end_of_text
        if not walking and self.text.strip():
            return False
        entry = self._earlier.older(self.text) if step < 0 else self._earlier.newer(self.text)
        if entry is None:
            return walking
        self.replace_all(entry)
        self._menu.close()
        return True
