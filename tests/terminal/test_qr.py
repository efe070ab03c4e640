"""QR codes: what is drawn is the code of the address, square by square."""

from __future__ import annotations

import pytest
import segno

from javari_tui.terminal.qr import qr_room, qr_rows

ADDRESS = "https://billing.example/device?user_code=WDJB-MJHT"
HALVES = {" ": (0, 0), "▀": (1, 0), "▄": (0, 1), "█": (1, 1)}


def read_back(rows: tuple[str, ...], *, in_ascii: bool) -> list[list[int]]:
    """The squares that a camera sees, with the light around them."""
    if in_ascii:
        assert {row[at : at + 2] for row in rows for at in range(0, len(row), 2)} == {"##", "  "}
        return [[int(sign == "#") for sign in row[::2]] for row in rows]
    return [[HALVES[sign][half] for sign in row] for row in rows for half in (0, 1)]


def without_light(squares: list[list[int]]) -> tuple[list[list[int]], int]:
    """The code alone, and how much light is around it at least."""
    dark = [(y, x) for y, row in enumerate(squares) for x, square in enumerate(row) if square]
    top, left = min(y for y, _x in dark), min(x for _y, x in dark)
    bottom, right = max(y for y, _x in dark), max(x for _y, x in dark)
    quiet = min(top, left, len(squares) - 1 - bottom, len(squares[0]) - 1 - right)
    return [row[left : right + 1] for row in squares[top : bottom + 1]], quiet


@pytest.mark.parametrize("in_ascii", [False, True], ids=["blocks", "ascii"])
@pytest.mark.parametrize("address", [ADDRESS, "https://pay.example/" + "x1-" * 200], ids=["short", "long"])
def test_what_is_drawn_is_the_code_of_the_address_with_light_around_it(address: str, in_ascii: bool) -> None:
    rows = qr_rows(address, columns=400, rows=200, in_ascii=in_ascii)
    assert rows is not None and len({len(row) for row in rows}) == 1
    drawn, quiet = without_light(read_back(rows, in_ascii=in_ascii))
    assert drawn == [list(row) for row in segno.make(address, error="l", micro=False).matrix]
    assert quiet >= 4


@pytest.mark.parametrize("in_ascii", [False, True], ids=["blocks", "ascii"])
def test_a_code_is_drawn_where_it_fits_and_nowhere_else(in_ascii: bool) -> None:
    room = qr_room(ADDRESS, in_ascii=in_ascii)
    assert room is not None
    columns, lines = room
    least = qr_rows(ADDRESS, columns=columns, rows=lines, in_ascii=in_ascii)
    assert least is not None and (len(least[0]), len(least)) == room
    assert without_light(read_back(least, in_ascii=in_ascii))[1] == 2
    assert qr_rows(ADDRESS, columns=columns - 1, rows=lines, in_ascii=in_ascii) is None
    assert qr_rows(ADDRESS, columns=columns, rows=lines - 1, in_ascii=in_ascii) is None


def test_what_no_code_holds_has_none() -> None:
    for text in ("", "x" * 8_000):
        assert qr_rows(text, columns=999, rows=999) is None
        assert qr_room(text) is None
