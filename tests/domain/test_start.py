"""What the `javari` command understands before any library is loaded."""

from __future__ import annotations

import pytest

from javari_tui.domain.start import StartOptions, read_start_options


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([], StartOptions()),
        (["--new"], StartOptions(new_chat=True)),
        (["--chat", "7"], StartOptions(chat_id=7)),
        (["--chat=7", "--theme", "dark"], StartOptions(chat_id=7, theme="dark")),
        (["--language=es", "--new"], StartOptions(language="es", new_chat=True)),
    ],
)
def test_a_plain_start_is_understood(words: list[str], expected: StartOptions) -> None:
    assert read_start_options(words) == expected


@pytest.mark.parametrize(
    "words",
    [
        ["ask", "hello"],
        ["--help"],
        ["--chat"],
        ["--chat", "seven"],
        ["--chat", "٣"],
        ["--chat=", "--new"],
        ["--chat", "7", "--new"],
        ["--new=yes"],
        ["--theme", ""],
        ["--unknown"],
        ["--", "hello"],
    ],
)
def test_anything_else_is_left_to_the_command_line(words: list[str]) -> None:
    assert read_start_options(words) is None
