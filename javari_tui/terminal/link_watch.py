"""Measures the line to the terminal, rarely, and tells when more or less may be drawn on it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping

from textual._time import get_time

from javari_tui.settings import Link
from javari_tui.terminal.driver import JavariDriver
from javari_tui.terminal.link import FULL_FRAME, LinkPolicy, LinkState
from javari_tui.terminal.replies import ReplyFilter, ask_for_sign

_LOOKS = 1.0
"""Seconds between two looks; each costs some microseconds."""
_PAUSE = 60.0
"""Seconds between two questions, as long as the answers agree."""
_LATE = 1.0
"""Seconds after which a question without an answer tells something already."""
_LOST = 30.0
"""Seconds after which no answer comes any more."""
_BUSY = 300
"""Characters written between two looks that mean: something is being drawn."""
_LARGE = 200
"""Characters of a frame after which the next one waits for the answer, on a slow line."""
_LONGEST_WAIT = 3.0
"""Seconds that a frame waits at most."""
_MOST_UNANSWERED = 2
"""Questions to a terminal that has never answered."""
_LIGHT = LinkState(frame_seconds=0.2)
"""What the user asked for: nothing is told of it."""


class LinkWatch:
    """Asks the terminal what it is, to see how long the answer takes, and looks how long writing takes."""

    def __init__(
        self,
        driver: JavariDriver,
        tell: Callable[[LinkState], None],
        *,
        environ: Mapping[str, str],
        clock: Callable[[], float] = get_time,
    ) -> None:
        self._driver, self._tell, self._environ, self._clock = driver, tell, environ, clock
        self._policy = LinkPolicy(is_ssh="SSH_CONNECTION" in environ or "SSH_TTY" in environ)
        self._link = Link.AUTO
        self._told = LinkState()
        self._asked_at: float | None = None
        """When the question went out that is not answered yet."""
        self._listener: ReplyFilter | None = None
        """Who was told that it went out; there is another one after a stop."""
        self._last_asked = -_PAUSE
        self._unanswered = 0
        self._has_answered = False
        self._is_frame_asked = False
        """Whether the question went out behind a frame that others wait for."""
        self._looked_at = clock()
        self._written, self._blocked = driver.output.written, driver.output.blocked
        driver.gate = self

    @property
    def is_waiting(self) -> bool:
        """Whether a large frame on a slow line is still on its way; not for ever, since an answer may be lost."""
        if not self._is_frame_asked:
            return False
        now = self._clock()
        if self._listener is not None and self._listener.sign_came_at is not None:
            self._take_answer(now)
        self._is_frame_asked = self._asked_at is not None and now - self._asked_at < _LONGEST_WAIT
        return self._is_frame_asked

    def frame_written(self, size: int) -> None:
        """Behind a large frame the terminal is asked: its answer says that it has come so far.

        Without this a slow line with large buffers on its way would show every key seconds late.
        """
        if self._told.is_measured and size >= _LARGE and self._has_answered and self._asked_at is None:
            self._ask()
            self._is_frame_asked = self._asked_at is not None

    def start(self, link: Link) -> None:
        """Look from now on, by the loop's clock."""
        self.choose(link)
        self._ask()
        self._look_again()

    def choose(self, link: Link) -> None:
        """What the user wishes, from now on."""
        self._link = link
        self._say()

    def look(self) -> None:
        """Take in what there is to see, and ask if it is time."""
        now = self._clock()
        seconds, self._looked_at = max(now - self._looked_at, 0.001), now
        written, blocked = self._driver.output.written, self._driver.output.blocked
        is_busy = written - self._written >= _BUSY
        share = (blocked - self._blocked) / seconds
        self._written, self._blocked = written, blocked
        if not self._driver.is_showing:
            self._asked_at = None  # its answer went to somebody else
        elif self._link is Link.AUTO:
            self._policy.wrote(share, is_busy=is_busy)
            self._take_answer(now)
            if self._may_ask(now, is_busy=is_busy):
                self._ask()
            self._say()

    def _look_again(self) -> None:
        asyncio.get_running_loop().call_later(_LOOKS, self._look_and_go_on)

    def _look_and_go_on(self) -> None:
        self.look()
        self._look_again()

    def _take_answer(self, now: float) -> None:
        """How long it took, or takes already."""
        if self._listener is None or self._listener is not ReplyFilter.latest:
            self._asked_at = None
        if self._asked_at is None or self._listener is None:
            return
        came_at = self._listener.sign_came_at
        if came_at is not None:
            self._policy.answered(came_at - self._asked_at)
            self._asked_at, self._has_answered, self._unanswered = None, True, 0
        elif now - self._asked_at > _LOST:
            self._asked_at, self._unanswered = None, self._unanswered + 1
        elif self._has_answered and now - self._asked_at > _LATE:
            self._policy.answered(now - self._asked_at)

    def _may_ask(self, now: float, *, is_busy: bool) -> bool:
        """Whether to ask now: while something is drawn, or to be sure of what the last answer told."""
        if self._asked_at is not None or (not self._has_answered and self._unanswered >= _MOST_UNANSWERED):
            return False
        return self._policy.is_doubtful or (is_busy and now - self._last_asked >= _PAUSE)

    def _ask(self) -> None:
        now = self._clock()
        if self._link is Link.AUTO and self._driver.is_showing and ask_for_sign(self._driver, self._environ):
            self._asked_at = self._last_asked = now
            self._listener = ReplyFilter.latest

    def _say(self) -> None:
        """Tell what is to be done, when it is something else."""
        states = {Link.AUTO: self._policy.state, Link.FULL: LinkState(frame_seconds=FULL_FRAME), Link.LIGHT: _LIGHT}
        state = states[self._link]
        if state != self._told:
            self._told = state
            self._tell(state)
