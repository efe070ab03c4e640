"""What is folded to a chip, opened: a paste can be changed, a file only read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static, TextArea

from javari_tui.domain.chat import Attachment, AttachmentKind
from javari_tui.domain.tokens import estimate_tokens
from javari_tui.domain.untrusted_text import clean
from javari_tui.i18n import N_, _, ngettext
from javari_tui.screens.base import JavariDialog
from javari_tui.terminal.glyphs import glyph


@dataclass(frozen=True, slots=True)
class EditedPaste:
    """What became of an opened paste."""

    text: str
    unfold: bool = False
    """Whether it is to stand in the prompt itself, and the chip to go."""


class PasteEditor(JavariDialog[EditedPaste]):
    """Esc closes and keeps what was changed (undo takes changes back); gives back nothing when nothing was."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", N_("Keep and close")),
        Binding("ctrl+o", "unfold", N_("Put into the prompt")),
    ]

    DEFAULT_CSS = """
    PasteEditor {
        & > .dialog { width: 94%; max-width: 120; height: 85%; padding: 1 1 0 1; }
        .dialog--title { padding: 0 1; }
        .dialog--hint { padding: 0 1; margin: 0 0 1 0; }
        TextArea {
            border: none; height: 1fr; margin: 1 0; padding: 0 1; background: $panel; scrollbar-size-vertical: 1;
            &:focus { border: none; }
        }
    }
    """

    def __init__(self, attachment: Attachment) -> None:
        super().__init__()
        self._attachment = attachment
        self._before = clean(attachment.text)
        self._is_paste = attachment.kind is AttachmentKind.PASTE

    def compose(self) -> ComposeResult:
        """Title with the size, text, hint."""
        hint = _("Esc keeps your changes and closes. Ctrl+O puts the text into the prompt.")
        with Vertical(classes="dialog"):
            yield Static(classes="dialog--title", markup=False)
            yield TextArea(self._before, read_only=not self._is_paste, compact=True, highlight_cursor_line=False)
            yield Static(Content(hint if self._is_paste else _("Esc closes")), classes="dialog--hint", markup=False)

    def on_mount(self) -> None:
        """Write at once."""
        area = self.query_one(TextArea)
        area.cursor_blink = False
        area.match_cursor_bracket = False
        area.focus()
        self._show_size()

    @on(TextArea.Changed)
    def _show_size(self) -> None:
        text = self.query_one(TextArea).text
        count = text.count("\n") + 1
        lines = ngettext("{count} line", "{count} lines", count).format(count=count)
        tokens = ngettext("~{count} token", "~{count} tokens", estimate_tokens(text)).format(
            count=estimate_tokens(text)
        )
        dot = glyph("middot")
        name = clean(self._attachment.name).replace("\n", " ")
        self.query_one(".dialog--title", Static).update(Content(f"{name} {dot} {lines} {dot} {tokens}"))

    def action_close(self) -> None:
        """Close; what was changed is given back."""
        text = self.query_one(TextArea).text
        self.dismiss(EditedPaste(text) if self._is_paste and text != self._before else None)

    def action_unfold(self) -> None:
        """Close; the text goes into the prompt."""
        if self._is_paste:
            self.dismiss(EditedPaste(self.query_one(TextArea).text, unfold=True))
