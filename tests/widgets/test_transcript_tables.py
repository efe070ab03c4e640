"""Tables fit where their words keep whole; else some columns are shown, and keys bring the others."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from javari_tui.widgets.transcript.body import Body
from javari_tui.widgets.transcript.columns import BETWEEN, Wanted, fit
from javari_tui.widgets.transcript.glyphs import ASCII, Page
from tests.widgets.transcript_rig import Rig, laid_out, message, rows_of, texts

WIDE = (
    "|" + "|".join(f" column{n} " for n in range(40)) + "|\n" + "|" + "---|" * 40 + "\n"
    "|" + "|".join(f" value {n} " for n in range(40)) + "|\n"
)


def test_words_of_a_usual_length_keep_whole_while_cells_wrap() -> None:
    table = "| Name | What it does | Where |\n|---|---|---|\n| alpha | " + "several words " * 9 + "| in the kitchen |\n"
    lines = texts(table, 46)
    words = {word for line in lines for word in line.split()}
    assert {"alpha", "several", "words", "kitchen"} <= words
    assert "Left and Right" not in "".join(lines)


def test_a_table_with_too_many_columns_shows_some_and_says_so_above_its_head() -> None:
    lines = texts(WIDE, 40)
    assert "Columns 2 to 4 of 40. Left and Right" in lines[0]
    head = next(line for line in lines if line.startswith("column0"))
    assert head == "column0 │ column1 │ column2 │ column3 │"
    assert all(line.cells <= 40 for line in laid_out(WIDE, 40))


async def test_keys_bring_the_other_columns_and_the_first_one_stays() -> None:
    app = Rig([message(1, f"Look:\n\n{WIDE}\nThat was it.")])
    async with app.run_test(size=(60, 20)) as pilot:
        app.transcript.focus()
        await pilot.press("home", "down")
        source = app.transcript.selected_source()
        assert source.startswith("| column0")
        await pilot.press("right", "right")
        assert "column0 │ column3 │ column4" in app.said()
        assert "value 0 │ value 3 │ value 4" in app.said()
        assert "Columns 4 to 7 of 40" in app.said()
        assert app.transcript.selected_source() == source
        for _column in range(60):
            app.transcript.action_move_columns(1)
        assert "column39" in app.said()
        await pilot.press("left")
        assert "column39" not in app.said()
        for _column in range(60):
            app.transcript.action_move_columns(-1)
        assert "column0 │ column1 │ column2" in app.said()


async def test_a_table_within_a_list_goes_sideways_too() -> None:
    nested = "- x\n\n" + "".join(f"  {line}\n" for line in WIDE.splitlines())
    app = Rig([message(1, nested)])
    async with app.run_test(size=(60, 20)) as pilot:
        app.transcript.focus()
        await pilot.press("home", "right")
        assert "column0 │ column2 │ column3" in app.said()


async def test_left_and_right_change_nothing_elsewhere() -> None:
    app = Rig([message(1, "Only text.")])
    async with app.run_test(size=(60, 20)) as pilot:
        app.transcript.focus()
        await pilot.pause()
        before = app.said()
        await pilot.press("right", "left", "right")
        assert app.said() == before


def test_the_parts_of_a_long_table_share_columns_and_alignment_unless_their_rows_want_more() -> None:
    rows = "".join(f"| row {n} | {n} | {'words ' * (n % 7)}|\n" for n in range(2_000))
    body = Body("| name | count | text |\n|---|--:|---|\n" + rows, is_open=False)
    lines = rows_of(body.blocks, Page(60))
    assert len(body.blocks) > 5
    places = {tuple(at for at, sign in enumerate(line.text) if sign == "│") for line in lines[2:]}
    assert places == {(8, 16), (9, 17)}
    last = next(line for line in reversed(lines) if "row 1999" in line.text)
    assert last.text.split("│")[1] == "  1999 "


def test_long_rows_stay_a_table() -> None:
    row = "| " + " | ".join(["some longer text in a cell"] * 10) + " |\n"
    lines = texts(row + "|" + "---|" * 10 + "\n" + row * 400, 100)
    assert not any("|" in line or "Too long" in line for line in lines)


def test_a_tag_for_a_break_is_one() -> None:
    assert texts("| a | b |\n|---|---|\n| one<br>two<br/>three | x |\n", 40)[2:] == [
        "one   │ x",
        "two   │",
        "three │",
    ]
    assert texts("one<BR />two `a<br>b`") == ["one", "two a<br>b"]


def test_marks_of_hidden_columns_have_stand_ins() -> None:
    assert all(line.isascii() for line in texts(WIDE, 40, glyphs=ASCII))


@settings(max_examples=400, deadline=None)
@given(
    cells=st.lists(st.tuples(st.integers(0, 300), st.integers(0, 12)), min_size=1, max_size=60),
    width=st.integers(4, 120),
)
def test_every_column_can_be_reached_and_never_leaves_the_width(cells: list[tuple[int, int]], width: int) -> None:
    wanted = Wanted(tuple(want for want, _low in cells), tuple(min(pair) for pair in cells))
    seen: set[int] = set()
    for start in range(fit(wanted, width).furthest + 1):
        columns = fit(wanted, width, start)
        seen.update(columns.shown)
        more = 2 if columns.furthest and columns.is_more_after else 0
        used = sum(columns.widths) + BETWEEN * (len(columns.widths) - 1) + more
        assert used <= max(width, len(columns.shown) * (1 + BETWEEN))
    assert seen == set(range(len(cells)))


@pytest.mark.parametrize("rows", ["| 1 |\n", "| 1 | 2 | 3 | 4 |\n", "|\n", "||\n", "| \\| | `a\\|b` |\n"])
def test_rows_of_any_number_of_cells_are_shown(rows: str) -> None:
    assert all(line.cells <= 30 for line in laid_out("| a | b |\n|---|---|\n" + rows * 3, 30))
