"""A provider that says what it is told: for tests and pictures."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import aclosing
from dataclasses import dataclass

from javari_tui.domain.errors import ModelError
from javari_tui.domain.models import (
    Failed,
    Failure,
    FailureKind,
    Finished,
    ModelEvent,
    ModelInfo,
    ModelRef,
    ModelRequest,
    ProviderInfo,
    StopReason,
    TextPiece,
    ToolRequested,
    ToolUse,
    Usage,
    UsageReported,
)
from javari_tui.providers.answer import guarded


@dataclass(frozen=True, slots=True)
class Pause:
    """Nothing comes for so many seconds of the provider's own clock."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Hold:
    """Nothing comes until this is done: `Hold(event.wait)`."""

    until: Callable[[], Awaitable[object]]


Step = ModelEvent | Pause | Hold
Script = Sequence[Step]
"""One answer. Without `Finished` or `Failed` at its end it counts as cut off, as with any provider."""


class Scripted:
    """Answers with the scripts in turn, the last one again and again; remembers what it was asked."""

    def __init__(
        self,
        answers: Iterable[Script] | Callable[[ModelRequest], Script],
        *,
        name: str = "scripted",
        title: str = "Scripted",
        models: Sequence[str] = ("script",),
        context_tokens: int | None = 200_000,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
        list_failure: Failure | None = None,
    ) -> None:
        self.requests: list[ModelRequest] = []
        self.closed_early = 0
        """How many answers were not heard to their end."""
        self.is_warm = False
        self._answers = answers if callable(answers) else [*answers]
        self._sleep, self._list_failure = sleep, list_failure
        known = tuple(
            ModelInfo(ref=ModelRef(name, model), title=model, context_tokens=context_tokens) for model in models
        )
        self._info = ProviderInfo(name=name, title=title, is_local=True, known_models=known)

    @property
    def info(self) -> ProviderInfo:
        """What can be told without asking."""
        return self._info

    async def stream(self, request: ModelRequest) -> AsyncIterator[ModelEvent]:
        """The next script's events."""
        self.requests.append(request)
        async with aclosing(guarded(self._play(self._script_for(request)))) as events:
            async for event in events:
                yield event

    async def list_models(self) -> tuple[ModelInfo, ...]:
        """The models it was made with, or the failure."""
        if self._list_failure is not None:
            raise ModelError(self._list_failure)
        return self._info.known_models

    async def warm_up(self) -> None:
        """Nothing needs warming."""
        self.is_warm = True

    async def close(self) -> None:
        """Nothing is open."""

    def _script_for(self, request: ModelRequest) -> Script:
        if callable(self._answers):
            return self._answers(request)
        return self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]

    async def _play(self, script: Script) -> AsyncGenerator[ModelEvent]:
        was_heard = False
        try:
            for step in script:
                match step:
                    case Pause():
                        await self._sleep(step.seconds)
                    case Hold():
                        await step.until()
                    case _:
                        was_heard = isinstance(step, Finished | Failed)
                        yield step
            was_heard = True
        finally:
            self.closed_early += not was_heard


def saying(text: str, *, piece: int = 12, pause: float = 0.0, usage: Usage | None = None) -> Script:
    """A script that says a text in pieces of so many characters and ends well."""
    steps: list[Step] = []
    for start in range(0, len(text), piece):
        steps += [Pause(pause)] * (pause > 0)
        steps.append(TextPiece(text[start : start + piece]))
    steps += [UsageReported(usage)] if usage is not None else []
    return (*steps, Finished(StopReason.END))


def failing(kind: FailureKind, *, after: str = "", detail: str = "", retry_after: float | None = None) -> Script:
    """A script that fails, perhaps after some text."""
    said: list[Step] = [TextPiece(after)] if after else []
    return (*said, Failed(Failure(kind=kind, detail=detail, retry_after=retry_after)))


def calling(name: str, /, *, call_id: str = "call_1", text: str = "", **arguments: object) -> Script:
    """A script that calls one tool, perhaps after some text, and waits for its answer."""
    return calling_all(ToolUse(call_id, name, json.dumps(arguments, ensure_ascii=False)), text=text)


def calling_all(*calls: ToolUse, text: str = "") -> Script:
    """A script that calls several tools at once; their arguments are sent as they are, valid or not."""
    said: list[Step] = [TextPiece(text)] if text else []
    asked = [ToolRequested(call.id, call.name, call.arguments) for call in calls]
    return (*said, *asked, Finished(StopReason.TOOL_USE))
