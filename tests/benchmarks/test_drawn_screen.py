from __future__ import annotations

from benchmarks.drawn_screen import DrawnScreen


def drawn(*pieces: str) -> DrawnScreen:
    """A small screen after some pieces."""
    screen = DrawnScreen(rows=4, columns=20)
    for piece in pieces:
        screen.feed(piece.encode())
    return screen


def test_scrolling_moves_the_region_and_leaves_the_rest() -> None:
    rows = "\x1b[Hone\x1b[2Htwo\x1b[3Hthree\x1b[4Hfour"
    assert drawn(rows, "\x1b[2;3r\x1b[S\x1b[r").lines == ["one", "three", "", "four"]
    assert drawn(rows, "\x1b[2;3r\x1b[1T\x1b[r").lines == ["one", "", "two", "four"]
    assert drawn(rows, "\x1b[2S").lines == ["three", "four", "", ""]


def test_the_cursor_stays_where_it_was_when_the_screen_scrolls() -> None:
    assert drawn("\x1b[2;5Hab", "\x1b[S", "c").lines == ["    ab", "      c", "", ""]


def test_a_letter_is_repeated() -> None:
    assert drawn("-\x1b[4b|").lines[0] == "-----|"


def test_sequences_and_letters_may_be_parted_between_pieces() -> None:
    assert drawn("\x1b", "[2", ";3H", "x\x1b]0;tit", "le\x07y").lines[1] == "  xy"
    both = "é€".encode()
    screen = DrawnScreen(rows=1, columns=5)
    for byte in both:
        screen.feed(bytes([byte]))
    assert screen.lines == ["é€"]


def test_what_a_terminal_does_not_print_is_not_on_the_screen() -> None:
    assert drawn("\x1b[>25u\x1b[?2026h\x1b[<u\x1bP>|name\x1b\\\x1b[4:3ma\x1b[?2026$p").lines[0] == "a"


def test_words_are_what_one_reads() -> None:
    assert drawn("▎ Hello, world ▆\r\n │ 12 %").words[:2] == [["Hello", "world"], ["12"]]
