"""Bytes of a real terminal become keys and whole pastes; nothing that is pasted is ever carried out."""

from __future__ import annotations

import os
import pty
import threading
import tty
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from textual import events
from textual.message import Message

from javari_tui.terminal.input import InputParser, InputReader
from tests.real_terminal import wait_until

Write = Callable[[bytes], None]


@contextmanager
def reading(said: list[str], first: bytes = b"") -> Iterator[Write]:
    """A reader at a terminal; `said` gets keys by their names and pastes in angle brackets."""
    outside, inside = pty.openpty()
    tty.setraw(inside)

    def note(message: Message) -> None:
        if isinstance(message, events.Key):
            said.append(message.key)
        elif isinstance(message, events.Paste):
            said.append(f"<{message.text}>")

    def write(data: bytes) -> None:
        while data:
            data = data[os.write(outside, data) :]

    ended = threading.Event()
    reader = InputReader(inside, InputParser(), note)
    thread = threading.Thread(target=reader.run, args=(ended,), kwargs={"first": first})
    thread.start()
    try:
        yield write
    finally:
        ended.set()
        thread.join()
        os.close(outside)
        os.close(inside)


def _until(said: list[str], count: int) -> list[str]:
    wait_until(lambda: len(said) >= count, lambda: f"{said}")
    return said


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"A\x1b[A\rB", "A\nB"),
        (b"line1\x1b[Aline2", "line1line2"),
        (b"a\x1b]0;title\x07b\x07c\x03d", "abcd"),
        (b"a\x00b\x00", "ab"),
        (b"\xc3\xb1 \xff", "ñ �"),
        (b"a\x1b[200~b", "ab"),
    ],
)
@pytest.mark.parametrize("is_cut", [False, True], ids=["at once", "byte by byte"])
def test_nothing_in_a_paste_is_a_key(content: bytes, text: str, is_cut: bool) -> None:
    said: list[str] = []
    data = b"\x1b[200~" + content + b"\x1b[201~z"
    with reading(said) as write:
        for piece in [data[at : at + 1] for at in range(len(data))] if is_cut else [data]:
            write(piece)
        assert _until(said, 2) == [f"<{text}>", "z"]


def test_a_paste_of_a_megabyte_is_one_text_soon() -> None:
    said: list[str] = []
    lines = "\r".join(f"line {number} \x1b[1mbold\x1b[0m" + "x" * 180 for number in range(5_000))
    with reading(said) as write:
        write(f"\x1b[200~{lines}\x1b[201~".encode())
        wait_until(lambda: bool(said), lambda: "no paste came", seconds=5)
    assert len(said) == 1
    assert said[0].count("\n") == 4_999
    assert "\x1b" not in said[0]


def test_thousands_of_lines_without_brackets_are_not_sent() -> None:
    said: list[str] = []
    with reading(said) as write:
        write(b"".join(b"line %d\r" % number for number in range(5_000)))
        wait_until(lambda: any("line 4999" in text for text in said), lambda: f"{said[-3:]}")
    assert "enter" not in said
    assert "".join(text.strip("<>") for text in said) == "".join(f"line {number}\n" for number in range(5_000))


def test_enter_after_a_word_in_the_same_read_is_enter() -> None:
    said: list[str] = []
    with reading(said) as write:
        write(b"hello\r")
        assert _until(said, 6) == [*"hello", "enter"]


def test_what_was_typed_first_comes_first() -> None:
    said: list[str] = []
    with reading(said, first=b"hi\r") as write:
        write(b"x")
        assert _until(said, 4) == ["h", "i", "enter", "x"]


def test_an_escape_alone_is_the_key() -> None:
    said: list[str] = []
    with reading(said) as write:
        write(b"\x1b")
        assert _until(said, 1) == ["escape"]
        write(b"[200~")
        assert _until(said, 6)[1:] == ["left_square_bracket", "2", "0", "0", "tilde"]


@pytest.mark.parametrize(("data", "key"), [(b"\x1be", "alt+e"), (b"\x1b\xc3\xb1", "alt+\u00f1")])
def test_a_letter_with_alt_is_a_key_and_writes_nothing(data: bytes, key: str) -> None:
    parser, found = InputParser(), list[Message]()

    def look() -> list[events.Key]:
        found.extend(parser.tick())
        return [event for event in found if isinstance(event, events.Key)]

    found.extend(parser.feed(data.decode()))
    wait_until(lambda: bool(look()), lambda: f"{found}")
    assert [(event.key, event.is_printable) for event in look()] == [(key, False)]
