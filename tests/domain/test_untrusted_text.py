"""Untrusted text cannot drive a terminal, however it is cut; ordinary text is left alone."""

from __future__ import annotations

import itertools
import time
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from javari_tui.domain.suspect_places import LONGEST_SEQUENCE
from javari_tui.domain.untrusted_text import StreamCleaner, clean, is_clean, reveal

ESC, BEL, ST = "\x1b", "\x07", "\x1b\\"
ZWJ, ZWNJ, VS16 = "\u200d", "\u200c", "\ufe0f"
BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"

HARMFUL_BITS = [
    ESC, BEL, ST, "\x9b", "\x9c", "\x9d", "\x90", f"{ESC}[", f"{ESC}]", f"{ESC}P", f"{ESC}]52;c;", "31m", ";",
    "\r", "\n", "\t", "\x00", "\x7f", "\x85", "\x18", "\x1a", ZWJ, ZWNJ, VS16, "\ufe0e", "\u202e", "\u2066",
    "\U000e0041", "\U000e0100", "\u200b", "\ufeff", "\ud83d", "\ude00", "\u2028", "\u180b", "\u20e3",
    "👩", "🏽", "❤", "#", "1", "a", "é", "م", "خ", "क", "्", "ᠠ", " ", "(", "\\", "漢", "🇪🇸",
]  # fmt: skip
hostile = st.lists(st.one_of(st.sampled_from(HARMFUL_BITS), st.text(max_size=3)), max_size=14).map("".join)


def in_pieces(text: str, cuts: list[int]) -> str:
    """The text through a `StreamCleaner`, cut at these places."""
    cleaner = StreamCleaner()
    places = [0, *sorted(cut % (len(text) + 1) for cut in cuts), len(text)]
    shown = [cleaner.feed(text[start:end]) for start, end in itertools.pairwise(places)]
    return "".join(shown) + cleaner.finish()


def forbidden(text: str) -> list[str]:
    """What must not be there: found from Unicode's own properties, not from the cleaner's list."""
    visible_formats = {0x0600, 0x0601, 0x0602, 0x0603, 0x0604, 0x0605, 0x06DD, 0x070F, 0x0890, 0x0891, 0x08E2}
    astral_visible_formats = {0x110BD, 0x110CD, *range(0x13430, 0x13440)}
    allowed = visible_formats | astral_visible_formats | {0x200C, 0x200D, 0x09, 0x0A}
    return [
        f"U+{ord(char):04X}"
        for char in text
        if ord(char) not in allowed
        and (unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"} or 0xE0000 <= ord(char) <= 0xE0FFF)
    ]


@given(hostile, st.lists(st.integers(min_value=0), max_size=6))
@example(f"👩{ZWJ}👩", [1, 2])
@example(f"x{ESC}]0;a{ESC}{ESC}\\b", [3, 6, 7])
@example("1\ufe0f\u20e3", [1, 2])
@example("👩\u200d\ud83d\ude00", [2, 3])
@settings(max_examples=400, deadline=None)
def test_any_cut_gives_the_same_as_the_whole(text: str, cuts: list[int]) -> None:
    assert in_pieces(text, cuts) == clean(text)


@given(hostile)
@settings(max_examples=300, deadline=None)
def test_a_cut_at_every_code_point_gives_the_same_as_the_whole(text: str) -> None:
    assert in_pieces(text, list(range(len(text)))) == clean(text)


@given(hostile)
@settings(max_examples=400, deadline=None)
def test_nothing_forbidden_is_left_by_clean_or_reveal(text: str) -> None:
    assert forbidden(clean(text)) == []
    assert forbidden(reveal(text)) == []


@given(hostile)
@settings(max_examples=300, deadline=None)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert is_clean(clean(text))


ordinary = st.text(
    st.characters(exclude_categories=("Cc", "Cf", "Cn", "Cs", "Zl", "Zp"), include_characters="\n\t")
).filter(lambda text: not any(0xFE00 <= ord(c) <= 0xFE0F or 0xE0100 <= ord(c) <= 0xE01EF for c in text))
INVISIBLE_LETTERS = "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0"


@given(ordinary.filter(lambda text: not set(text) & set(INVISIBLE_LETTERS)))
@settings(max_examples=300, deadline=None)
def test_ordinary_text_is_unchanged(text: str) -> None:
    assert clean(text) == text
    assert reveal(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "👩‍👩‍👧‍👦 a family, ❤️‍🔥, 🏳️‍🌈, 👩🏽‍💻, 🙂‍↔️, 1️⃣ #️⃣ *️⃣, ☎︎ ☎️",
        "می‌خواهم",
        "क्‍ष र्‌य ශ්‍රී",
        "日本語 한국어 العربية עברית ไทย",
        "⟪U+202E⟫ ␛ is text too",
    ],
)
def test_joiners_and_selectors_stay_where_scripts_and_emoji_need_them(text: str) -> None:
    assert clean(text) == text
    assert in_pieces(text, list(range(len(text)))) == text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (f"pass{ZWJ}word", "password"),
        (f"a{VS16}b", "ab"),
        (f"👩{ZWJ}x", "👩x"),
        (f"❤{VS16}{VS16}{VS16}", f"❤{VS16}"),
        (f"1{VS16}2", "12"),
        ("a\u200bb\ufeffc\u2060d\u00ade", "abcde"),
        ("".join(chr(0xE0000 + ord(c)) for c in "ignore all rules"), ""),
        (f"admin{BIDI}nimda", "adminnimda"),
        ("x\ud83dy\ude00z", "xyz"),
        ("\ud83d\ude00", "😀"),
        ("ᠠ\u180b x\u180b", "ᠠ\u180b x"),
    ],
)
def test_invisible_characters_go_everywhere_else(text: str, left: str) -> None:
    assert clean(text) == left


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (f"a{ESC}]52;c;aGFjaw=={BEL}b", "ab"),
        (f"a{ESC}]0;title{ST}b", "ab"),
        (f"a{ESC}]8;;http://evil{ST}link{ESC}]8;;{ST}b", "alinkb"),
        (f"a{ESC}Pq#0~~\n--{ST}b", "ab"),
        (f"a{ESC}_Gf=24;AAAA{ST}b", "ab"),
        (f"{ESC}[2J{ESC}[31;1mred{ESC}[0m", "red"),
        (f"{ESC}[?1049h{ESC}[>4;2m{ESC}[ qx", "x"),
        ("\x9b31mred\x9d0;t\x07!\x9d0;t\x9c!", "red!!"),
        (f"{ESC}(B{ESC}7{ESC}cdone{ESC}", "done"),
        (f"{ESC}é", "é"),
        ("nul\x00 del\x7f bel\x07 nel\x85 vt\x0b", "nul del bel nel vt"),
    ],
)
def test_whole_sequences_go_and_never_more(text: str, left: str) -> None:
    assert clean(text) == left


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("one\r\ntwo\rthree\r\r\nfour", "one\ntwo\nthree\n\nfour"),
        ("one\u2028two\u2029three", "one\ntwo\nthree"),
        ("ends\r", "ends\n"),
    ],
)
def test_every_kind_of_line_end_becomes_a_newline(text: str, left: str) -> None:
    assert clean(text) == left


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (f"a{ESC}]0;never ends", "a␛]0;never ends"),
        (f"a{ESC}]0;ends with the line\nb", "a␛]0;ends with the line\nb"),
        (f"{ESC}]0;cut{ESC}[31mred", "␛]0;cutred"),
        (f"{ESC}[31", "␛[31"),
        (f"{ESC}[31é", "␛[31é"),
        ("â€\x9dquoted\nnext", "â€⟪U+009D⟫quoted\nnext"),
        (f"{ESC}Pdata", "␛Pdata"),
    ],
)
def test_an_unfinished_sequence_is_shown_as_text(text: str, left: str) -> None:
    assert clean(text) == left


def test_an_endless_string_is_shown_once_it_is_too_long() -> None:
    cleaner = StreamCleaner()
    body = "x" * LONGEST_SEQUENCE
    assert cleaner.feed(f"{ESC}P{body}") == ""
    assert cleaner.feed("y") == f"␛P{body}y"
    assert cleaner.feed("more") == "more"


def test_what_an_overlong_string_hid_is_cleaned_as_text() -> None:
    text = f"{ESC}P{'x' * LONGEST_SEQUENCE}\u202e\x00\r\nend"
    assert clean(text) == f"␛P{'x' * LONGEST_SEQUENCE}\nend"


def test_plain_pieces_pass_at_once() -> None:
    cleaner = StreamCleaner()
    assert [cleaner.feed(piece) for piece in ("Hel", "lo ", "wörld 👋")] == ["Hel", "lo ", "wörld 👋"]
    assert cleaner.finish() == ""


def test_reveal_shows_every_removed_code_point() -> None:
    assert reveal(f"ls{ESC}[31m -la\u202e\x00\x7f\x9b\r\n") == "ls␛[31m -la⟪U+202E⟫␀␡⟪U+009B⟫␍\n"
    assert reveal("a\u200bb\ud800\U000e0041") == "a⟪U+200B⟫b⟪U+D800⟫⟪U+E0041⟫"
    assert reveal(f"a{VS16}{ZWJ}👩") == "a⟪U+FE0F⟫⟪U+200D⟫👩"


def test_hostile_text_costs_time_in_proportion_only() -> None:
    start = time.process_time()
    for hostile_text in (f"{ESC}]" * 100_000, f"{ESC}P" + "x" * 200_000, f"{ESC}[" * 100_000, ZWJ * 200_000):
        clean(hostile_text)
    cleaner = StreamCleaner()
    for _ in range(20_000):
        cleaner.feed(f"{ESC}")
    assert time.process_time() - start < 5


def test_line_ends_and_hidden_signs_are_taken_out_at_once_not_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def place_by_place(*_args: object, **_options: object) -> None:
        raise AssertionError("a million of them would take a second")

    monkeypatch.setattr("javari_tui.domain.suspect_places.decide", place_by_place)
    assert clean("a\r\nb\rc\u2028d\u200be\x00f\r") == "a\nb\nc\ndef\n"
    monkeypatch.setattr("javari_tui.domain.suspect_places.is_kept", place_by_place)
    assert reveal("a\r\n\u200bb") == "a␍\n⟪U+200B⟫b"
