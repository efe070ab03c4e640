"""Settings that are written: one line, or a text of many."""

from __future__ import annotations

from textual import on
from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Input, Static, TextArea

from javari_tui.domain.words import fold
from javari_tui.i18n import _
from javari_tui.widgets.line_input import LineInput

_PAUSE = 0.6
"""Seconds without a key after which a text is saved."""


class LongField(TextArea):
    """A text of many lines; up from its first line and down from its last lead out of it."""

    def action_cursor_up(self, select: bool = False) -> None:
        """One line up, or out."""
        if self.cursor_at_first_line and not select:
            raise SkipAction
        super().action_cursor_up(select)

    def action_cursor_down(self, select: bool = False) -> None:
        """One line down, or out."""
        if self.cursor_at_last_line and not select:
            raise SkipAction
        super().action_cursor_down(select)


class WrittenRow(Vertical):
    """A title, a sentence, and a field below. Saved while it is written and when it is left."""

    DEFAULT_CSS = """
    WrittenRow {
        height: auto;
        padding: 0 1;
        margin: 0 0 1 0;
        border-left: blank $background;
        &:focus-within { border-left: outer $border; }
        .setting--title { text-style: bold; height: auto; }
        .setting--sentence { color: $text-muted; text-style: $j-muted-style; height: auto; }
        Input, TextArea {
            border: none; height: 1; padding: 0 1; background: $panel; background-tint: $foreground 0%;
            &:focus { border: none; background-tint: $foreground 0%; }
            &:ansi { border-left: outer $border-blurred; }
        }
        TextArea { height: 7; scrollbar-size-vertical: 1; }
    }
    """

    class Changed(Message):
        """The text was changed."""

        def __init__(self, row: WrittenRow, value: str) -> None:
            super().__init__()
            self.row, self.value = row, value

        @property
        def control(self) -> WrittenRow:
            """The row."""
            return self.row

    def __init__(
        self, key: str, title: str, sentence: str = "", *, placeholder: str = "", is_long: bool = False
    ) -> None:
        """`title`, `sentence` and `placeholder` are marked."""
        super().__init__()
        self.key, self.title, self.sentence = key, title, sentence
        self._placeholder, self._is_long = placeholder, is_long
        self._saved = ""
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        """Title, sentence, field."""
        yield Static(classes="setting--title", markup=False)
        yield Static(classes="setting--sentence", markup=False)
        if self._is_long:
            yield LongField(show_line_numbers=False, soft_wrap=True, tab_behavior="focus", highlight_cursor_line=False)
        else:
            yield LineInput(select_on_focus=False)

    def on_mount(self) -> None:
        """Write the texts."""
        self.translate()

    def translate(self) -> None:
        """Every text in the language in force."""
        title, sentence = self.query(Static)
        title.update(Content(_(self.title)))
        sentence.update(Content(_(self.sentence)))
        self.field.placeholder = _(self._placeholder)

    def found_by(self) -> str:
        """Everything a search may hit, folded."""
        return fold(" ".join((_(self.title), _(self.sentence), self.key)))

    @property
    def field(self) -> Input | TextArea:
        """Where it is written."""
        return self.query_one(TextArea) if self._is_long else self.query_one(Input)

    @property
    def value(self) -> str:
        """What stands in the field."""
        field = self.field
        return field.text if isinstance(field, TextArea) else field.value

    @value.setter
    def value(self, text: str) -> None:
        """Fill the field, unless the user is writing there."""
        self._saved = text
        field = self.field
        if self.value == text or field.has_focus:
            return
        if isinstance(field, TextArea):
            field.load_text(text)
        else:
            field.value = text

    @property
    def is_unsaved(self) -> bool:
        """Whether something was written that nobody was told of."""
        return self.value != self._saved

    @on(Input.Changed)
    @on(TextArea.Changed)
    def _changed(self) -> None:
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(_PAUSE, self.save)

    @on(Input.Submitted)
    def save(self) -> None:
        """Say what stands in the field, if it is new."""
        if self.is_unsaved:
            self._saved = self.value
            self.post_message(WrittenRow.Changed(self, self._saved))

    def on_descendant_blur(self) -> None:
        """Leaving the field saves it."""
        self.save()
