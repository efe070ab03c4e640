"""A library for the Guide whose content the test decides, and ways to ask it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

from javari_tui.domain.chat import Role, SearchHit
from javari_tui.domain.errors import FileRefused
from javari_tui.domain.guide import Balance, FileShown
from javari_tui.domain.help import HelpCategory, HelpHit, HelpPage
from javari_tui.domain.models import (
    ActionRequested,
    Finished,
    ModelEvent,
    ModelInfo,
    ModelRequest,
    ProviderInfo,
    StopReason,
    TextPiece,
    Turn,
)
from javari_tui.i18n import N_
from javari_tui.providers.guide.provider import GuideProvider

NOW = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)


def help_hit(title: str, slug: str, passage: str, *, coverage: float = 1.0, heading: str = "Part") -> HelpHit:
    return HelpHit(
        slug=slug,
        title=title,
        heading=heading,
        passage=passage,
        excerpt=passage,
        matches=(),
        score=9.0,
        coverage=coverage,
    )


def chat_hit(chat_id: int, title: str, excerpt: str, role: Role = Role.ASSISTANT) -> SearchHit:
    return SearchHit(
        chat_id=chat_id,
        chat_title=title,
        message_id=chat_id * 10,
        role=role,
        excerpt=excerpt,
        matches=(),
        created_at=NOW,
    )


@dataclass
class Shelf:
    """A library whose content the test decides."""

    helps: tuple[HelpHit, ...] = ()
    chats: tuple[SearchHit, ...] = ()
    files: dict[str, FileShown] = field(default_factory=dict)
    servers: tuple[ProviderInfo, ...] = ()
    credits: Balance = field(default_factory=Balance)
    asked: list[str] = field(default_factory=list)
    can_act: bool = True
    known_models: tuple[ModelInfo, ...] = ()
    introduced: bool = False

    async def is_introduced(self) -> bool:
        return self.introduced

    async def note_introduced(self) -> None:
        self.introduced = True

    async def models(self) -> tuple[ModelInfo, ...]:
        return self.known_models

    async def search_help(self, words: str, language: str) -> tuple[HelpHit, ...]:
        return self.helps

    async def help_page(self, slug: str, language: str) -> HelpPage | None:
        return HelpPage(slug=slug, title=f"Page {slug}", category=HelpCategory.START, language=language, text="")

    async def search_chats(self, words: str, language: str) -> tuple[SearchHit, ...]:
        self.asked.append(words)
        return self.chats

    async def words_in_chats(self, words: str, language: str) -> str:
        return words if self.chats else ""

    async def read_file(self, path: str) -> FileShown:
        if path not in self.files:
            raise FileRefused(N_("{name} cannot be shown: there is no such file."), name=path)
        return self.files[path]

    async def found_servers(self) -> tuple[ProviderInfo, ...]:
        return self.servers

    async def balance(self) -> Balance:
        return self.credits

    def languages(self) -> tuple[str, ...]:
        return ("en", "es")

    def themes(self) -> tuple[str, ...]:
        return ("light", "dark", "auto")

    def keys_of(self, command_id: str) -> str:
        known = {
            "prompt.newline": "Ctrl+J",
            "prompt.history": "Ctrl+R, F3",
            "model.choose": "F2",
            "credits.open": "/credits",
            "chat.rename": "/rename",
            "sidebar.focus": "F6",
        }
        return known.get(command_id, command_id)


def request(*turns: Turn, language: str = "en", chat_id: int | None = 7) -> ModelRequest:
    return ModelRequest(
        model="guide", system="", turns=turns, max_output_tokens=1000, language=language, chat_id=chat_id
    )


def user(text: str) -> Turn:
    return Turn(from_user=True, text=text)


def said(text: str) -> Turn:
    return Turn(from_user=False, text=text)


async def events_of(shelf: Shelf, asked: ModelRequest) -> list[ModelEvent]:
    guide = GuideProvider(shelf, pace=0, clock=lambda: NOW)
    return [event async for event in guide.stream(asked)]


async def ask(shelf: Shelf, text: str) -> tuple[str, tuple[ActionRequested, ...]]:
    """What is said, without the introduction, and what is asked to be carried out."""
    shelf.introduced = True
    events = await events_of(shelf, request(user(text)))
    assert events[-1] == Finished(StopReason.END)
    words = "".join(event.text for event in events if isinstance(event, TextPiece))
    actions = tuple(event for event in events if isinstance(event, ActionRequested))
    kinds = [type(event) for event in events]
    assert kinds == sorted(kinds, key=[TextPiece, ActionRequested, Finished].index), "words, then deeds, then the end"
    return words, actions
