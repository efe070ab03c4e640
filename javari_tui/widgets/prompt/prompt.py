"""The prompt: what is written and attached, what is sent, and that none of it gets lost."""

from __future__ import annotations

from textual import on
from textual.message import Message
from textual.timer import Timer
from textual.widgets import TextArea

from javari_tui.domain.drafts import Draft
from javari_tui.domain.untrusted_text import clean
from javari_tui.i18n import _
from javari_tui.widgets.prompt.attached import mark_of
from javari_tui.widgets.prompt.attaching import AttachingPrompt
from javari_tui.widgets.prompt.completion import CompletionMenu
from javari_tui.widgets.prompt.pending import Sheet, joined
from javari_tui.widgets.prompt.slash_words import is_secret, slash_call
from javari_tui.widgets.prompt.text_area import PromptArea

DRAFT_PAUSE = 0.3
"""Seconds after a change until the draft is told; more changes meanwhile are told together."""


class Prompt(AttachingPrompt):
    """Where messages are written.

    Enter takes the text out at once and posts `Submitted`; the screen answers with `clear()` when the
    message is safe, or with `load(draft)` to give the same draft back. Letters typed meanwhile are kept
    either way, and until then the sent draft is the one that was told last.

    Every chat writes on a sheet of its own: `turn_to` puts another one in place of this one at once.
    """

    class Submitted(Message):
        """A message is to be sent; `draft` is what to `load` back if it cannot be, `sheet` where it was written."""

        def __init__(self, draft: Draft, sheet: Sheet) -> None:
            super().__init__()
            self.draft = draft
            self.sheet = sheet
            self.text = draft.text.strip("\n").rstrip()
            self.attachments = draft.attachments

    class DraftChanged(Message):
        """What is to be kept on disk is this, for the chat whose sheet it is."""

        def __init__(self, draft: Draft, sheet: Sheet) -> None:
            super().__init__()
            self.draft = draft
            self.sheet = sheet

    class SlashEntered(Message):
        """A slash word was entered; what stands in the prompt when this is heard was typed after it."""

        def __init__(self, word: str, argument: str) -> None:
            super().__init__()
            self.word = word
            self.argument = argument

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        menu = CompletionMenu()
        area = PromptArea(menu=menu, send=self._send, paste=self.paste, go_to_chips=self.focus_chips)
        super().__init__(area, menu, id=id, classes=classes)
        self._told = Draft()
        self._telling: Timer | None = None
        self._doubted = ""

    @property
    def draft(self) -> Draft:
        """What is written and attached now."""
        text = self._area.text
        return Draft(text=text, attachments=self._attached.within(text), cursor=self._area.cursor_location)

    @property
    def written_at(self) -> float:
        """When something was written or deleted last in what is not sent yet, by `time.monotonic`."""
        return self._area.written_at

    @property
    def to_keep(self) -> Draft:
        """What is written and attached now, as far as it may be written down: a key may not."""
        return Draft() if self._is_secret else self.draft

    @property
    def unsaved(self) -> Draft:
        """All that would be lost now: what was sent and is not safe yet, and what is written since."""
        return self._sheet.with_them(self.to_keep)

    @property
    def _is_secret(self) -> bool:
        return is_secret(self._area.text, self.slash_commands)

    def turn_to(self, sheet: Sheet, *, bring: bool = False) -> None:
        """Put another sheet in place of this one, which keeps what was written; with `bring` that goes along."""
        self._sheet.written = Draft() if bring else self.to_keep
        written = joined(sheet.written, self.draft) if bring else sheet.written
        self._sheet = sheet
        self._put(written)
        self._told = Draft()
        self._tell_draft()

    def load(self, draft: Draft) -> None:
        """Show a draft in place of what is there; one that was sent comes back before what was typed since."""
        if self._sheet.take_back(draft):
            self.put_before(draft)
        else:
            self._put(draft)
            self._told = self.draft

    def put_before(self, draft: Draft) -> None:
        """Add what belongs to this chat too, before what is written already."""
        if not draft.is_empty:
            self._put(joined(draft, self.draft))
        self._tell_draft()

    def _put(self, draft: Draft) -> None:
        self._doubted = ""
        text = clean(draft.text)
        self._attached.load(draft.attachments, text)
        self._area.load_text(text)
        self._area.move_cursor(self._area.clamp_visitable(draft.cursor))
        self._menu.close(for_good=False)
        self.say("")
        self._show_attached()

    def clear(self) -> None:
        """The sent message is safe; with none sent, empty the prompt."""
        if self._sheet:
            self._sheet.accept()
            self._told = Draft()
        else:
            self._put(Draft())
        self._tell_draft()

    def take_text(self, text: str) -> None:
        """Write this in place of all; what was there stays among the earlier prompts, and undo brings it back."""
        before = self._area.text
        self._remember(before)
        self._attached.forget_unmarked(before, text)
        self._area.replace_all(text)
        self._menu.close()

    def _remember(self, text: str) -> None:
        """Add to what Up walks through; never a key."""
        if not is_secret(text, self.slash_commands):
            self._area.remember(text)

    def _send(self) -> None:
        draft = self.draft
        if draft.is_empty:
            return
        call = slash_call(draft.text) if self.slash_commands else None
        if call is not None and self._call(draft, *call):
            return
        if self._is_secret:
            self.say(_("A key is one line. This was not sent."))
            return
        self._tell_draft()
        self._sheet.add(draft)
        self._area.remember(draft.text)
        self._put(Draft())
        self.post_message(self.Submitted(draft, self._sheet))

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
        self._remember(draft.text)
        self._area.load_text("")
        self._menu.close(for_good=False)  # files that are still looked for are for nothing
        self.say("")
        self._tell_draft()
        self.post_message(self.SlashEntered(word, argument))
        return True

    def _changed(self) -> None:
        """Show what is attached now, and tell the draft in a while."""
        super()._changed()
        if self._telling is None:
            self._telling = self.set_timer(DRAFT_PAUSE, self._tell_draft)

    def _tell_draft(self) -> None:
        if self._telling is not None:
            self._telling.stop()
            self._telling = None
        # While a sent message is not safe yet, what was told last is that message: it must not be forgotten.
        if not self._sheet and (draft := self.to_keep) != self._told:
            self._told = draft
            self.post_message(self.DraftChanged(draft, self._sheet))

    @on(TextArea.Changed)
    def _text_changed(self, message: TextArea.Changed) -> None:
        message.stop()
        self._changed()
