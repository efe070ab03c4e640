"""What stands around the text of the prompt: the list, the chips, the reason why something was refused."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static, TextArea

from javari_tui.domain.drafts import Attachment
from javari_tui.domain.errors import JavariError
from javari_tui.i18n import _
from javari_tui.terminal.glyphs import glyph, glyphs_in_force
from javari_tui.widgets.prompt.chips import ChipRow
from javari_tui.widgets.prompt.completion import MOST_ROWS, CompletionMenu
from javari_tui.widgets.prompt.slash_words import SlashWord
from javari_tui.widgets.prompt.text_area import PromptArea

_ROOMY = 30
"""Rows of a terminal where the prompt is taller from the start."""


class PromptFrame(Widget):
    """The parts of the prompt and how they share its place."""

    DEFAULT_CSS = """
    PromptFrame {
        height: auto;
        width: 1fr;
        padding: 0 1;
        background: $surface;
        border-left: outer $border-blurred;
        &:focus-within { border-left: outer $primary; }
        &.-ascii { border-left: ascii $border-blurred; }
        &.-ascii:focus-within { border-left: ascii $primary; }
        &.-roomy PromptArea { min-height: 3; }
        .prompt--error { display: none; height: auto; max-height: 2; color: $text-error; }
        .prompt--error.-shown { display: block; }
    }
    """

    class FilesWanted(Message, namespace="prompt"):
        """Files are looked for; answered with `offer_files`."""

        def __init__(self, query: str) -> None:
            super().__init__()
            self.query = query

    class AttachWanted(Message, namespace="prompt"):
        """A file was chosen; answered with `attach` or `refuse`."""

        def __init__(self, path: Path) -> None:
            super().__init__()
            self.path = path

    class AttachmentOpened(Message, namespace="prompt"):
        """What is attached is to be shown; a change is told with `change_attachment`."""

        def __init__(self, attachment: Attachment) -> None:
            super().__init__()
            self.attachment = attachment

    def __init__(self, area: PromptArea, menu: CompletionMenu, *, id: str | None, classes: str | None) -> None:
        super().__init__(id=id, classes=classes)
        self._area = area
        self._menu = menu
        self._chips = ChipRow()
        self._error = Static(classes="prompt--error", markup=False)

    def compose(self) -> ComposeResult:
        """List, chips, text, reason."""
        yield self._menu
        yield self._chips
        yield self._area
        yield self._error

    def on_mount(self) -> None:
        """Follow the terminal's height."""
        self.translate()
        self.screen.screen_layout_refresh_signal.subscribe(self, self._fit)

    @property
    def slash_commands(self) -> Sequence[SlashWord]:
        """Words after `/` that are understood, in the order they are listed."""
        return self._menu.words

    @slash_commands.setter
    def slash_commands(self, words: Sequence[SlashWord]) -> None:
        self._menu.words = tuple(words)

    def set_history(self, entries: Sequence[str]) -> None:
        """What Up and Down walk through in an empty prompt, newest first."""
        self._area.set_earlier(entries)

    def offer_files(self, query: str, paths: Sequence[Path]) -> None:
        """The answer to `FilesWanted(query)`; one that comes too late is dropped."""
        self._menu.offer(query, paths)

    def focus_text(self) -> None:
        """Give the keys to the text."""
        self._area.focus()

    def focus_chips(self) -> bool:
        """Give the keys to what is attached; False where nothing is."""
        if self._chips.display:
            self._chips.focus()
        return self._chips.display

    def translate(self) -> None:
        """Texts and signs in the language and glyphs in force now."""
        self.set_class(glyphs_in_force() == "ascii", "-ascii")
        hint = _("Ask anything… / for commands, @ for files")
        self._area.placeholder = Content(hint.replace("…", glyph("ellipsis")))
        self._chips.refresh()
        self._menu.refresh()

    def refuse(self, error: JavariError) -> None:
        """Say under the text why something was not attached; the text stays."""
        self.say(str(error))

    def say(self, reason: str) -> None:
        """A line under the text; empty takes it away."""
        self._error.update(Content(reason))
        self._error.set_class(bool(reason), "-shown")

    def _fit(self, _screen: Screen[object]) -> None:
        """At most two fifths of the height, a third where there is little."""
        if not self.is_attached:
            return
        rows = self.app.size.height
        is_roomy = rows >= _ROOMY
        most = rows * 2 // 5 if is_roomy else rows // 3
        others = sum(part.outer_size.height for part in (self._chips, self._error) if part.display)
        limit = max(1, most - others)
        self.set_class(is_roomy, "-roomy")
        current = self._area.styles.max_height
        if current is None or current.value != limit:
            self._area.styles.max_height = limit
        self._menu.most_rows = max(1, min(MOST_ROWS, self.region.y))

    @on(TextArea.SelectionChanged)
    def _cursor_moved(self, message: TextArea.SelectionChanged) -> None:
        message.stop()
        if self._menu.is_open:
            self._area.look()

    @on(CompletionMenu.FilesWanted)
    def _files_wanted(self, message: CompletionMenu.FilesWanted) -> None:
        message.stop()
        self.post_message(self.FilesWanted(message.query))

    @on(CompletionMenu.Clicked)
    def _choice_clicked(self, message: CompletionMenu.Clicked) -> None:
        message.stop()
        self._area.action_complete()
        self._area.focus()

    @on(PromptArea.FileChosen)
    def _file_chosen(self, message: PromptArea.FileChosen) -> None:
        message.stop()
        if message.choice.path is not None:
            self.post_message(self.AttachWanted(message.choice.path))

    @on(ChipRow.Opened)
    def _chip_opened(self, message: ChipRow.Opened) -> None:
        message.stop()
        self.post_message(self.AttachmentOpened(message.attachment))

    @on(ChipRow.Left)
    def _chips_left(self, message: ChipRow.Left) -> None:
        message.stop()
        self._area.focus()
