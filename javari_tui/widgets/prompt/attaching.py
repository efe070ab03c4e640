"""The prompt as far as things are attached to what is written: files, and pastes folded to a mark."""

from __future__ import annotations

from textual import on

from javari_tui.domain.drafts import Attachment
from javari_tui.domain.errors import AttachmentRefused
from javari_tui.domain.untrusted_text import clean
from javari_tui.widgets.prompt.attached import Attached
from javari_tui.widgets.prompt.chips import ChipRow
from javari_tui.widgets.prompt.completion import CompletionMenu
from javari_tui.widgets.prompt.frame import PromptFrame
from javari_tui.widgets.prompt.pending import Sheet
from javari_tui.widgets.prompt.text_area import PromptArea


class AttachingPrompt(PromptFrame):
    """Text with chips above it."""

    fold_lines = 12
    """A paste of more lines is folded."""
    fold_characters = 1500
    """A paste of more characters is folded."""

    def __init__(self, area: PromptArea, menu: CompletionMenu, *, id: str | None, classes: str | None) -> None:
        super().__init__(area, menu, id=id, classes=classes)
        self._attached = Attached()
        self._sheet = Sheet()

    def insert(self, text: str) -> None:
        """Write at the cursor."""
        self._area.replace(clean(text), *self._area.selection, maintain_selection_offset=False)

    def paste(self, pasted: str) -> None:
        """Put a paste at the cursor, folded to a chip where it is large."""
        text = clean(pasted)
        is_large = text.count("\n") >= self.fold_lines or len(text) > self.fold_characters
        if is_large and not text.isspace():
            try:
                text = self._attached.fold(text, self._area.text, self._sheet.names())
            except AttachmentRefused as error:
                self.refuse(error)
                return
        self.insert(text)
        self._show_attached()

    def attach(self, attachment: Attachment) -> None:
        """Add a chip."""
        self._attached.add(attachment, self._area.text)
        self.say("")
        self._changed()

    def change_attachment(self, attachment: Attachment, text: str) -> None:
        """Give an attachment another text; an empty one takes it away."""
        if not text.strip():
            self._remove(attachment)
            return
        try:
            self._attached.change(attachment, clean(text))
        except AttachmentRefused as error:
            self.refuse(error)
        self._changed()

    def unfold_attachment(self, attachment: Attachment, text: str) -> None:
        """Put the text of a folded paste into the prompt: in place of its mark, else at the cursor."""
        if mark := self._attached.remove(attachment):
            self._area.replace_mark(mark, clean(text))
        else:
            self.insert(text)
        self._changed()

    def _remove(self, attachment: Attachment) -> None:
        mark = self._attached.remove(attachment)
        if mark:
            self._area.replace_mark(mark, "")
        self._changed()

    def _changed(self) -> None:
        """What is written or attached is another one now."""
        self._show_attached()

    def _show_attached(self) -> None:
        if self._attached or self._chips.attachments:
            self._chips.attachments = self._attached.within(self._area.text)
            self._area.set_marks(self._attached.marks())
            if not self._chips.attachments and self._chips.has_focus:
                self._area.focus()

    @on(ChipRow.Removed)
    def _chip_removed(self, message: ChipRow.Removed) -> None:
        message.stop()
        self._remove(message.attachment)
