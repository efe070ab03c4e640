"""Every command is declared once, and what is derived from it agrees."""

from __future__ import annotations

import re
from collections import Counter

from javari_tui.commands.base import Command
from javari_tui.commands.bindings import binding as textual_binding
from javari_tui.commands.catalogue import ALL_COMMANDS, SCREEN_COMMANDS, command_by_id
from javari_tui.commands.chat_list import CHAT_LIST_COMMANDS
from javari_tui.commands.help_pages import HELP_COMMANDS
from javari_tui.commands.prompt import PROMPT_COMMANDS
from javari_tui.commands.settings_pages import SETTINGS_COMMANDS
from javari_tui.commands.transcript import BLOCK_COMMANDS


def _keys(commands: tuple[Command, ...]) -> list[str]:
    return [key for command in commands for key in command.keys.split(",") if key]


def test_ids_and_slash_words_are_given_once() -> None:
    ids = Counter(command.id for command in ALL_COMMANDS)
    slashes = Counter(command.slash for command in ALL_COMMANDS if command.slash)
    assert [name for name, count in (ids + slashes).items() if count > 1] == []


def test_ids_are_stable_dotted_names() -> None:
    assert all(re.fullmatch(r"[a-z]+\.[a-z_]+", command.id) for command in ALL_COMMANDS)


def test_every_command_says_what_it_does_in_a_sentence() -> None:
    for command in ALL_COMMANDS:
        assert command.title, command.id
        assert command.title[0].isupper(), command.id
        assert command.help.endswith("."), command.id


def test_every_command_can_be_reached_by_key_palette_or_slash() -> None:
    assert [command.id for command in ALL_COMMANDS if not (command.keys or command.slash or command.in_palette)] == []


def test_no_key_means_two_things_on_the_chat_screen_but_esc() -> None:
    counts = Counter(_keys(SCREEN_COMMANDS))
    assert [key for key, count in counts.items() if count > 1] == ["escape"]


def test_no_key_means_two_things_in_any_other_place() -> None:
    for commands in (BLOCK_COMMANDS, CHAT_LIST_COMMANDS, HELP_COMMANDS, SETTINGS_COMMANDS):
        assert [key for key, count in Counter(_keys(commands)).items() if count > 1] == []


def test_the_keys_of_tmux_and_screen_are_never_taken() -> None:
    taken = {key for command in ALL_COMMANDS for key in command.keys.split(",")}
    assert not taken & {"ctrl+a", "ctrl+b"}


def test_only_keys_that_do_not_write_letters_have_priority() -> None:
    keys = [key for command in ALL_COMMANDS if command.priority for key in command.keys.split(",")]
    assert all(re.fullmatch(r"f\d+|ctrl\+[a-z]", key) for key in keys)


def test_a_command_is_found_by_its_id() -> None:
    assert all(command_by_id(command.id) is command for command in ALL_COMMANDS)
    assert command_by_id("no.such") is None


def test_a_binding_asks_for_its_command_and_can_be_moved_by_its_id() -> None:
    for command in PROMPT_COMMANDS:
        binding = textual_binding(command)
        assert binding.id == command.id
        assert command.id in binding.action
        assert binding.show == bool(command.label)
