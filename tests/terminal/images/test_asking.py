"""What a terminal can draw is found out without a word on the screen, and none of its answers is ever a key."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.driver import Driver

from javari_tui.settings import Images
from javari_tui.terminal.driver import JavariDriver
from javari_tui.terminal.glyphs import use_glyphs
from javari_tui.terminal.images import asking
from javari_tui.terminal.images.asking import CELL_QUESTION, NAME_QUESTION, Drawing, ImageAsking
from javari_tui.terminal.images.kitty import QUESTION
from javari_tui.terminal.replies import SIGN_QUERY, ReplyFilter, Traits
from tests.terminal.test_replies import SIGN, Clock

NAME = "\x1bP>|kitty(0.40.1)\x1b\\"
CELL = "\x1b[6;20;10t"
DRAWS = "\x1b_Gi=31;OK\x1b\\"
REFUSES = "\x1b_Gi=31;EINVAL:no pictures here\x1b\\"
TOLD = Traits("kitty(0.40.1)", True, (10, 20), sixels=False)


@pytest.mark.parametrize("around", ["", "a", "ñ\r", "\x1b[6~"])
def test_at_whatever_places_answers_are_cut_they_are_taken_out_whole(around: str) -> None:
    text = around + NAME + CELL + DRAWS + SIGN + around
    for cut in range(1, len(text)):
        replies = ReplyFilter(Clock())
        replies.await_traits()
        assert replies.feed(text[:cut]) + replies.feed(text[cut:]) + replies.overdue() == around * 2
        assert (replies.traits, replies.traits_ended) == (TOLD, 1)
        assert replies.sign_came_at is None, "that sign was not asked for to measure the line"


@given(st.lists(st.integers(1, 60), max_size=8))
def test_so_they_are_in_many_pieces_and_when_nobody_waits_any_more(cuts: list[int]) -> None:
    clock = Clock()
    replies = ReplyFilter(clock)
    replies.await_traits()
    clock.now += 60
    text = "x" + NAME + REFUSES + CELL + "y"
    ends = sorted({min(cut, len(text) - 1) for cut in cuts})
    # A lone Esc is a key by then: nothing could be held back for it.
    ends = [end for end in ends if text[end - 1] != "\x1b" and text[end - 2 : end] not in ("\x1bP", "\x1b_", "\x1b[")]
    ends = [end for end in ends if text[end - 3 : end] != "\x1b[6"]
    pieces = [text[start:end] for start, end in zip([0, *ends], [*ends, len(text)], strict=True)]
    assert "".join(map(replies.feed, pieces)) == "xy"
    assert replies.traits.draws is False


@pytest.mark.parametrize("part", [NAME[:9], DRAWS[:7], REFUSES[:-1]])
def test_half_an_answer_whose_rest_never_comes_is_no_key_either(part: str) -> None:
    clock = Clock()
    replies = ReplyFilter(clock)
    replies.await_traits()
    assert replies.feed(part) == ""
    clock.now += 60
    assert replies.overdue() == ""
    assert replies.feed("a") == "a"


@pytest.mark.parametrize("key", ["\x1b_", "\x1bP", "\x1b[6~", "\x1b[6;5~", "\x1b", "\x1b[1;5A"])
def test_keys_that_begin_like_answers_stay_keys(key: str) -> None:
    clock = Clock()
    replies = ReplyFilter(clock)
    assert replies.feed(key) == key
    replies.await_traits()
    passed = "".join(map(replies.feed, key))
    clock.now += 20
    assert passed + replies.overdue() == key


def test_what_ends_the_questions_is_not_taken_for_a_measurement() -> None:
    replies = ReplyFilter(Clock())
    replies.await_sign()
    replies.await_traits()
    replies.feed(SIGN)
    assert (replies.sign_came_at, replies.traits_ended) == (100.0, 0)
    replies.feed(SIGN)
    assert replies.traits_ended == 1


def test_a_sign_that_never_came_does_not_keep_the_questions_from_their_end() -> None:
    replies = ReplyFilter(Clock())
    replies.await_sign()
    replies.await_traits()
    replies.await_sign()
    replies.feed(NAME + SIGN)
    assert (replies.sign_came_at, replies.traits_ended) == (None, 1)
    replies.feed(SIGN)
    assert replies.sign_came_at == 100.0


class Terminal(JavariDriver):
    """A terminal without a screen: it answers what it is asked, at once."""

    def __init__(self, answers: Mapping[str, str]) -> None:
        self.answers, self.asked = answers, ""
        self.is_showing = True
        self.replies = ReplyFilter.latest = ReplyFilter()

    def write(self, data: str) -> None:
        self.asked += data
        for question, answer in self.answers.items():
            if question in data:
                assert self.replies.feed(answer) == ""

    def flush(self) -> None:
        """Nothing is kept."""

    @property
    def fileno(self) -> int:
        raise OSError

    @fileno.setter
    def fileno(self, value: int) -> None:
        """There is none."""


def asking_in(driver: Driver | None, *, colours: str | None = "truecolor", **environ: str) -> ImageAsking:
    app: Any = SimpleNamespace(
        _driver=driver, no_color=colours is None, is_headless=False, console=SimpleNamespace(color_system=colours)
    )
    return ImageAsking(app, {"TERM": "xterm-256color", **environ})


@pytest.fixture(autouse=True)
def _no_filter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ReplyFilter, "latest", None)
    monkeypatch.setattr(asking, "_cell_by_size", lambda driver: None)


KITTY = {NAME_QUESTION: NAME, CELL_QUESTION: CELL, QUESTION: DRAWS, SIGN_QUERY: SIGN}


async def test_a_terminal_that_can_draw_is_asked_once_and_believed() -> None:
    terminal = Terminal(KITTY)
    found = asking_in(terminal)
    both = await asyncio.gather(found.find(Images.AUTO), found.find(Images.AUTO))
    assert list(both) == [Drawing(Images.KITTY, (10, 20))] * 2
    assert terminal.asked == NAME_QUESTION + CELL_QUESTION + SIGN_QUERY + QUESTION + SIGN_QUERY
    assert await found.find(Images.BLOCKS) == Drawing(Images.BLOCKS)
    assert await found.find(Images.NONE) == Drawing(Images.NONE)


@pytest.mark.parametrize(
    ("name", "draws"), [("kitty(0.21.2)", ""), ("WezTerm 2024", ""), ("tmux 3.4", ""), ("ghostty 1.2", REFUSES)]
)
async def test_who_cannot_draw_in_cells_is_never_sent_what_it_might_print(name: str, draws: str) -> None:
    terminal = Terminal({NAME_QUESTION: f"\x1bP>|{name}\x1b\\", SIGN_QUERY: SIGN, QUESTION: draws})
    assert (await asking_in(terminal).find(Images.AUTO)).images is Images.BLOCKS
    assert (QUESTION in terminal.asked) == bool(draws)


SIXELS = "\x1b[?62;4;22c"


@pytest.mark.parametrize(
    ("name", "sign", "cell", "choice", "expected"),
    [
        ("foot(1.16)", SIXELS, CELL, Images.AUTO, Images.SIXEL),
        ("", SIXELS, CELL, Images.AUTO, Images.SIXEL),
        ("foot(1.16)", SIXELS, "", Images.AUTO, Images.BLOCKS),
        ("", "\x1b[?4;22c", CELL, Images.SIXEL, Images.BLOCKS),
        ("Konsole 24", SIXELS, CELL, Images.AUTO, Images.BLOCKS),
        ("Konsole 24", SIXELS, CELL, Images.SIXEL, Images.SIXEL),
    ],
)
async def test_who_says_that_it_draws_sixels_gets_them_where_the_size_of_a_cell_is_known(
    name: str, sign: str, cell: str, choice: Images, expected: Images
) -> None:
    terminal = Terminal({NAME_QUESTION: f"\x1bP>|{name}\x1b\\", CELL_QUESTION: cell, SIGN_QUERY: sign})
    drawing = await asking_in(terminal, colours="256").find(choice)
    assert drawing.images is expected
    assert terminal.asked == NAME_QUESTION + CELL_QUESTION + SIGN_QUERY
    if expected is Images.SIXEL:
        assert (drawing.cell, drawing.colours, drawing.in_xterm) == ((10, 20), 64, False)
        assert (await asking_in(terminal, TMUX="/tmp/x").find(choice)).images is Images.BLOCKS


async def test_cells_of_another_size_are_asked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal({NAME_QUESTION: "\x1bP>|XTerm(390)\x1b\\", SIGN_QUERY: SIXELS})
    found = asking_in(terminal)
    for cell in ((7, 14), (7, 14), (8, 17)):
        monkeypatch.setattr(asking, "_cell_by_size", lambda driver, cell=cell: cell)
        drawing = await found.find(Images.AUTO)
        assert drawing == Drawing(Images.SIXEL, cell, colours=64, in_xterm=True)
        assert found.is_cell_current()
    assert terminal.asked.count(CELL_QUESTION) == 2


async def test_a_silent_terminal_is_waited_for_once_and_gets_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "_PATIENCE", 0.05)
    terminal = Terminal({})
    found = asking_in(terminal)
    assert await found.find(Images.AUTO) == Drawing(Images.BLOCKS)
    asked = terminal.asked
    assert await found.find(Images.AUTO) == Drawing(Images.BLOCKS)
    assert terminal.asked == asked == NAME_QUESTION + CELL_QUESTION + SIGN_QUERY


@pytest.mark.parametrize(
    ("environ", "colours", "choice", "expected"),
    [
        ({"TMUX": "/tmp/x"}, "truecolor", Images.AUTO, Images.BLOCKS),
        ({"TMUX": "/tmp/x"}, "truecolor", Images.KITTY, Images.KITTY),
        ({"TERM": "screen.xterm-256color"}, "truecolor", Images.AUTO, Images.BLOCKS),
        ({}, "256", Images.KITTY, Images.BLOCKS),
        ({}, "standard", Images.AUTO, Images.BLOCKS),
        ({}, None, Images.KITTY, Images.NONE),
        ({"TERM": "dumb"}, "truecolor", Images.AUTO, Images.NONE),
    ],
)
async def test_who_is_known_not_to_pass_it_on_is_not_asked(
    environ: dict[str, str], colours: str | None, choice: Images, expected: Images
) -> None:
    terminal = Terminal(KITTY)
    drawing = await asking_in(terminal, colours=colours, **environ).find(choice)
    assert drawing.images is expected
    assert drawing.colours == {"256": 256, "standard": 16}.get(colours or "", 1 << 24)
    assert drawing.in_tmux == (expected is Images.KITTY)
    assert terminal.asked == ""


async def test_plain_ascii_has_no_pictures() -> None:
    use_glyphs("ascii")
    try:
        assert (await asking_in(Terminal(KITTY)).find(Images.AUTO)).images is Images.NONE
    finally:
        use_glyphs("unicode")
