"""The line is measured rarely, only while something is drawn and the terminal is ours, and as the user wishes."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from javari_tui.settings import Link
from javari_tui.terminal.link import LinkState
from javari_tui.terminal.link_watch import LinkWatch
from javari_tui.terminal.replies import SIGN_QUERY, ReplyFilter


class Line:
    """A terminal at the end of a line, as the driver shows it, and the time."""

    def __init__(self, round_trip: float | None = 0.18) -> None:
        self.round_trip = round_trip
        """None: it never answers."""
        self.now, self.asked, self.told = 1000.0, 0, list[LinkState]()
        self.is_showing = True
        self.output = SimpleNamespace(written=0, blocked=0.0)
        self.replies = ReplyFilter.latest = ReplyFilter(lambda: self.now)
        driver: Any = self
        self.watch = LinkWatch(driver, self.told.append, environ={"TERM": "xterm"}, clock=lambda: self.now)
        self.watch._ask()

    def write(self, text: str) -> None:
        """Count the questions; the answer is on its way."""
        assert text == SIGN_QUERY
        self.asked += 1
        self._answer_at = self.now + self.round_trip if self.round_trip is not None else float("inf")

    def flush(self) -> None:
        """Nothing to do."""

    def go_on(self, seconds: int, *, drawing: int = 0, blocked: float = 0.0) -> None:
        """Look once a second, while so many characters are written in each."""
        for _ in range(seconds):
            until = self.now + 1
            if self.asked and self.now < self._answer_at <= until:
                self.now = self._answer_at
                assert self.replies.feed("\x1b[?62;22c") == ""
            self.now = until
            self.output.written += drawing
            self.output.blocked += blocked
            self.watch.look()


@pytest.fixture(autouse=True)
def no_filter_after() -> Iterator[None]:
    yield
    ReplyFilter.latest = None


def test_a_fast_line_is_asked_once_and_once_a_minute_while_something_is_drawn() -> None:
    line = Line(0.01)
    line.go_on(300)
    assert line.asked == 1
    line.go_on(180, drawing=3000)
    assert line.asked == 4
    assert line.told == []


def test_a_slow_line_is_asked_three_times_and_then_told() -> None:
    line = Line(0.18)
    line.go_on(10)
    assert line.asked == 3
    assert [state.sentence("·") for state in line.told] == ["Line 180 ms · light"]
    line.round_trip = 0.01
    line.go_on(70, drawing=3000)
    assert [state.is_light for state in line.told] == [True, False]


def test_a_terminal_that_never_answers_is_left_alone() -> None:
    line = Line(None)
    line.go_on(600, drawing=3000)
    assert line.asked == 2
    assert line.told == []


def test_a_line_that_hangs_is_slow_before_the_answer_comes() -> None:
    line = Line(0.01)
    line.go_on(61, drawing=3000)
    line.round_trip = 25
    line.go_on(66, drawing=3000)
    assert line.told and line.told[-1].is_light
    assert line.asked == 3


def test_nothing_is_asked_while_the_terminal_is_lent_and_no_answer_is_waited_for_then() -> None:
    line = Line(0.01)
    line.go_on(59, drawing=3000)
    line.round_trip = None
    line.go_on(2, drawing=3000)
    assert line.asked == 2
    line.is_showing = False
    line.go_on(5, drawing=3000)
    assert line.asked == 2
    line.is_showing, line.round_trip = True, 0.01
    line.go_on(60, drawing=3000)
    assert (line.asked, line.told) == (3, [])


def test_a_question_asked_before_a_stop_is_forgotten_after_it() -> None:
    line = Line(0.01)
    line.go_on(59, drawing=3000)
    line.round_trip = None
    line.go_on(2, drawing=3000)
    line.now += 7
    line.replies = ReplyFilter.latest = ReplyFilter(lambda: line.now)
    line.go_on(10, drawing=3000)
    assert line.told == []


def test_back_pressure_shows_although_answers_come_soon() -> None:
    line = Line(0.01)
    line.go_on(5, drawing=3000, blocked=0.8)
    assert [state.sentence("·") for state in line.told] == ["Line slow · light"]


def test_the_users_wish_is_in_force_at_once_and_nothing_is_measured_then() -> None:
    line = Line(0.18)
    line.go_on(10)
    line.watch.choose(Link.FULL)
    assert not line.told[-1].is_light
    asked = line.asked
    line.go_on(200, drawing=3000)
    line.watch.choose(Link.LIGHT)
    assert line.told[-1].is_light and line.told[-1].sentence("·") == ""
    line.go_on(200, drawing=3000)
    assert line.asked == asked
    line.watch.choose(Link.AUTO)
    assert line.told[-1].sentence("·") == "Line 180 ms · light"
