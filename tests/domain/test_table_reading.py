"""Tables as text: how the columns are parted, what is a number, and reading no more than there is time for."""

from __future__ import annotations

import pytest

from javari_tui.domain.table_reading import TableReader, is_number, row_text


def read(text: str, language: str = "csv") -> TableReader:
    reader = TableReader(text, language)
    while reader.advance(0.0):
        pass
    return reader


@pytest.mark.parametrize(
    ("text", "language", "rows"),
    [
        ("a,b\n1,2\n", "csv", [["1", "2"]]),
        ("a;b\n1,5;2\n3,5;4\n", "csv", [["1,5", "2"], ["3,5", "4"]]),
        ("a\tb\n1 x\t2\n", "tsv", [["1 x", "2"]]),
        ("a|b\n1|2\n3|4\n", "csv", [["1", "2"], ["3", "4"]]),
        ('a,b\n"one, ""two""\nthree",4\n', "csv", [['one, "two"\nthree', "4"]]),
        ("\ufeffa,b\r\n1,2\r\n\r\n3\r\n", "csv", [["1", "2"], ["3"]]),
        ("only\none\n", "csv", [["one"]]),
    ],
)
def test_columns_are_parted_as_they_were_written(text: str, language: str, rows: list[list[str]]) -> None:
    reader = read(text, language)
    assert reader.rows == rows
    assert not reader.problem
    assert reader.names[0] in ("a", "only")
    assert row_text(rows[0], reader.delimiter) in text.replace("\r\n", "\n")


def test_a_long_table_is_read_in_steps() -> None:
    reader = TableReader("a,b\n" + "1,2\n" * 5_000, "csv")
    assert reader.advance(0.0)
    assert len(reader.rows) < 200
    while reader.advance(0.0):
        pass
    assert len(reader.rows) == 5_000


def test_quotation_marks_that_never_end_are_told() -> None:
    reader = read("a,b\n1,2\n" + '"' + "x\n" * 100_000)
    assert "This is not a table: it breaks at line" in reader.problem


@pytest.mark.parametrize("cell", ["1", "-1.5", "+3", "1,234.50", "1 234,5", "12 %", "$5", "€ 9", "(3)", "1e-9"])
def test_numbers_are_known(cell: str) -> None:
    assert is_number(cell)


@pytest.mark.parametrize("cell", ["", "a1", "1a", "2026-01-02", "10:30", "1" * 50, "-", "v1.2"])
def test_other_cells_are_no_numbers(cell: str) -> None:
    assert not is_number(cell)
