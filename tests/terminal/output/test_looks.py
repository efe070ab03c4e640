"""From any look to any other in one sequence, never longer than saying all of it."""

from __future__ import annotations

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as some
from rich.color import ColorSystem
from rich.style import Style

from javari_tui.terminal.output.looks import PLAIN, Look, blank, change, look_of

NAMES = ("bold", "italic", "underline", "reverse", "strike", "dim", "overline")
COLOURS = (None, "#102030", "#dde4e2", "red", "color(120)")
styles = some.builds(
    Style,
    color=some.sampled_from(COLOURS),
    bgcolor=some.sampled_from(COLOURS),
    **{name: some.sampled_from((None, True)) for name in NAMES},
)


def drawn(text: str) -> pyte.screens.Char:
    """How a terminal shows a character after these sequences. It takes links and some attributes for nothing."""
    screen = pyte.Screen(4, 1)
    pyte.Stream(screen).feed(text + "x")
    return screen.buffer[0][0]


@given(styles, styles)
def test_a_change_ends_at_the_look_whatever_was_before(before: Style, after: Style) -> None:
    old, new = look_of(before, ColorSystem.TRUECOLOR), look_of(after, ColorSystem.TRUECOLOR)
    stock = after.render("x", color_system=ColorSystem.TRUECOLOR).split("x")[0]
    assert drawn(change(None, old) + change(old, new)) == drawn(stock)
    assert len(change(old, new)) <= len(change(None, new))


@given(styles)
def test_what_does_not_change_is_not_said(style: Style) -> None:
    look = look_of(style, ColorSystem.TRUECOLOR)
    assert change(look, look) == ""


def test_a_blank_shows_its_ground_and_its_lines_only() -> None:
    look = look_of(Style(bold=True, color="red", bgcolor="#102030"), ColorSystem.TRUECOLOR)
    assert blank(look) == Look(ground="48;2;16;32;48")
    lined = look_of(Style(underline=True, color="red"), ColorSystem.TRUECOLOR)
    assert blank(lined) == lined


def test_without_colours_only_attributes_are_left() -> None:
    assert look_of(Style(bold=True, color="red", bgcolor="blue"), None) == Look(attributes=("1",))


@pytest.mark.parametrize(("system", "code"), [(ColorSystem.STANDARD, "31"), (ColorSystem.EIGHT_BIT, "38;5;196")])
def test_colours_are_those_the_terminal_has(system: ColorSystem, code: str) -> None:
    assert look_of(Style(color="#ff0000"), system).ink == code


def test_a_link_begins_and_ends() -> None:
    link = look_of(Style(link="http://x.example/"), ColorSystem.TRUECOLOR)
    assert "http://x.example/" in change(PLAIN, link)
    assert change(link, PLAIN) == "\x1b]8;;\x1b\\"
