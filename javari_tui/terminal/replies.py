"""Takes the terminal's answers to our questions out of the keyboard's input.

Textual's parser does not know such answers: it would type them into the prompt, letter by letter. So `input.py`
takes them out first. Nobody waits for an answer, and a terminal that never answers costs nothing.

    ask_background(driver, os.environ)         # once, behind the first picture
    def on_background_reported(self, message)  # in the app
    ask_for_sign(driver, os.environ)           # what the terminal is, only to see how long the answer takes
    ReplyFilter.latest.sign_came_at            # when it came
    ReplyFilter.latest.await_traits()          # behind questions about pictures, which end with a sign
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Mapping
from typing import ClassVar, NamedTuple

from textual._time import get_time
from textual.driver import Driver
from textual.message import Message

from javari_tui.terminal.colours import BACKGROUND_QUERY, background_from_reply, may_ask_background

SIGN_QUERY = "\x1b[c"
"""Asks what the terminal is (DA1). All of them answer, with what no key sends; the cursor's place looks like a key."""
_SIXELS = "4"
"""Stands in the answer, behind the kind of terminal, where that draws sixels."""
LONGEST_REPLY = 64
"""Characters after which what begins like an answer is taken for keys."""

_WHOLE = re.compile(
    r"\x1b\]11;[ -~]{0,56}?(?:\x1b\\|\x07|\x9c)"
    r"|\x1b\[\?[0-9;]{0,60}c"
    r"|\x1b_G(?P<drawing>[ -~]{0,200})\x1b\\"
    r"|\x1bP>\|(?P<name>[ -~]{0,200})\x1b\\"
    r"|\x1b\[6;(?P<height>[0-9]{1,5});(?P<width>[0-9]{1,5})t"
)
_PART = re.compile(
    r"(?:\x1b|\x1b\](?:1(?:1(?:;[ -~]{0,56}\x1b?)?)?)?|\x1b\[(?:\?[0-9;]{0,60})?"
    r"|\x1b_(?:G[ -~]{0,200}\x1b?)?|\x1bP(?:>(?:\|[ -~]{0,200}\x1b?)?)?|\x1b\[6(?:;[0-9]{0,5}(?:;[0-9]{0,5})?)?)\Z"
)
_KEYS = ("\x1b", "\x1b[", "\x1b_", "\x1bP", "\x1b[6")
"""Beginnings that are keys, or those of keys, at all other times: Esc, Alt with a sign, PageDown."""
_SURE = ("\x1b_G", "\x1bP>")
"""Beginnings that are no keys even when the rest never comes."""
_HOLD_BEGINNING = 0.1
_HOLD_REST = 1.0
_AWAIT = 10.0
_MARGIN = 0.25
"""Seconds by which an answer may be later than the last one, besides that it may take twice as long."""
_LONGEST_NEAR = 0.8
"""Seconds after a question in which its answer is near at the most: all of leaving may take one."""


class BackgroundReported(Message):
    """The terminal told its background."""

    def __init__(self, *, is_dark: bool) -> None:
        super().__init__()
        self.is_dark = is_dark


class Traits(NamedTuple):
    """What a terminal told of itself."""

    name: str = ""
    """Its name and version, as it writes them."""
    draws: bool | None = None
    """Whether it takes pictures as kitty does; None where it did not say."""
    cell: tuple[int, int] | None = None
    """Width and height of a cell in pixels."""
    sixels: bool | None = None
    """Whether it says that it draws sixels; None where it has not said what it is."""


class ReplyFilter:
    """Passes input through, without answers to our questions. An answer may come in pieces.

    A lone Esc at the end of the input may be the beginning of one: it is held back a moment, and only while
    an answer is awaited, so the Esc key is as quick as ever at all other times.
    """

    latest: ClassVar[ReplyFilter | None] = None
    """The filter of the parser that runs: it is told when a question goes out."""

    def __init__(self, clock: Callable[[], float] = get_time, *, round_trip: float | None = None) -> None:
        self._clock, self._held, self._held_until = clock, "", 0.0
        self._background_asked = self._sign_asked = self._traits_asked = -_AWAIT
        self._signs_owed: deque[bool] = deque()
        """For each sign that was asked for and has not come, whether it only ends questions about pictures."""
        self.traits = Traits()
        self.traits_ended = 0
        """How many rounds of such questions have come to their end."""
        self.background_is_dark: bool | None = None
        self.sign_came_at: float | None = None
        """When the terminal last told what it is."""
        self.round_trip = round_trip
        """Seconds that the last answer took; None where the terminal has never answered."""

    def await_background(self) -> None:
        """The question about the background was sent."""
        self._background_asked = self._clock()

    def await_sign(self) -> None:
        """The question what the terminal is was sent."""
        self._sign_asked, self.sign_came_at = self._clock(), None
        self._signs_owed.append(False)

    def await_traits(self) -> None:
        """Questions about pictures were sent, and one for the sign behind them."""
        self._traits_asked = self._clock()
        self._signs_owed.append(True)

    @property
    def is_answer_near(self) -> bool:
        """Whether an answer may come any moment, by what the last one took; never where none ever came."""
        if self.round_trip is None:
            return False
        near = min(2 * self.round_trip + _MARGIN, _LONGEST_NEAR)
        return self._clock() < self._last_asked + near

    @property
    def _last_asked(self) -> float:
        return max(self._background_asked, self._sign_asked, self._traits_asked)

    def feed(self, data: str) -> str:
        """The input without answers; the beginning of one stays here until the rest comes or `overdue`."""
        data, self._held = self._held + data, ""
        data = _WHOLE.sub(self._take, data)
        part = _PART.search(data)
        awaited_until = self._last_asked + _AWAIT
        if part is None or (part.group() in _KEYS and self._clock() >= awaited_until):
            return data
        self._held = part.group()
        is_long = len(self._held) > 4 or self._held.startswith("\x1b[")
        self._held_until = self._clock() + (_HOLD_REST if is_long else _HOLD_BEGINNING)
        if self._held.startswith(("\x1b[?", *_SURE)):  # which no key sends
            self._held_until = max(self._held_until, awaited_until)
        return data[: part.start()]

    def overdue(self) -> str:
        """What was held back and was no answer after all."""
        if not self._held or self._clock() < self._held_until:
            return ""
        data, self._held = self._held, ""
        return "" if data.startswith(_SURE) else data

    def _take(self, reply: re.Match[str]) -> str:
        """Note what an answer says; nothing of it goes on."""
        if reply.group().startswith("\x1b[?"):
            self._take_sign(reply.group())
            return ""
        if reply["name"] is not None or reply["drawing"] is not None or reply["width"] is not None:
            self._take_trait(reply)
            return ""
        is_dark = background_from_reply(reply.group().encode("latin-1"))
        if is_dark is not None:
            self._measure(self._background_asked)
            self.background_is_dark, self._background_asked = is_dark, -_AWAIT
        return ""

    def _take_sign(self, sign: str) -> None:
        """What the terminal is: it ends questions, or tells how long an answer takes."""
        self.traits = self.traits._replace(sixels=_SIXELS in sign[3:-1].split(";")[1:])
        if self._signs_owed and self._signs_owed.popleft():
            self._measure(self._traits_asked)
            self._traits_asked, self.traits_ended = -_AWAIT, self.traits_ended + 1
            return
        self._measure(self._sign_asked)
        self.sign_came_at, self._sign_asked = self._clock(), -_AWAIT

    def _take_trait(self, reply: re.Match[str]) -> None:
        """Something about pictures. Answers come in their order: a sign that is owed from before is lost."""
        while self._signs_owed and not self._signs_owed[0]:
            self._signs_owed.popleft()
        if reply["name"] is not None:
            self.traits = self.traits._replace(name=reply["name"])
        elif reply["drawing"] is not None:
            self.traits = self.traits._replace(draws=reply["drawing"].endswith(";OK"))
        elif int(reply["width"]) and int(reply["height"]):
            self.traits = self.traits._replace(cell=(int(reply["width"]), int(reply["height"])))

    def _measure(self, asked: float) -> None:
        """An answer came; one that nobody waited for any more tells nothing."""
        seconds = self._clock() - asked
        if seconds < _AWAIT:
            self.round_trip = seconds


def ask_background(driver: Driver, environ: Mapping[str, str]) -> bool:
    """Send the question, if this terminal can be asked and somebody listens; whether it was sent."""
    if ReplyFilter.latest is None or not may_ask_background(environ):
        return False
    ReplyFilter.latest.await_background()
    driver.write(BACKGROUND_QUERY)
    driver.flush()
    return True


def ask_for_sign(driver: Driver, environ: Mapping[str, str]) -> bool:
    """Ask what the terminal is; whether that was sent."""
    if ReplyFilter.latest is None or not may_ask_background(environ):
        return False
    ReplyFilter.latest.await_sign()
    driver.write(SIGN_QUERY)
    driver.flush()
    return True
