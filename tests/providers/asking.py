"""Short ways to ask a provider and to sort what it says."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from javari_tui.domain.models import (
    Effort,
    Failed,
    Failure,
    Finished,
    ModelEvent,
    ModelRequest,
    TextPiece,
    ThinkingPiece,
    ToolInfo,
    ToolRequested,
    Turn,
    Usage,
    UsageReported,
)
from javari_tui.domain.tool_info import Risk
from javari_tui.providers.base import Provider


@dataclass(frozen=True, slots=True)
class Heard:
    """Everything a provider said."""

    events: tuple[ModelEvent, ...]

    @property
    def text(self) -> str:
        """The whole text."""
        return "".join(event.text for event in self.events if isinstance(event, TextPiece))

    @property
    def thinking(self) -> str:
        """The whole thinking."""
        return "".join(event.text for event in self.events if isinstance(event, ThinkingPiece))

    @property
    def tools(self) -> list[ToolRequested]:
        """The tools asked for."""
        return [event for event in self.events if isinstance(event, ToolRequested)]

    @property
    def usage(self) -> Usage | None:
        """The last report."""
        reports = [event.usage for event in self.events if isinstance(event, UsageReported)]
        return reports[-1] if reports else None

    @property
    def failure(self) -> Failure:
        """Why it failed; it must have."""
        self._check_last()
        last = self.events[-1]
        assert isinstance(last, Failed), last
        return last.failure

    @property
    def finished(self) -> Finished:
        """How it ended; it must have ended well."""
        self._check_last()
        last = self.events[-1]
        assert isinstance(last, Finished), last
        return last

    def _check_last(self) -> None:
        ends = [event for event in self.events if isinstance(event, Failed | Finished)]
        assert ends == [self.events[-1]], "an answer ends once, with its last event"


def request(
    text: str = "hi",
    *,
    model: str = "m",
    system: str = "",
    turns: tuple[Turn, ...] = (),
    effort: Effort | None = None,
    limit: int = 1000,
    tools: tuple[ToolInfo, ...] = (),
) -> ModelRequest:
    """A request with one user's turn, or with these turns."""
    turns = turns or (Turn(from_user=True, text=text),)
    return ModelRequest(model=model, system=system, turns=turns, max_output_tokens=limit, effort=effort, tools=tools)


def tool(name: str) -> ToolInfo:
    """A tool with one argument."""
    schema = {"type": "object", "properties": {"zone": {"type": "string"}}, "additionalProperties": False}
    return ToolInfo(name=name, purpose=f"What {name} is for.", schema=schema, risk=Risk.NONE)


async def hear(provider: Provider, asked: ModelRequest | str) -> Heard:
    """Everything the provider says to this."""
    asked = request(asked) if isinstance(asked, str) else asked
    return Heard(tuple([event async for event in provider.stream(asked)]))


def key_of(key: str | None) -> Callable[[], Awaitable[str | None]]:
    """A source of one key."""

    async def find() -> str | None:
        return key

    return find
