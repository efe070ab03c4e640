"""The prompt: what is written and attached, what is sent, and that none of it gets lost."""

from __future__ import annotations

from textual import on
from textual.message import Message
from textual.timer import Timer
from textual.widgets import TextArea

from javari_tui.domain.drafts import Attachment, Draft
from javari_tui.domain.errors import AttachmentRefused
from javari_tui.domain.untrusted_text import clean
from javari_tui.i18n import _
from javari_tui.widgets.prompt.attached import Attached, mark_of
from javari_tui.widgets.prompt.chips import ChipRow
from javari_tui.widgets.prompt.completion import CompletionMenu
from javari_tui.widgets.prompt.frame import PromptFrame
from javari_tui.widgets.prompt.pending import Pending, joined
from javari_tui.widgets.prompt.slash_words import slash_call
from javari_tui.widgets.prompt.text_area import PromptArea

DRAFT_PAUSE = 0.3
"""Seconds after a change until the draft is told; more changes meanwhile are told together."""


class Prompt(PromptFrame):
    """Where messages are written.

    Enter takes the text out at once and posts `Submitted`; the screen answers with `clear()` when the
    message is safe, or with `load(draft)` to give the same draft back. Letters typed meanwhile are kept
    either way, and until then the sent draft is the one that was told last.
    """

    fold_lines = 12
    """A paste of more lines is folded."""
    fold_characters = 1500
    """A paste of more characters is folded."""

    class Submitted(Message):
        """A message is to be sent; `draft` is what to `load` back if it cannot be."""

        def __init__(self, draft: Draft) -> None:
            super().__init__()
            self.draft = draft
            self.text = draft.text.strip("\n").rstrip()
            self.attachments = draft.attachments

    class DraftChanged(Message):
        """What is to be kept on disk is this."""

        def __init__(self, draft: Draft) -> None:
            super().__init__()
            self.draft = draft

    class SlashEntered(Message):
        """A slash word was entered."""

        def __init__(self, word: str, argument: str) -> None:
            super().__init__()
            self.word = word
            self.argument = argument

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        menu = CompletionMenu()
        area = PromptArea(menu=menu, send=self._send, paste=self.paste)
        super().__init__(area, menu, id=id, classes=classes)
        self._attached = Attached()
        self._pending = Pending()
        self._told = Draft()
        self._telling: Timer | None = None
        self._doubted = ""

    @property
    def draft(self) -> Draft:
        """What is written and attached now."""
        text = self._area.text
        return Draft(text=text, attachments=self._attached.within(text), cursor=self._area.cursor_location)

    @property
    def unsaved(self) -> Draft:
        """All that would be lost now: what was sent and is not safe yet, and what is written since."""
        return self._pending.with_them(self.draft)

    def load(self, draft: Draft) -> None:
        """Show a draft in place of what is there; one that was sent comes back before what was typed since."""
        if came_back := self._pending.take_back(draft):
            draft = joined(draft, self.draft)
        text = clean(draft.text)
        self._attached.load(draft.attachments, text)
        self._area.load_text(text)
        self._area.move_cursor(self._area.clamp_visitable(draft.cursor))
        self._menu.close(for_good=False)
        self.say("")
        self._show_attached()
        if came_back:
            self._tell_draft()
        else:
            self._told = self.draft

    def clear(self) -> None:
        """The sent message is safe; with none sent, empty the prompt."""
        if self._pending:
            self._pending.accept()
        else:
            self._empty()
        self._tell_draft()

    def insert(self, text: str) -> None:
        """Write at the cursor."""
        self._area.replace(clean(text), *self._area.selection, maintain_selection_offset=False)

    def take_text(self, text: str) -> None:
        """Write this in place of all; what was there stays among the earlier prompts, and undo brings it back."""
        before = self._area.text
        self._area.remember(before)
        self._attached.forget_unmarked(before, text)
        self._area.replace_all(text)
        self._menu.close()

    def paste(self, pasted: str) -> None:
        """Put a paste at the cursor, folded to a chip where it is large."""
        text = clean(pasted)
        is_large = text.count("\n") >= self.fold_lines or len(text) > self.fold_characters
        if is_large and not text.isspace():
            try:
                text = self._attached.fold(text, self._area.text, self._pending.names())
            except AttachmentRefused as error:
                self.refuse(error)
                return
        self.insert(text)
        self._show_attached()

    def attach(self, attachment: Attachment) -> None:
        """Add a chip."""
        self._attached.add(attachment)
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

    def _send(self) -> None:
        draft = self.draft
        if draft.is_empty:
            return
        call = slash_call(draft.text) if self.slash_commands else None
        if call is not None and self._call(draft, *call):
            return
        self._tell_draft()
        self._pending.add(draft)
        self._area.remember(draft.text)
        self._empty()
        self.post_message(self.Submitted(draft))

    def _call(self, draft: Draft, word: str, argument: str) -> bool:
        """Ask for what a slash word stands for; False where the text is to be sent as it is."""
        if all(known.word != word for known in self.slash_commands):
            if self._doubted == draft.text:
                return False
            self._doubted = draft.text
            self.say(_("There is no command “/{word}”. Enter once more sends it as a message.").format(word=word))
            return True
        for item in draft.attachments:
            argument = argument.replace(mark_of(item), item.text)
        self._area.remember(draft.text)
        self._area.load_text("")
        self.say("")
        self._tell_draft()
        self.post_message(self.SlashEntered(word, argument))
        return True

    def _empty(self) -> None:
        self._doubted = ""
        self._attached.load((), "")
        self._area.load_text("")
        self._menu.close(for_good=False)
        self.say("")
        self._show_attached()

    def _changed(self) -> None:
        """Show what is attached now, and tell the draft in a while."""
        self._show_attached()
        if self._telling is None:
            self._telling = self.set_timer(DRAFT_PAUSE, self._tell_draft)

    def _show_attached(self) -> None:
        if self._attached or self._chips.attachments:
            self._chips.attachments = self._attached.within(self._area.text)
            self._area.set_marks(self._attached.marks())
            if not self._chips.attachments and self._chips.has_focus:
                self._area.focus()

    def _tell_draft(self) -> None:
        if self._telling is not None:
            self._telling.stop()
            self._telling = None
        # While a sent message is not safe yet, what was told last is that message: it must not be forgotten.
        if not self._pending and (draft := self.draft) != self._told:
            self._told = draft
            self.post_message(self.DraftChanged(draft))

    @on(TextArea.Changed)
    def _text_changed(self, message: TextArea.Changed) -> None:
        message.stop()
        self._changed()

    @on(ChipRow.Removed)
    def _chip_removed(self, message: ChipRow.Removed) -> None:
        message.stop()
        self._remove(message.attachment)
