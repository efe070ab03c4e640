"""What every streamed answer goes through on its way out of a provider."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace

from javari_tui.domain.errors import ModelError
from javari_tui.domain.models import (
    Failed,
    Failure,
    FailureKind,
    Finished,
    ModelEvent,
    StopReason,
    TextPiece,
    ThinkingPiece,
    ToolRequested,
)
from javari_tui.domain.untrusted_text import StreamCleaner, clean
from javari_tui.providers.failures import without_secret


async def guarded(events: AsyncGenerator[ModelEvent], *, secret: str | None = None) -> AsyncGenerator[ModelEvent]:
    """The events with their texts cleaned across pieces, and always one `Finished` or `Failed` at the end.

    A ModelError becomes that `Failed`; an end without an end mark counts as cut off. An answer that called tools waits
    for them, and no other does, whatever the server says.
    """
    text, thinking = _Texts(TextPiece), _Texts(ThinkingPiece)
    end: Finished | Failed = Failed(Failure(kind=FailureKind.CUT_OFF))
    has_called = False
    try:
        async with aclosing(events):
            async for event in events:
                if isinstance(event, Finished | Failed):
                    end = event
                    break
                has_called = has_called or isinstance(event, ToolRequested)
                cleaned = _cleaned(event, text, thinking)
                if cleaned is not None:
                    yield cleaned
    except ModelError as error:
        end = Failed(error.failure)
    for rest in (thinking.rest(), text.rest()):
        if rest is not None:
            yield rest
    yield Failed(without_secret(end.failure, secret)) if isinstance(end, Failed) else _ended(end, has_called=has_called)


async def refused(error: ModelError) -> AsyncGenerator[ModelEvent]:
    """An answer that ends before it begins."""
    yield Failed(error.failure)


def _ended(end: Finished, *, has_called: bool) -> Finished:
    """The end with a reason that fits what came before it."""
    if has_called and end.reason is StopReason.END:
        return replace(end, reason=StopReason.TOOL_USE)
    return replace(end, reason=StopReason.END) if end.reason is StopReason.TOOL_USE and not has_called else end


class _Texts:
    """The pieces of one kind of text, through one cleaner."""

    def __init__(self, kind: type[TextPiece] | type[ThinkingPiece]) -> None:
        self._kind, self._cleaner = kind, StreamCleaner()

    def next(self, text: str) -> ModelEvent | None:
        """The piece that can be shown now, if there is any."""
        shown = self._cleaner.feed(text)
        return self._kind(shown) if shown else None

    def rest(self) -> ModelEvent | None:
        """What was held back, at the end."""
        shown = self._cleaner.finish()
        return self._kind(shown) if shown else None


def _cleaned(event: ModelEvent, text: _Texts, thinking: _Texts) -> ModelEvent | None:
    """The event with its text cleaned; None when nothing is left to show of it now."""
    match event:
        case TextPiece():
            return text.next(event.text)
        case ThinkingPiece():
            return thinking.next(event.text)
        case ToolRequested():
            # The arguments stay as they came: whoever approves them must see what is in them.
            return replace(event, id=clean(event.id), name=clean(event.name))
        case _:
            return event
