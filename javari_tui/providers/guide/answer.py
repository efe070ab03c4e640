"""What an answer of the Guide is made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from javari_tui.domain.guide import GuideLibrary
from javari_tui.domain.models import ActionRequested, ToolUse
from javari_tui.providers.guide.tools import Tools

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Answer:
    """Markdown to say, and the commands to carry out after it."""

    text: str
    actions: tuple[ActionRequested, ...] = ()
    has_sources: bool = False
    """Whether it stands on something that was found."""
    calls: tuple[ToolUse, ...] = ()
    """Tools to call first; the question is answered when they have answered, and nothing is said yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What was asked, and all that an answer may draw on."""

    text: str
    language: str
    library: GuideLibrary
    clock: Clock
    chat_id: int | None = None
    has_attachments: bool = False
    tools: Tools = field(default_factory=Tools)

    def keys_of(self, command_id: str) -> str:
        """The keys of a command; empty where there are none, never its id."""
        keys = self.library.keys_of(command_id)
        return "" if keys == command_id else keys


def doing(text: str, command: str, argument: str = "") -> Answer:
    """An answer that carries out one command."""
    return Answer(text, (ActionRequested(command, argument),))


def calling(*calls: ToolUse) -> Answer:
    """An answer that waits for tools."""
    return Answer("", calls=calls)


def bullets(lines: list[str]) -> str:
    """Lines as a list."""
    return "\n".join(f"- {line}" for line in lines)
