"""Keys as people read them."""

from __future__ import annotations

import pytest

from javari_tui.commands.base import Command
from javari_tui.commands.key_names import CommandKeys, shown_key


@pytest.mark.parametrize(
    ("key", "shown"),
    [
        ("ctrl+n", "Ctrl+N"),
        ("shift+enter", "Shift+Enter"),
        ("escape", "Esc"),
        ("f1", "F1"),
        ("f12", "F12"),
        ("c", "c"),
        ("alt+c", "Alt+C"),
        ("left_square_bracket", "["),
        ("pageup", "Page Up"),
        ("ctrl+end", "Ctrl+End"),
        ("ctrl+shift+c", "Ctrl+Shift+C"),
        ("shift+tab", "Shift+Tab"),
        ("alt+up", "Alt+Up"),
    ],
)
def test_keys_are_named_as_on_the_keyboard(key: str, shown: str) -> None:
    assert shown_key(key) == shown


COMMANDS = (
    Command(id="a.keys", title="With keys", help="", keys="ctrl+a,f2"),
    Command(id="a.slash", title="With a | word", help="", slash="word"),
    Command(id="a.none", title="Neither", help=""),
)


def test_keys_then_slash_word_then_id() -> None:
    names = CommandKeys(COMMANDS)
    assert names.keys_of("a.keys") == "Ctrl+A, F2"
    assert names.keys_of("a.slash") == "/word"
    assert names.keys_of("a.none") == "a.none"
    assert names.keys_of("unknown.id") == "unknown.id"


def test_the_keymap_goes_before() -> None:
    names = CommandKeys(COMMANDS, {"a.keys": "f9", "a.slash": "f8"})
    assert names.keys_of("a.keys") == "F9"
    table = names.table()
    assert "| `F9` | With keys | `a.keys` |" in table
    assert "With a \\| word" in table
    assert "a.none" not in table
