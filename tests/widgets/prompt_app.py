"""A tiny app around a prompt that writes down what the prompt says."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar, TypeVar

from textual import on
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Static

from javari_tui.domain.chat import Draft
from javari_tui.widgets.prompt import Prompt, SlashWord
from javari_tui.widgets.prompt.chips import ChipRow
from javari_tui.widgets.prompt.completion import CompletionMenu
from javari_tui.widgets.prompt.text_area import PromptArea

WORDS = (
    SlashWord(word="new", title="New chat"),
    SlashWord(word="rename", title="Rename this chat", takes="title"),
    SlashWord(word="language", title="Idioma"),
)
MessageT = TypeVar("MessageT", bound=Message)


class PromptApp(App[None]):
    """A page with a prompt at its foot; `reached` are keys the prompt had no use for."""

    CSS = "#page { height: 1fr; }"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(key, f"note('{key}')")
        for key in ("escape", "pageup", "ctrl+home", "ctrl+end", "ctrl+c", "ctrl+d", "f6")
    ]

    def __init__(self, *, accepts: bool = True, files: Iterable[str] = ()) -> None:
        super().__init__()
        self.accepts = accepts
        self.files = tuple(Path(name) for name in files)
        self.said: list[Message] = []
        self.reached: list[str] = []

    def compose(self) -> ComposeResult:
        yield Static("page", id="page")
        yield Prompt()

    def on_mount(self) -> None:
        self.prompt.slash_commands = WORDS
        self.prompt.focus_text()

    @property
    def prompt(self) -> Prompt:
        return self.query_one(Prompt)

    @property
    def area(self) -> PromptArea:
        return self.query_one(PromptArea)

    @property
    def menu(self) -> CompletionMenu:
        return self.query_one(CompletionMenu)

    @property
    def chips(self) -> ChipRow:
        return self.query_one(ChipRow)

    @property
    def sent(self) -> list[str]:
        return [message.text for message in self.heard(Prompt.Submitted)]

    @property
    def kept(self) -> Draft:
        """What would come back after a crash now."""
        told = self.heard(Prompt.DraftChanged)
        return told[-1].draft if told else Draft()

    def heard(self, kind: type[MessageT]) -> list[MessageT]:
        return [message for message in self.said if isinstance(message, kind)]

    def action_note(self, key: str) -> None:
        self.reached.append(key)

    @on(Prompt.Submitted)
    def _submitted(self, message: Prompt.Submitted) -> None:
        self.said.append(message)
        if self.accepts:
            self.prompt.clear()

    @on(Prompt.FilesWanted)
    def _files(self, message: Prompt.FilesWanted) -> None:
        self.said.append(message)
        self.prompt.offer_files(message.query, [path for path in self.files if message.query in str(path)])

    @on(Prompt.DraftChanged)
    @on(Prompt.SlashEntered)
    @on(Prompt.AttachWanted)
    @on(Prompt.AttachmentOpened)
    def _note(self, message: Message) -> None:
        self.said.append(message)
