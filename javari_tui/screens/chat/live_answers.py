"""What has come of the answers that run, in every chat: one of them may be shown at any moment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from javari_tui.domain.chat import Message


@dataclass(slots=True)
class _Live:
    """One running answer's pieces so far."""

    text: list[str] = field(default_factory=list)
    thinking: list[str] = field(default_factory=list)


class LiveAnswers:
    """Follows the updates, so that a chat read from disk can be shown without a gap and without a repetition.

    What is on disk lags behind what was told by up to half a second.
    """

    def __init__(self) -> None:
        self._live: dict[int, _Live] = {}

    def noted(self, message: Message) -> None:
        """A message was added or changed."""
        if message.is_running:
            self._live[message.id] = _Live([message.text], [message.thinking])
        else:
            self._live.pop(message.id, None)

    def grew(self, message_id: int, text: str, thinking: str) -> None:
        """Pieces came."""
        live = self._live.get(message_id)
        if live is not None:
            live.text.append(text)
            live.thinking.append(thinking)

    def brought_up_to_date(self, messages: Iterable[Message]) -> tuple[Message, ...]:
        """The messages as they were read, with what has come of running answers since."""
        return tuple(self._current(message) for message in messages)

    def _current(self, message: Message) -> Message:
        live = self._live.get(message.id)
        if live is None:
            return message
        return replace(message, text="".join(live.text), thinking="".join(live.thinking))
