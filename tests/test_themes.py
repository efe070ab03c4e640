"""A theme is found by its name and read quickly; a bad theme file is named and skipped."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from textual.app import App, ComposeResult
from textual.color import Color
from textual.theme import Theme
from textual.widgets import Input, OptionList

from javari_tui.paths import shipped
from javari_tui.themes import (
    DARK,
    LIGHT,
    SIXTEEN,
    VARIABLE_DEFAULTS,
    ThemeLibrary,
    short_name,
    theme_name,
    theme_titles,
)
from javari_tui.themes.code import code_palette
from javari_tui.themes.files import ThemeFileError, read_plain, read_theme_file, read_yaml
from javari_tui.themes.variables import VARIABLES, is_colour

SHIPPED = ("javari-light", "javari-dark", "javari-ansi", "javari-contrast")
COLOURED = ("javari-light", "javari-dark", "javari-contrast")


@pytest.fixture
def library(tmp_path: Path) -> ThemeLibrary:
    """The shipped themes and an empty folder for one's own."""
    (tmp_path / "themes").mkdir()
    return ThemeLibrary(tmp_path / "themes")


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_theme_sets_every_variable_of_ours(library: ThemeLibrary, name: str) -> None:
    theme = library.theme(name)
    assert theme is not None
    assert {v for v in VARIABLE_DEFAULTS if v.startswith("j-")} <= theme.variables.keys() <= VARIABLES


@pytest.mark.parametrize("name", SHIPPED)
def test_the_quick_reader_reads_our_files_as_yaml_does(name: str) -> None:
    text = (shipped("themes") / f"{name}.yaml").read_text()
    assert read_plain(text) == yaml.safe_load(text)


@given(st.text("ab-:# \n\"'[]{}*&!|>%@`0179nyo,", max_size=60))
def test_the_quick_reader_never_disagrees_with_yaml(text: str) -> None:
    if (plain := read_plain(text)) is not None:
        expected = yaml.safe_load(text) or {}
        assert plain == {key: value or ({} if value is None else value) for key, value in expected.items()}


def test_the_theme_in_force_is_read_without_the_yaml_library() -> None:
    code = """
        import sys
        from javari_tui.themes import ThemeLibrary
        assert ThemeLibrary().theme("javari-dark").name == "javari-dark"
        sys.exit("yaml" in sys.modules)
    """
    assert subprocess.run([sys.executable, "-c", textwrap.dedent(code)]).returncode == 0


@pytest.mark.parametrize(
    ("choice", "is_dark", "colours", "name"),
    [
        ("auto", None, 256, DARK),
        ("auto", True, 1 << 24, DARK),
        ("auto", False, 256, LIGHT),
        ("auto", False, 16, SIXTEEN),
        ("", None, 0, SIXTEEN),
        ("light", True, 256, LIGHT),
        ("dark", False, 16, DARK),
        ("contrast", None, 256, "javari-contrast"),
        ("javari-ansi", None, 256, SIXTEEN),
        ("my-own", None, 256, "my-own"),
    ],
)
def test_a_choice_means_a_theme(choice: str, is_dark: bool | None, colours: int, name: str) -> None:
    assert theme_name(choice, background_is_dark=is_dark, colours=colours) == name


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_theme_is_kept_by_its_short_name(name: str) -> None:
    assert theme_name(short_name(name)) == name
    assert "javari" not in short_name(name)


def test_what_can_be_chosen_has_a_title(library: ThemeLibrary, tmp_path: Path) -> None:
    _write(tmp_path, "rosy.yaml", "title: Rosy\nbase: javari-light\n")
    titles = theme_titles(library)
    assert list(titles) == ["auto", "light", "dark", "contrast", "ansi", "rosy"]
    assert titles["rosy"] == "Rosy"
    assert all(library.theme(theme_name(choice)) for choice in titles)
    assert "rosy" not in theme_titles()


def test_a_theme_of_ones_own_needs_only_its_main_colours(library: ThemeLibrary, tmp_path: Path) -> None:
    _write(tmp_path, "dusk.yaml", "dark: true\ncolors: {primary: '#fa0', foreground: '#eee', background: '#202'}")
    theme = library.theme("dusk")
    assert theme is not None and library.failures == ()
    assert {name for name in VARIABLE_DEFAULTS if name.startswith("j-")} <= theme.variables.keys()
    assert Color.parse(theme.variables["j-mark"]) == Color.parse("#ffaa00")
    theme.to_color_system().generate()


def test_a_theme_of_ones_own_can_change_a_shipped_one(library: ThemeLibrary, tmp_path: Path) -> None:
    _write(tmp_path, "rosy.yaml", 'title: "Rosy  light"\nbase: javari-light\nvariables:\n  j-mark: "#b0305c"\n')
    theme, base = library.theme("rosy"), library.theme(LIGHT)
    assert theme is not None and base is not None
    assert library.title("rosy") == "Rosy light"
    assert theme.variables == {**base.variables, "j-mark": "#b0305c"}
    assert (theme.background, theme.dark) == (base.background, False)


BAD_FILES = {
    "name: [": "line 2",
    "a: 1\n\tb: 2": "line 2",
    "- one\n- two": "not a list of names and values",
    "": "“primary” is missing",
    "dark: true\ncolors: {primary: '#fff', foreground: '#fff'}": "“background” is missing",
    "colors: {primary: '#fff', foreground: '#fff', background: '#000'}": "“dark” is missing",
    "base: javari-dark\ncolors: {primary: 'no-such'}": "primary: “no-such” is not a colour",
    "base: javari-dark\ncolors: {primary: 12}": "primary: “12” is not a colour",
    "base: javari-dark\ncolors: {shine: '#fff'}": "unknown colour “shine”",
    "base: javari-dark\ncolors: red": "colors: not a list",
    "base: javari-dark\nvariables: {j-mark: 'red; } Screen { display: none'}": "is not a colour",
    "base: javari-dark\nvariables: {'x; } * { display': '#fff'}": "unknown variable",
    "base: javari-dark\nvariables: {link-style: 'bold; color: red'}": "is not a text style",
    "base: nothing": "there is no theme “nothing”",
    "base: javari-dark\ndark: 3": "dark: not a text",
    "base: javari-dark\ndark: maybe": "neither true nor false",
    "base: javari-dark\nname: light": "the name “light” is taken",
    "base: javari-dark\nname: javari-dark": "the name “javari-dark” is taken",
    "base: javari-dark\nname: '../../x'": "is not a name",
    "base: javari-dark\nname: 'a, b'": "is not a name",
    'base: javari-dark\nname: "\\e[31mred"': "“red” is not a name",
    f"base: javari-dark\nname: {'a' * 41}": "is not a name",
    "base: javari-dark\nsurprise: true": "unknown field “surprise”",
    "a: &a {x: y}\nb: *a": "anchors are not allowed",
    "base: javari-dark\ntitle: \x01": "not YAML",
}


@pytest.mark.parametrize(("text", "reason"), BAD_FILES.items(), ids=range(len(BAD_FILES)))
def test_a_bad_file_is_named_and_the_others_stay(library: ThemeLibrary, tmp_path: Path, text: str, reason: str) -> None:
    bad = _write(tmp_path, "bad.yaml", text)
    _write(tmp_path, "good.yml", "base: javari-dark")
    assert [theme.name for theme in library.all()] == [*SHIPPED, "good"]
    (failure,) = library.failures
    assert failure.file == bad
    assert reason in failure.reason
    assert str(bad) in failure.sentence and failure.sentence.isprintable()


def test_files_that_cannot_be_read_are_named(library: ThemeLibrary, tmp_path: Path) -> None:
    (tmp_path / "themes" / "folder.yaml").mkdir()
    (tmp_path / "themes" / "gone.yaml").symlink_to(tmp_path / "nowhere")
    (tmp_path / "themes" / "latin.yaml").write_bytes(b"title: a\xf1o")
    _write(tmp_path, "vast.yaml", "# much\n" * 20_000)
    library.all()
    library.all()
    assert sorted(failure.file.stem for failure in library.failures) == ["folder", "gone", "latin", "vast"]


@given(st.one_of(st.text(max_size=200), st.binary(max_size=200)))
def test_no_file_whatever_stops_the_program(tmp_path_factory: pytest.TempPathFactory, content: str | bytes) -> None:
    file = tmp_path_factory.getbasetemp() / "any.yaml"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    try:
        read_theme_file(file)
    except ThemeFileError as error:
        assert str(error)


def test_names_that_look_like_paths_find_nothing(library: ThemeLibrary) -> None:
    assert library.theme("javari-../javari-dark") is None
    assert library.theme("../themes/javari-dark") is None
    assert library.theme("") is None


def test_a_deeply_nested_file_is_refused() -> None:
    with pytest.raises(ThemeFileError):
        read_yaml("a: " + "[" * 20_000)


@pytest.mark.parametrize("name", SHIPPED)
def test_code_has_a_colour_for_every_token(library: ThemeLibrary, name: str) -> None:
    theme = library.theme(name)
    assert theme is not None
    palette = code_palette(theme)
    assert palette[""] == theme.variables["j-code-text"]
    assert palette["Keyword"] != palette["Literal.String"]
    assert all(is_colour(colour) for colour in palette.values())


def test_code_has_a_colour_even_in_a_strangers_theme() -> None:
    assert set(code_palette(Theme(name="plain", primary="#ffffff", foreground="#eeeeee")).values()) == {"#eeeeee"}


async def test_every_theme_can_be_put_in_force(library: ThemeLibrary) -> None:
    class Themed(App[None]):
        CSS = "Screen { color: $j-mark; background: $j-user-background; text-style: $j-muted-style; }"

        def get_theme_variable_defaults(self) -> dict[str, str]:
            return dict(VARIABLE_DEFAULTS)

    app = Themed()
    async with app.run_test() as pilot:
        for theme in library.all():
            app.register_theme(theme)
            app.theme = theme.name
            await pilot.pause()
            assert app.screen.styles.color == Color.parse(theme.variables["j-mark"]), theme.name


@pytest.mark.parametrize("name", SHIPPED)
async def test_the_cursor_of_a_list_and_of_a_field_is_seen(library: ThemeLibrary, name: str) -> None:
    class Fields(App[None]):
        def get_theme_variable_defaults(self) -> dict[str, str]:
            return dict(VARIABLE_DEFAULTS)

        def compose(self) -> ComposeResult:
            yield OptionList("one", "two")
            yield Input("text", select_on_focus=False)

    app = Fields()
    async with app.run_test(size=(30, 12)) as pilot:
        theme = library.theme(name)
        assert theme is not None
        app.register_theme(theme)
        app.theme = name
        await pilot.press("home")
        options, field = app.query_one(OptionList), app.query_one(Input)
        assert _background(options, 0) != _background(options, 1)
        await pilot.press("tab", "home")
        grounds = [segment.style.bgcolor for segment in field.render_line(0) if segment.style and segment.text.strip()]
        assert len(set(grounds)) == 2


def _background(widget: OptionList, row: int) -> object:
    (first, *_rest) = (part for part in widget.render_line(row) if part.text.strip())
    return first.style.bgcolor if first.style else None


def _write(home: Path, name: str, text: str) -> Path:
    file = home / "themes" / name
    file.write_text(text)
    return file
