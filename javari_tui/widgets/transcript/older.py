"""Older messages: asked for in time, put above what is on screen, and read up to the first for who wants there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.message import Message as TextualMessage

from javari_tui.widgets.transcript.adjusting import Adjustable
from javari_tui.widgets.transcript.viewport import Spot

if TYPE_CHECKING:
    from javari_tui.domain.chat import Message
    from javari_tui.widgets.transcript.cursor import BlockCursor

_PAGES_AHEAD = 2
"""Windows above the top within which older messages are asked for."""


class Lengthening(Adjustable):
    """A reader that has only the last part of a long chat at first."""

    class OlderWanted(TextualMessage, namespace="transcript"):
        """The reader comes near the first message that is there, and there are older ones."""

        def __init__(self, before: int, *, many: bool = False) -> None:
            super().__init__()
            self.before = before
            self.many = many
            """Whether the reader is on the way to the start: fewer and longer steps lead there sooner."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._has_older = False
        self._asked: tuple[int, bool] | None = None
        self._wants_start = False
        """Whether the reader asked for the first message of all, and older ones have to come before."""
        self._put_at: BlockCursor | None = None
        """Where the cursor is until then."""

    def expect_older(self, has_older: bool) -> None:
        """Whether there is anything above what is shown now."""
        self._has_older = has_older
        self._asked, self._wants_start = None, False

    def has(self, message_id: int) -> bool:
        """Whether a message is shown, in sight or not."""
        return self.document.find(message_id) is not None

    def prepend(self, messages: Sequence[Message], *, has_older: bool) -> None:
        """Older messages above; what is on screen does not move, unless the reader wants to the start."""
        goes_on = self._wants_start and self._has_stayed()
        count = self.document.prepend(messages)
        self.expect_older(has_older)
        top = self.viewport.top
        self.viewport.top = top._replace(entry=top.entry + count)
        if goes_on:
            self.action_go_home()
        else:
            self.settle()

    def action_go_home(self) -> None:
        """To the first message of all: older ones are read until it is there, or the reader goes elsewhere."""
        self._wants_start = self._has_older
        super().action_go_home()
        self._put_at = self.cursor
        self.ask_in_time()

    def _has_stayed(self) -> bool:
        """Whether the reader is still at the first message that is there, with the cursor where it was put."""
        return self.cursor == self._put_at and self.viewport.top == Spot(0, 0, 0)

    def ask_in_time(self) -> None:
        """Ask for older messages before the reader is at the first one."""
        near = _PAGES_AHEAD * self.size.height
        if self._has_older and self.document.entries and self.viewport.offset() < near:
            self._ask()

    def _ask(self) -> None:
        """Once for each first message; once more when it is known that there is a long way to go."""
        wanted = (self.document.entries[0].message.id, self._wants_start)
        if self._asked != wanted:
            self._asked = wanted
            self.post_message(self.OlderWanted(wanted[0], many=wanted[1]))
