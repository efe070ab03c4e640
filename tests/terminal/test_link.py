"""What the line allows follows what was measured, and changes only when several answers in a row agree."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from javari_tui.terminal.link import LinkPolicy, LinkState


def after(*milliseconds: int, policy: LinkPolicy | None = None) -> LinkState:
    """What is done after these answers."""
    policy = policy or LinkPolicy(is_ssh=True)
    for time in milliseconds:
        policy.answered(time / 1000)
    return policy.state


@pytest.mark.parametrize(
    ("answers", "frame", "sentence"),
    [
        ((), 0.05, ""),
        ((3,), 0.05, ""),
        ((180, 180), 0.05, ""),
        ((180, 20, 180, 20, 180, 20), 0.05, ""),
        ((100, 104, 101), 0.1, "SSH 100 ms · light"),
        ((180, 184, 181), 0.2, "SSH 180 ms · light"),
        ((400, 100, 400), 0.1, "SSH 400 ms · light"),
        ((180, 180, 180, 120, 120, 120), 0.2, "SSH 120 ms · light"),
        ((180, 180, 180, 100, 100, 100), 0.1, "SSH 100 ms · light"),
        ((180, 180, 180, 70, 70, 70), 0.1, "SSH 70 ms · light"),
        ((180, 180, 180, 20, 20), 0.2, "SSH 180 ms · light"),
        ((180, 180, 180, 20, 20, 20), 0.05, ""),
    ],
)
def test_pictures_come_as_often_as_the_answers_allow(answers: tuple[int, ...], frame: float, sentence: str) -> None:
    state = after(*answers)
    assert (state.frame_seconds, state.sentence("·")) == (frame, sentence)
    assert state.is_light == bool(sentence)


@given(st.lists(st.integers(81, 110), min_size=3))
def test_a_line_between_two_bounds_never_flaps(answers: list[int]) -> None:
    policy = LinkPolicy(is_ssh=True)
    after(*answers, policy=policy)
    for time in answers:
        policy.answered((time - 15) / 1000)
        assert policy.state.frame_seconds == 0.1


def test_an_answer_against_what_is_done_is_asked_for_again() -> None:
    policy = LinkPolicy(is_ssh=False)
    policy.answered(0.2)
    assert policy.is_doubtful
    policy.answered(0.002)
    assert not policy.is_doubtful


def test_a_line_that_takes_no_more_is_slow_however_soon_it_answers() -> None:
    policy = LinkPolicy(is_ssh=False)
    policy.answered(0.001)
    policy.wrote(0.9, is_busy=True)
    assert not policy.state.is_light
    policy.wrote(0.9, is_busy=True)
    assert (policy.state.frame_seconds, policy.state.sentence("-")) == (0.2, "Line slow - light")


def test_it_is_tried_again_after_a_while_of_drawing_and_each_time_later() -> None:
    policy = LinkPolicy(is_ssh=False)

    def looks_until_full() -> int:
        policy.wrote(0.9, is_busy=True)
        policy.wrote(0.9, is_busy=True)
        policy.wrote(0, is_busy=False)
        looks = 0
        while policy.state.is_light:
            policy.wrote(0.01, is_busy=True)
            looks += 1
        return looks

    assert [looks_until_full() for _ in range(3)] == [10, 20, 40]


def test_what_the_user_asked_for_is_not_told_them() -> None:
    assert LinkState(frame_seconds=0.2).sentence("·") == ""
