"""No control, bidi or tag character of any text reaches the terminal, whatever widget drew it."""

from __future__ import annotations

import pytest
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from javari_tui.terminal import guard

HOSTILE = [
    "\x1b]52;c;aGFjaw==\x07",
    "\x1b]0;title\x1b\\",
    "\x1b[2J\x1b[31m",
    "\x9b2J",
    "\x9d0;x\x9c",
    "\x00\x07\x08\x0b\x7f",
    "\u202eevil\u2066",
    "\U000e0041\U000e0042",
]


@pytest.fixture(autouse=True)
def guarded() -> None:
    """The guard as the app puts it in."""
    guard.install()


def rendered(strip: Strip) -> str:
    """What the terminal would get."""
    return strip.render(Console(color_system="truecolor", force_terminal=True))


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("style", [None, Style(bold=True)])
def test_hostile_text_is_rendered_without_controls(text: str, style: Style | None) -> None:
    raw = rendered(Strip([Segment(f"a{text}b", style)]))
    body = raw.replace("\x1b[1m", "").replace("\x1b[0m", "")
    assert body.startswith("a") and body.endswith("b")
    assert not any(ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or 0x202A <= ord(c) <= 0x202E for c in body)
    assert not any(0xE0000 <= ord(c) <= 0xE007F or 0x2066 <= ord(c) <= 0x2069 for c in body)


def test_a_link_target_cannot_end_its_own_sequence() -> None:
    raw = rendered(Strip([Segment("here", Style(link="http://x/\x1b\\\x1b]52;c;aGFjaw==\x07"))]))
    assert "52;c" in raw, "the harmless letters stay"
    assert "\x1b]52" not in raw
    assert raw.count("\x1b]8;") == 2


def test_ordinary_text_and_styles_are_left_alone() -> None:
    strip = Strip([Segment("Grüße, 世界 👩‍👩‍👧 ", Style(italic=True)), Segment("plain")])
    assert rendered(strip) == "\x1b[3mGrüße, 世界 👩‍👩‍👧 \x1b[0mplain"
