"""The Spanish catalogue as it is shipped: complete, well formed, and really Spanish."""

from __future__ import annotations

import errno
import os
import random
import re
from pathlib import Path

import pytest
from rich.cells import cell_len

from javari_tui import i18n, paths
from javari_tui.commands.catalogue import ALL_COMMANDS
from javari_tui.commands.chat_list import CHAT_LIST_COMMANDS
from javari_tui.commands.credits import CREDITS_PAGE_COMMANDS
from javari_tui.commands.help_pages import HELP_COMMANDS
from javari_tui.commands.settings_pages import SETTINGS_COMMANDS
from javari_tui.themes import ThemeFailure
from javari_tui.themes.files import ThemeFileError
from tooling import catalogues
from tooling.marked_texts import marked_texts

ROOT = Path(__file__).parents[1]

THE_SAME = {
    # Names, and what is written alike in both languages.
    *("Javari", "Chat", "Chats", "Plan", "Alt", "Ctrl", "Diff", "Esc", "Tab", "ID", "[ID]…", "No", "local", "Unicode"),
    # Nothing but signs and what is put in.
    *("Error: {message}", "Plan: {plan}", "{size} KB", "{problem}", "{size} bytes", "“{words}”"),
}
"""All that may be the same in Spanish."""


@pytest.fixture
def spanish() -> None:
    """Texts in Spanish."""
    i18n.use_language("es", paths.shipped("locales"))


def texts() -> dict[str, tuple[str, ...]]:
    """Every text for one with its Spanish forms."""
    catalogue = catalogues.read(paths.shipped("locales") / "es" / "LC_MESSAGES" / "javari.po")
    return {
        message.id if isinstance(message.id, str) else message.id[0]: (
            (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
        )
        for message in catalogue
        if message.id
    }


def test_the_catalogues_are_complete_and_their_placeholders_and_plurals_are_right() -> None:
    assert not list(catalogues.problems(catalogues.extract()))


def test_nothing_is_left_in_english() -> None:
    same = {text for text, forms in texts().items() if text in forms}
    # Words for one and for many: “{count} chat” is Spanish too.
    same = {text for text in same if not re.fullmatch(r"~?\{count\} (chat|token)\.?", text)}
    assert same <= THE_SAME, sorted(same - THE_SAME)


def test_both_languages_quote_and_break_off_alike() -> None:
    for text, forms in texts().items():
        for form in forms:
            assert not set(form) & set("«»"), form
            assert "..." not in form, form
            assert text.endswith("…") == form.endswith("…") or "…" not in text, form
            assert form.count("“") == form.count("”"), form


def test_questions_and_exclamations_open_with_their_sign() -> None:
    for forms in texts().values():
        for form in forms:
            # “!” alone is the sign that begins a line for the shell, or a warning; “?” alone stands for a figure.
            said = re.sub(r"^! |: \?$|!r|“!”", "", form)
            assert said.count("?") == said.count("¿"), form
            assert said.count("!") == said.count("¡"), form


@pytest.mark.parametrize("word", ["prompt", "Enter", "Shift", "sidebar", "usted", "click", "barra lateral", "preset"])
def test_words_the_interface_has_others_for_are_not_used(word: str) -> None:
    pages = [page.read_text() for page in sorted((ROOT / "help" / "es").glob("*.md"))]
    assert pages
    bodies = [page.split("---", 2)[2] for page in pages]
    used = [text for text in (*bodies, *(form for forms in texts().values() for form in forms)) if word in text]
    # Names of commands stay as they are; the key that terminals cannot tell is called by both its names.
    assert not [text for text in used if re.search(rf"(?<![+\w]){word}(?![+\w-]|\.\w)", text)]


def test_the_folder_of_compiled_catalogues_is_its_owners(tmp_path: Path) -> None:
    i18n.use_language("es", paths.shipped("locales"), tmp_path / "cache")
    assert (tmp_path / "cache").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("kept", [0, 1, 3, 7, 20, 200, 4000])
def test_a_damaged_compiled_catalogue_is_made_anew(tmp_path: Path, kept: int) -> None:
    i18n.use_language("es", paths.shipped("locales"), tmp_path)
    (compiled,) = tmp_path.iterdir()
    whole = compiled.read_bytes()
    compiled.write_bytes(whole[:kept])

    i18n.use_language("es", paths.shipped("locales"), tmp_path)

    assert i18n._("Help") == "Ayuda"
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [whole]


def test_random_bytes_for_a_compiled_catalogue_are_no_crash(tmp_path: Path) -> None:
    i18n.use_language("es", paths.shipped("locales"), tmp_path)
    (compiled,) = tmp_path.iterdir()
    whole = compiled.read_bytes()
    for seed in range(300):
        damaged = bytearray(whole)
        dice = random.Random(seed)
        for _ in range(4):
            damaged[dice.randrange(400 if seed % 2 else len(whole))] = dice.randrange(256)
        compiled.write_bytes(damaged)
        i18n._read_compiled(compiled)  # text that is merely wrong cannot be told from a translation


def test_a_full_disk_costs_only_the_compiled_catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)

    i18n.use_language("es", paths.shipped("locales"), tmp_path)

    assert i18n._("Help") == "Ayuda"
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("count", "shown"), [(1, "1 cosa no funciona."), (2, "2 cosas no funcionan.")])
def test_plurals_follow_the_number(spanish: None, count: int, shown: str) -> None:
    text = i18n.ngettext("{count} thing does not work.", "{count} things do not work.", count)
    assert text.format(count=count) == shown


def test_numbers_are_written_as_the_language_writes_them(spanish: None) -> None:
    assert i18n.number_text(1234567) == "1.234.567"
    assert i18n.number_text(1.84, 1) == "1,8"
    i18n.use_language("en", paths.shipped("locales"))
    assert i18n.number_text(1234567) == "1,234,567"
    assert i18n.number_text(1.84, 1) == "1.8"
    i18n.use_language(i18n.PSEUDO_LANGUAGE, paths.shipped("locales"))
    assert i18n.number_text(1234567) == "1,234,567"


def test_a_skipped_theme_is_told_in_spanish_and_logged_in_english(spanish: None) -> None:
    failure = ThemeFailure(Path("mine.yaml"), ThemeFileError("{field}: not a text", field="dark"))
    assert failure.sentence == "Se omitió el tema mine.yaml: dark: no es un texto."
    assert failure.reason == "dark: not a text"


def test_labels_of_the_last_line_are_short(spanish: None) -> None:
    commands = (*ALL_COMMANDS, *CHAT_LIST_COMMANDS, *CREDITS_PAGE_COMMANDS, *HELP_COMMANDS, *SETTINGS_COMMANDS)
    labels = {i18n._(command.label) for command in commands if command.label}
    assert "Ayuda" in labels
    assert not [label for label in labels if cell_len(label) > 14 or len(label.split()) > 2]


def test_marked_texts_are_found_wherever_they_stand() -> None:
    source = (
        "TITLE = N_('Title')\n"
        "def show(count):\n"
        "    # Translators: seen in a corner\n"
        "    say(i18n._('Two ' 'pieces'))\n"
        "    return f\"{_('Inside')}: {ngettext('one', 'many', count)}\" + _(\"\")\n"
    )
    found = {text.forms: text.notes for text in marked_texts(source)}
    assert found == {
        ("Title",): (),
        ("Two pieces",): ("Translators: seen in a corner",),
        ("Inside",): (),
        ("one", "many"): (),
    }
