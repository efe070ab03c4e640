"""What was pasted is told from what was typed, whatever it looks like and however it is cut."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from javari_tui.terminal.pastes import BEGIN, END, LARGEST, Pasted, PasteFilter, looks_unfinished

HOSTILE = st.lists(
    st.sampled_from(
        ["\x1b", "[", "A", "\r", "\n", "\x1b[A", "\x1b]0;x\x07", "\x00", "\x1b[200~", "\x1b[201", "ñ", "\x03"]
    )
).map("".join)


def _feed(*reads: str) -> list[str | Pasted]:
    """What comes out of one filter, keys that come one after the other joined."""
    pastes, pieces = PasteFilter(), list[str | Pasted]()
    for piece in (piece for read in reads for piece in pastes.feed(read)):
        if isinstance(piece, str) and pieces and isinstance(pieces[-1], str):
            pieces[-1] += piece
        else:
            pieces.append(piece)
    return pieces


@given(HOSTILE, st.lists(st.integers(0, 60), max_size=6), st.sampled_from(["", "a", "\x1b[A", "\r"]))
def test_all_between_the_brackets_is_one_text_however_it_is_cut(content: str, cuts: list[int], around: str) -> None:
    content = content.replace(END, "")
    if (content + END).find(END) != len(content):
        return  # what is pasted ends with the beginning of the bracket
    whole = around + BEGIN + content + END + around
    ends = sorted({min(cut, len(whole)) for cut in cuts})
    reads = [whole[start:end] for start, end in zip([0, *ends], [*ends, len(whole)], strict=True)]
    assert _feed(*filter(None, reads)) == [around + BEGIN, Pasted(content), END + around]


@given(st.lists(st.sampled_from(["a", "ñ", "\x1b", "[", "\x1b[A", "\x1bO", "\x1b[M", "\x7f", "\x1b[<0;1;1M", "\x01"])))
def test_keys_pass_as_they_are(reads: list[str]) -> None:
    assert "".join(str(piece) for piece in _feed(*reads)) == "".join(reads)


@pytest.mark.parametrize(
    ("read", "pieces"),
    [
        ("hello\r", ["hello\r"]),
        ("\r", ["\r"]),
        ("\rnext", ["\rnext"]),
        ("hello\r\r", ["hello\r\r"]),
        ("one\x0atwo", ["one\x0atwo"]),
        ("one\x1b\rtwo", ["one\x1b\rtwo"]),
        ("/new\r\x1b[Ax", ["/new\r\x1b[Ax"]),
        ("\x1b[A\x1b[B\r\x1b[A", ["\x1b[A\x1b[B\r\x1b[A"]),
        ("one\rtwo", [Pasted("one\rtwo")]),
        ("one\r\ntwo\r\n", [Pasted("one\r\ntwo\r\n")]),
        ("one\r\r\ttwo\r", [Pasted("one\r\r\ttwo\r")]),
        ("\rone\rtwo", ["\r", Pasted("one\rtwo")]),
        ("\x1b[Aone\rtwo\x1b[B", ["\x1b[A", Pasted("one\rtwo"), "\x1b[B"]),
        ("\x1b[M !!one\rtwo", ["\x1b[M !!", Pasted("one\rtwo")]),
    ],
)
def test_several_lines_in_one_read_were_pasted(read: str, pieces: list[str | Pasted]) -> None:
    assert _feed(read) == pieces


def test_lines_in_reads_of_their_own_were_typed() -> None:
    assert _feed("one\r", "two\r") == ["one\rtwo\r"]


def test_the_end_of_a_sequence_in_the_next_read_is_no_text() -> None:
    assert _feed("\x1b[", "Aone\rtwo") == ["\x1b[A", Pasted("one\rtwo")]


def test_a_bracket_typed_by_hand_after_escape_begins_nothing() -> None:
    pastes = PasteFilter()
    assert list(pastes.feed("\x1b")) == ["\x1b"]
    pastes.forget_beginning()
    assert list(pastes.feed("[200~a\r")) == ["[200~a\r"]


def test_what_is_larger_than_anything_is_cut_and_still_ends() -> None:
    read = "x" * (LARGEST // 8 + 1)
    pieces = _feed(BEGIN, *[read] * 9, END + "a")
    assert [len(piece.text) for piece in pieces if isinstance(piece, Pasted)] == [LARGEST]
    assert pieces[-1] == END + "a"


@pytest.mark.parametrize(
    ("read", "more"), [("a\r", True), ("a", False), ("\r", False), ("\x1b[A\r", True), ("", False)]
)
def test_more_may_come_where_a_line_has_ended(read: str, more: bool) -> None:
    assert looks_unfinished(read) is more
