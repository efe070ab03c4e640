"""Every shipped theme can be read by everyone: WCAG 2.2 AA, with colours and without."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.color import Color

from javari_tui.themes import (
    SIXTEEN,
    ThemeLibrary,
)
from javari_tui.themes.variables import COLOURS, STYLES

SHIPPED = ("javari-light", "javari-dark", "javari-ansi", "javari-contrast")
COLOURED = ("javari-light", "javari-dark", "javari-contrast")
SURFACES = ("background", "surface", "panel", "j-user-background", "j-code-background", "surface-active")
HUES = ("primary", "success", "warning", "error")
TOKENS = ("text", "comment", "keyword", "string", "number", "function", "type", "constant", "operator")

TEXT_PAIRS = (
    *((text, surface) for surface in SURFACES for text in ("text", "foreground", "text-muted", "foreground-muted")),
    *((f"text-{hue}", surface) for hue in (*HUES, "accent", "secondary") for surface in SURFACES),
    *(("link-color", surface) for surface in SURFACES),
    *(("text", f"{hue}-muted") for hue in HUES),
    *(("text-muted", f"{hue}-muted") for hue in HUES),
    *((f"text-{hue}", f"{hue}-muted") for hue in HUES),
    *(("button-color-foreground", hue) for hue in HUES),
    ("button-foreground", "surface"),
    ("text", "block-cursor-blurred-background"),
    ("text-muted", "block-cursor-blurred-background"),
    ("text", "block-hover-background"),
    ("block-cursor-foreground", "block-cursor-background"),
    ("block-cursor-blurred-foreground", "block-cursor-blurred-background"),
    ("input-cursor-foreground", "input-cursor-background"),
    ("input-selection-foreground", "input-selection-background"),
    ("screen-selection-foreground", "screen-selection-background"),
    ("link-color-hover", "link-background-hover"),
    ("footer-foreground", "footer-background"),
    ("footer-key-foreground", "footer-background"),
    ("footer-description-foreground", "footer-background"),
    *((f"markdown-h{level}-color", "background") for level in range(1, 7)),
    ("text", "j-add-background"),
    ("text", "j-remove-background"),
    ("j-add", "j-add-background"),
    ("j-remove", "j-remove-background"),
    *(("text", f"j-{side}-word-background") for side in ("add", "remove")),
    *((f"j-code-{token}", f"j-{side}-background") for token in TOKENS for side in ("add", "remove")),
    ("j-match-foreground", "j-match-background"),
    ("j-mark", "background"),
    *((f"j-code-{token}", "j-code-background") for token in TOKENS),
)
"""What is read on what: 4.5:1 at least."""

SIGN_PAIRS = tuple(
    (sign, surface)
    for sign in ("border", "border-blurred", "scrollbar", "scrollbar-hover", "scrollbar-active", "j-user-bar")
    for surface in ("background", "surface", "panel")
)
"""What tells something without being text: 3:1 at least."""


@pytest.fixture
def library(tmp_path: Path) -> ThemeLibrary:
    """The shipped themes and an empty folder for one's own."""
    (tmp_path / "themes").mkdir()
    return ThemeLibrary(tmp_path / "themes")


@pytest.mark.parametrize("name", COLOURED)
@pytest.mark.parametrize("is_monochrome", [False, True], ids=["coloured", "without colour"])
def test_text_and_signs_have_the_contrast_of_wcag(library: ThemeLibrary, name: str, is_monochrome: bool) -> None:
    variables = _variables(library, name)
    weak = [
        f"{front} on {back}: {_contrast(variables[front], variables[back], is_monochrome):.2f}"
        for pairs, least in ((TEXT_PAIRS, 4.5), (SIGN_PAIRS, 3.0))
        for front, back in pairs
        if _contrast(variables[front], variables[back], is_monochrome) < least
    ]
    assert weak == []


def test_the_high_contrast_theme_deserves_its_name(library: ThemeLibrary) -> None:
    variables = _variables(library, "javari-contrast")
    weak = [pair for pair in TEXT_PAIRS if _contrast(variables[pair[0]], variables[pair[1]]) < 7]
    assert weak == []
    assert min(_contrast(variables[sign], variables[on]) for sign, on in SIGN_PAIRS) >= 4.5


def test_the_theme_of_sixteen_colours_has_only_the_terminals_own(library: ThemeLibrary) -> None:
    theme = library.theme(SIXTEEN)
    assert theme is not None and theme.ansi
    colours = {getattr(theme, field) for field in COLOURS}
    colours |= {value for name, value in theme.variables.items() if name not in STYLES}
    assert all(colour.startswith("ansi_") for colour in colours)


VGA = {"black": 0, "red": 0xAA0000, "green": 0x00AA00, "yellow": 0xAA5500, "cyan": 0x00AAAA, "white": 0xAAAAAA}
XTERM = {"black": 0, "red": 0xCD0000, "green": 0x00CD00, "yellow": 0xCDCD00, "cyan": 0x00CDCD, "white": 0xE5E5E5}


@pytest.mark.parametrize("palette", [VGA, XTERM], ids=["console", "xterm"])
def test_what_it_puts_on_a_colour_can_be_read_in_common_palettes(
    library: ThemeLibrary, palette: dict[str, int]
) -> None:
    variables = _variables(library, SIXTEEN)
    own = ("ansi_default", "transparent")
    painted = [pair for pair in TEXT_PAIRS if variables[pair[1]] not in own and pair[1] not in HUES]
    assert len(painted) == 6
    for pair in painted:
        front, back = (f"#{palette[variables[name].removeprefix('ansi_')]:06x}" for name in pair)
        assert _contrast(front, back) >= 4.5, pair


def _variables(library: ThemeLibrary, name: str) -> dict[str, str]:
    theme = library.theme(name)
    assert theme is not None
    return {**theme.to_color_system().generate(), **theme.variables}


def _contrast(front: str, back: str, is_monochrome: bool = False) -> float:
    """The ratio as WCAG 2.2 defines it."""
    colours = [Color.parse(front), Color.parse(back)]
    if is_monochrome:
        colours = [colour.monochrome for colour in colours]
    dark, light = sorted(0.2126 * red + 0.7152 * green + 0.0722 * blue for red, green, blue in map(_linear, colours))
    return (light + 0.05) / (dark + 0.05)


def _linear(colour: Color) -> Iterator[float]:
    for part in colour.normalized:
        yield part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
