"""Keys for a new line, as terminals send them."""

from __future__ import annotations

import pytest
from textual import events
from textual._xterm_parser import XTermParser

from javari_tui.terminal.keys import proper_name, should_ask_for_modified_keys, teach_newline_keys


@pytest.mark.parametrize(
    ("sent", "key"),
    [
        ("\n", "ctrl+j"),
        ("\r", "enter"),
        ("\x1b\r", "alt+enter"),
        ("\x1b[13;2u", "shift+enter"),
        ("\x1b[13;3u", "alt+enter"),
        ("\x1b[27;2;13~", "shift+enter"),
        ("\x1b[27;3;13~", "alt+enter"),
    ],
)
def test_every_form_of_a_new_line_key_has_its_proper_name(sent: str, key: str) -> None:
    teach_newline_keys()
    found = [event for event in XTermParser().feed(sent) if isinstance(event, events.Key)]

    assert [proper_name(event.key) for event in found] == [key]


def test_only_tmux_is_asked_for_modified_keys() -> None:
    assert should_ask_for_modified_keys({"TMUX": "/tmp/tmux-1/default,1,0"})
    assert not should_ask_for_modified_keys({"TERM": "xterm-256color"})
