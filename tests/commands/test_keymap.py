"""A keymap that cannot be is told with its line, and the command keeps its own keys."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual._keyboard_protocol import FUNCTIONAL_KEYS
from textual.keys import Keys, _character_to_key

from javari_tui.commands.catalogue import ALL_COMMANDS
from javari_tui.commands.keymap import is_key, keymap_rules
from javari_tui.domain.errors import SettingsError
from javari_tui.settings import SettingsStore


def _store(file: Path, *lines: str) -> SettingsStore:
    file.write_text("keymap:\n" + "".join(f"  {line}\n" for line in lines))
    store = SettingsStore.load(file, {})
    store.use_keymap_rules(keymap_rules)
    return store


def test_every_wrong_entry_is_named_with_its_line_and_left_out(tmp_path: Path) -> None:
    file = tmp_path / "config.yaml"
    wrong = ("app.quitt: ctrl+x", "chat.new: ctrl+b", "model.choose: banana", "prompt.send: ctrl+o")
    store = _store(file, *wrong, "sidebar.toggle: f12, ctrl+f12")
    told = {problem.line or 0: problem.sentence for problem in store.problems}
    assert sorted(told) == [2, 3, 4, 5]
    assert "line 2" in told[2]
    assert "app.quitt" in told[2]
    assert "Did you mean “app.quit”?" in told[2]
    assert "ctrl+b" in told[3]
    assert "tmux" in told[3]
    assert "“banana” is not the name of a key" in told[4]
    assert "“ctrl+o” is the key of “chats.open” already, so “prompt.send” keeps its own" in told[5]
    assert dict(store.settings.keymap) == {"sidebar.toggle": "f12,ctrl+f12"}


@pytest.mark.parametrize(
    ("lines", "in_force"),
    [
        (("chats.open: ctrl+x", "prompt.send: ctrl+o"), {"chats.open": "ctrl+x", "prompt.send": "ctrl+o"}),
        (("chat.new: f10", "model.choose: f10"), {"chat.new": "f10"}),
        (("answer.stop: escape",), {"answer.stop": "escape"}),
        (("chat.new: ''",), {"chat.new": ""}),
        (("chats.open: banana", "prompt.send: ctrl+o"), {}),
        (("chat.new: ctrl+a",), {}),
        (("chat.new: Ctrl+X",), {}),
    ],
)
def test_what_is_in_force(lines: tuple[str, ...], in_force: dict[str, str], tmp_path: Path) -> None:
    store = _store(tmp_path / "config.yaml", *lines)
    assert dict(store.settings.keymap) == in_force
    assert len(store.problems) == len(lines) - len(in_force)


@pytest.mark.parametrize(("typed", "meant"), [("esc", "escape"), ("pgup", "pageup"), ("Ctrl+X", "ctrl+x")])
def test_a_mistyped_key_gets_the_one_that_was_meant(typed: str, meant: str, tmp_path: Path) -> None:
    (problem,) = _store(tmp_path / "config.yaml", f"chat.new: {typed}").problems
    assert problem.closest == meant


@pytest.mark.parametrize(("key", "text"), [("app.quitt", "f10"), ("chat.new", "ctrl+b"), ("prompt.send", "ctrl+o")])
def test_a_wrong_entry_is_not_written_either(key: str, text: str, tmp_path: Path) -> None:
    store = _store(tmp_path / "config.yaml", "chat.new: f10")
    with pytest.raises(SettingsError):
        store.set(f"keymap.{key}", text)
    store.set("keymap.chat.new", "f12")
    assert dict(store.settings.keymap) == {"chat.new": "f12"}


def test_every_key_of_a_command_is_one() -> None:
    assert [key for command in ALL_COMMANDS for key in command.keys.split(",") if key and not is_key(key)] == []


def test_the_names_are_those_that_arrive() -> None:
    arriving = {key.value for key in Keys} | set(FUNCTIONAL_KEYS.values())
    names = {name for name in keymap_rules().key_names if "+" not in name}
    assert names <= arriving
    assert all(is_key(_character_to_key(sign)) for sign in "/?[]-+_@.,;'#*")
    assert not any(is_key(key) for key in ("", "ctrl", "ctrl+", "+", "ctrl+ctrl+x", "strg+x", "ctrl+/", "?"))
