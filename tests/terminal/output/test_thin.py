"""What thin output writes: the difference, all of it, and nothing that is not text."""

from __future__ import annotations

import random
import re

import pyte
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from rich.cells import cell_len
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.geometry import Offset, Region, Size
from textual.strip import Strip

from javari_tui.terminal.glyphs import use_glyphs
from javari_tui.terminal.output.thin import ThinOutput, erases_with_ground
from tests.pty_javari import Screen
from tests.terminal.test_guard import HOSTILE

SIZE = Size(24, 8)
HOME = Offset(0, 0)
GROUNDS = (None, "#111617", "#1a2324")
WORDS = ("plain", " ", "   ", "x", "日本", "wide字", "e\u0301", "👩‍👩‍👧", "long word")


def strips_of(lines: list[list[Segment]], width: int = SIZE.width) -> list[Strip]:
    """Whole rows."""
    return [Strip(line).adjust_cell_length(width, Style(bgcolor="#111617")) for line in lines]


def whole(strips: list[Strip]) -> LayoutUpdate:
    """All rows of the screen."""
    return LayoutUpdate([[strip] for strip in strips], Region(0, 0, SIZE.width, len(strips)))


def part(y: int, x: int, strip: Strip) -> ChopsUpdate:
    """A piece of one row."""
    end = x + strip.cell_length
    return ChopsUpdate([{}] * y + [{x: strip}], [(y, x, end)], [[]] * y + [[end]])


class Shown:
    """Thin output and a terminal that shows it."""

    def __init__(self, *, erases: bool = True) -> None:
        self.output = ThinOutput(ColorSystem.TRUECOLOR, erases=erases)
        self.screen = Screen(*SIZE)
        self._stream = pyte.Stream(self.screen)

    def show(self, update: CompositorUpdate, *, synchronised: bool = False, cursor: Offset = HOME) -> str:
        """What was written."""
        self.output.take(update, SIZE)
        text = self.output.frame(cursor, synchronised=synchronised)
        self._stream.feed(re.sub(r"\x1b\]8;[^\x1b]*\x1b\\", "", text))
        return text


segments = some.builds(
    Segment,
    some.sampled_from(WORDS),
    some.builds(Style, bgcolor=some.sampled_from(GROUNDS), bold=some.sampled_from((None, True))),
)
pictures = some.lists(some.lists(segments, max_size=5), min_size=SIZE.height, max_size=SIZE.height)


@settings(max_examples=50)
@given(some.lists(pictures, min_size=1, max_size=4), some.booleans())
def test_after_any_pictures_the_last_one_stands_there(shown: list[list[list[Segment]]], erases: bool) -> None:
    gradual, at_once = Shown(erases=erases), Shown(erases=False)
    for lines in shown:
        gradual.show(whole(strips_of(lines)))
    at_once.show(whole(strips_of(shown[-1])))
    # pyte takes what combines several characters for several cells, so only the others can be compared by cell.
    plain = [y for y, line in enumerate(shown[-1]) if not any("👩" in text or "\u0301" in text for text, *_ in line)]
    for y in plain:
        assert gradual.screen.display[y] == at_once.screen.display[y]
        for x in range(SIZE.width):
            assert gradual.screen.buffer[y][x].bg == at_once.screen.buffer[y][x].bg


def test_what_stands_there_already_is_not_written_again() -> None:
    shown, strips = Shown(), strips_of([[Segment(f"row {y}")] for y in range(SIZE.height)])
    assert shown.show(whole(strips))
    assert shown.show(whole(strips)) == ""


def test_one_letter_costs_one_letter_and_moves() -> None:
    shown, strips = Shown(), strips_of([[Segment(f"row {y}")] for y in range(SIZE.height)])
    shown.show(whole(strips))
    assert shown.show(part(3, 5, Strip([Segment("!")])), cursor=Offset(6, 3)) == "\x1b[4;6H\x1b[m!"


@pytest.mark.parametrize("by", [1, 3, -1, -2])
def test_rows_that_moved_are_moved_by_the_terminal(by: int) -> None:
    chance = random.Random(by)
    texts = ["".join(chance.choices("abcdefghijkl", k=20)) for _ in range(SIZE.height + 6)]
    shown = Shown()
    shown.show(whole(strips_of([[Segment(text)] for text in texts[3 : 3 + SIZE.height]])))
    written = shown.show(whole(strips_of([[Segment(text)] for text in texts[3 + by : 3 + by + SIZE.height]])))
    assert re.search(rf"\x1b\[{abs(by)}{'M' if by > 0 else 'L'}", written)
    assert [line.rstrip() for line in shown.screen.display] == texts[3 + by : 3 + by + SIZE.height]
    assert len(written) < 30 + 50 * abs(by)


def test_after_forgetting_everything_is_written() -> None:
    shown, strips = Shown(), strips_of([[Segment(f"row {y}")] for y in range(SIZE.height)])
    shown.show(whole(strips))
    shown.screen.erase_in_display(2)
    shown.output.forget()
    shown.show(whole(strips))
    assert [line.rstrip() for line in shown.screen.display] == [f"row {y}" for y in range(SIZE.height)]


def test_rows_of_which_nothing_is_known_are_never_moved() -> None:
    shown = Shown()
    texts = [f"row number {y * y}" for y in range(SIZE.height + 1)]
    for y in range(SIZE.height):
        if y != 4:  # the terminal may show anything there
            shown.show(part(y, 0, Strip([Segment(texts[y].ljust(SIZE.width))])))
    moved = [(y, 0, SIZE.width) for y in range(SIZE.height) if y != 4]
    strips = {y: Strip([Segment(texts[y + 1].ljust(SIZE.width))]) for y, _x, _end in moved}
    chops = [{0: strips[y]} if y in strips else {} for y in range(SIZE.height)]
    written = shown.show(ChopsUpdate(chops, moved, [[SIZE.width]] * SIZE.height))
    assert not re.search(r"\x1b\[\d+[LM]", written)


def test_what_was_taken_while_the_line_was_busy_is_shown_with_the_next_frame() -> None:
    shown, late = Shown(), strips_of([[Segment(f"late {y}")] for y in range(SIZE.height)])
    shown.show(whole(strips_of([[Segment(f"row {y}")] for y in range(SIZE.height)])))
    shown.output.take(whole(strips_of([[Segment(f"never seen {y}")] for y in range(SIZE.height)])), SIZE)
    shown.output.take(whole(late), SIZE)
    written = shown.show(part(0, 0, late[0]))
    assert "never" not in written
    assert [line.rstrip() for line in shown.screen.display] == [f"late {y}" for y in range(SIZE.height)]


def test_what_waits_is_still_wanted_after_forgetting() -> None:
    shown = Shown()
    shown.output.take(whole(strips_of([[Segment(f"row {y}")] for y in range(SIZE.height)])), SIZE)
    shown.output.forget()
    shown.show(part(0, 0, Strip([Segment("!")])))
    assert [line.rstrip() for line in shown.screen.display] == ["!ow 0", *(f"row {y}" for y in range(1, SIZE.height))]


def test_what_comes_back_to_what_is_shown_costs_nothing() -> None:
    shown, strips = Shown(), strips_of([[Segment(f"row {y}")] for y in range(SIZE.height)])
    shown.show(whole(strips))
    shown.output.take(whole(strips_of([[Segment(f"menu {y}")] for y in range(SIZE.height)])), SIZE)
    assert shown.show(whole(strips)) == ""


def test_long_frames_are_marked_as_one_where_the_terminal_knows_how() -> None:
    strips = strips_of([[Segment(f"row number {y}")] for y in range(SIZE.height)])
    marked, unmarked = Shown().show(whole(strips), synchronised=True), Shown().show(whole(strips))
    assert marked == f"\x1b[?2026h{unmarked}\x1b[?2026l"
    assert "2026" not in Shown().show(part(0, 0, Strip([Segment("x")])), synchronised=True)


def test_no_erasing_ends_in_half_of_a_wide_character() -> None:
    shown = Shown()
    shown.show(part(0, 0, Strip([Segment("a" * 11 + "日zzz")])))
    written = shown.show(part(0, 0, Strip([Segment(" " * 12 + "bzzz")])))
    assert "\x1b[11X\x1b[11C b" in written


@pytest.mark.parametrize("sign", ["👨\u200d👩\u200d👧", "e\u0301", "☰", "🩵"])
@pytest.mark.parametrize("column", [0, 5, SIZE.width - 2])
def test_behind_a_sign_of_doubtful_width_the_cursor_is_put_where_it_belongs(sign: str, column: int) -> None:
    shown = Shown()
    shown.show(part(0, 0, Strip([Segment("." * SIZE.width)])))
    width = cell_len(sign)
    written = shown.show(part(0, column, Strip([Segment(sign), Segment("x" * (2 - width))])))
    place = f"\x1b[1;{column + 1}H" if column else "\x1b[1;1H"
    assert f"{' ' * width}{place}{sign}" in written, "blanks below it, then it, from the same cell"
    after = written.split(sign, 1)[1]
    assert after.startswith(f"\x1b[1;{column + width + 1}H") or column + width == SIZE.width or after == "\x1b[H"


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("is_target", [False, True])
def test_no_control_of_any_text_is_written(text: str, is_target: bool) -> None:
    segment = Segment("here", Style(link=f"http://x/{text}")) if is_target else Segment(f"a{text}b")
    written = Shown().show(part(0, 0, Strip([segment])))
    ours = re.compile(r"\x1b\[[0-9;]*[mHXKCDr]|\x1b\]8;(?:id=\d+)?;[ -~]*\x1b\\")
    left = ours.sub("", written)
    assert left == ("here" if is_target else re.sub(r"[^ -~]", "", f"a{text}b"))


def test_signs_have_their_stand_ins_where_only_ascii_is_shown() -> None:
    use_glyphs("ascii")
    try:
        assert Shown().show(part(0, 0, Strip([Segment("…│•")]))).endswith(".|*\x1b[H")
    finally:
        use_glyphs("unicode")


@pytest.mark.parametrize(
    ("environ", "erases"),
    [
        ({"TERM": "xterm-256color"}, True),
        ({"TERM": "tmux-256color"}, True),
        ({"TERM": "screen-256color"}, False),
        ({"TERM": "screen-256color", "TMUX": "/tmp/x,1,0"}, True),
        ({"TERM": "screen-256color", "TMUX": "/tmp/x,1,0", "STY": "1.pts-0.box"}, False),
        ({"TERM": "vt220"}, False),
    ],
    ids=str,
)
def test_only_terminals_that_erase_with_the_ground_are_told_to(environ: dict[str, str], erases: bool) -> None:
    assert erases_with_ground(environ) is erases


def test_a_mark_in_a_segment_of_its_own_goes_with_the_letter_before() -> None:
    assert "e\u0301" in Shown().show(part(0, 0, Strip([Segment("e", Style(bold=True)), Segment("\u0301x")])))


@pytest.mark.parametrize(("column", "line"), [(1, "az b"), (2, "a zb")])
def test_what_is_left_of_half_a_wide_letter_is_a_space(column: int, line: str) -> None:
    shown = Shown()
    shown.show(part(0, 0, Strip([Segment("a日b")])))
    shown.show(part(0, column, Strip([Segment("z")])))
    assert shown.screen.display[0].startswith(line)


def test_only_the_span_of_a_strip_is_shown() -> None:
    update = ChopsUpdate([{0: Strip([Segment("abcdef")])}], [(0, 0, 3)], [[6]])
    assert Shown().show(update).endswith("abc\x1b[H")


def test_another_set_of_signs_is_used_at_once() -> None:
    shown, strip = Shown(), Strip([Segment("•")])
    assert "•" in shown.show(part(0, 0, strip))
    use_glyphs("ascii")
    try:
        assert "*" in shown.show(part(0, 0, strip))
    finally:
        use_glyphs("unicode")


def test_what_somebody_else_wrote_is_not_written_again() -> None:
    shown, strips = Shown(), strips_of([[Segment(f"row {y}")] for y in range(SIZE.height)])
    shown.output.learn(whole(strips), SIZE)
    assert shown.show(whole(strips)) == "\x1b[H"
