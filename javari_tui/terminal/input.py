"""The terminal's input on its way to the app: bytes to text, pastes and replies taken out, the rest to keys."""

from __future__ import annotations

import codecs
import os
import select
from collections.abc import Callable, Iterable, Iterator
from threading import Event

from textual import events
from textual._xterm_parser import XTermParser
from textual.message import Message

from javari_tui.domain.untrusted_text import clean
from javari_tui.terminal.pastes import Pasted, PasteFilter, looks_unfinished
from javari_tui.terminal.replies import BackgroundReported, ReplyFilter

_LOOKS = 0.1
"""Seconds between two looks whether to end, or whether a lone Esc has waited long enough."""
_GAP = 0.01
"""Seconds in which the next piece of what was written at once is there."""
_PIECE = 64 * 1024
_MOST_AT_ONCE = 1024 * 1024
"""Characters of one read; a terminal that never stops must not be waited for."""


class InputParser(XTermParser):
    """Textual's input parser, with pastes as they came, and answers about the background reported."""

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._pastes = PasteFilter()
        before = ReplyFilter.latest  # of the same terminal, until it was lent
        self._replies = ReplyFilter.latest = ReplyFilter(round_trip=before.round_trip if before else None)
        self._reported: bool | None = None

    def feed(self, data: str) -> Iterable[Message]:
        """Keys, mouse, pastes and the like from one read; empty input ends it."""
        if not data:
            yield from super().feed(data)
            return
        for piece in self._pastes.feed(data):
            if isinstance(piece, Pasted):
                yield events.Paste(clean(piece.text))
            elif keys := self._replies.feed(piece):
                yield from self._keys(keys)
        yield from self._report()

    def tick(self) -> Iterable[Message]:
        """What has waited long enough."""
        if rest := self._replies.overdue():
            yield from self._keys(rest)
        for event in super().tick():
            self._pastes.forget_beginning()
            yield _without_letter(event)

    def _keys(self, data: str) -> Iterator[Message]:
        """What Textual makes of keys; it sees brackets with nothing between them."""
        for event in super().feed(data):
            if not isinstance(event, events.Paste):
                yield _without_letter(event)

    def _report(self) -> Iterator[Message]:
        """The background, when it is news."""
        is_dark = self._replies.background_is_dark
        if is_dark is not None and is_dark is not self._reported:
            self._reported = is_dark
            yield BackgroundReported(is_dark=is_dark)


def _without_letter(event: Message) -> Message:
    """A key with Alt writes nothing: Textual gives it the letter, which every line would take for itself."""
    if isinstance(event, events.Key) and event.character and event.key.startswith("alt+"):
        return events.Key(event.key, None)
    return event


class InputReader:
    """Reads a terminal until it is told to end or the terminal is gone."""

    def __init__(self, descriptor: int, parser: XTermParser, deliver: Callable[[Message], None]) -> None:
        self._descriptor, self._parser, self._deliver = descriptor, parser, deliver
        # Bytes that are no text are read as “�”: stock Textual ends at the first one.
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode

    def run(self, ended: Event, *, first: bytes = b"") -> None:
        """Read until the event; `first` was typed before. OSError when the terminal is gone."""
        self._feed(self._decode(first))
        while not ended.is_set():
            if self._waits(_LOOKS):
                text = self._read()
                if text is None:
                    return
                self._feed(text)
            for message in self._parser.tick():
                self._deliver(message)

    def _feed(self, text: str) -> None:
        if text:  # an empty one would end the parser
            for message in self._parser.feed(text):
                self._deliver(message)

    def _read(self) -> str | None:
        """All that was written at once, however the system cuts it; None at the end."""
        text = ""
        while True:
            data = os.read(self._descriptor, _PIECE)
            if not data:
                return text or None
            text += self._decode(data)
            if len(text) > _MOST_AT_ONCE or not self._waits(_GAP if looks_unfinished(text) else 0):
                return text

    def _waits(self, seconds: float) -> bool:
        """Whether there is something to read, perhaps in a moment."""
        return bool(select.select([self._descriptor], [], [], seconds)[0])
