"""Tables as text, CSV and TSV: read a little at a time, as far as somebody looks."""

from __future__ import annotations

import csv
import io
import re
from time import perf_counter

from javari_tui.i18n import N_, _, number_text

_SAMPLE = 4_000
"""Characters from whose look it is guessed how the columns are parted."""
_DELIMITERS = ",;\t|"
_AT_ONCE = 100
"""Rows between two looks at the clock."""
_NUMBER = re.compile(r"[-+(]?[$€£¥]?\s?\d[\d,.'’\s]*(?:[eE][-+]?\d+)?\s?[%)]?", re.ASCII)
_LONGEST_NUMBER = 40
_TABS = ("tsv", "tab")
_BROKEN = N_("This is not a table: it breaks at line {line}. It is shown as code.")


class TableReader:
    """The rows of a table, as far as they were read. The first one names the columns."""

    def __init__(self, text: str, language: str = "") -> None:
        self.delimiter, spaced = ("\t", False) if language in _TABS else _delimiter_of(text)
        source = io.StringIO(text.removeprefix("\ufeff"), newline="")
        self._reader = csv.reader(source, delimiter=self.delimiter, skipinitialspace=spaced)
        self.names: list[str] = []
        """Of the columns."""
        self.rows: list[list[str]] = []
        self.columns = 0
        """As many as the longest row has."""
        self.is_done = False
        self.problem = ""
        """What is wrong with it, for the reader."""

    def advance(self, seconds: float) -> bool:
        """Read on for some time; whether there is more."""
        end = perf_counter() + seconds
        while not self.is_done:
            self._read_some()
            if perf_counter() >= end:
                break
        return not self.is_done

    def _read_some(self) -> None:
        """Some rows; those with nothing in them are left out."""
        try:
            for _turn in range(_AT_ONCE):
                row = next(self._reader, None)
                if row is None:
                    self.is_done = True
                    return
                self._take(row)
        except csv.Error:
            # What is longer than the module takes: quotation marks that never end.
            self.is_done = True
            self.problem = _(_BROKEN).format(line=number_text(self._reader.line_num))

    def _take(self, row: list[str]) -> None:
        if not row:
            return
        self.columns = max(self.columns, len(row))
        if self.names:
            self.rows.append(row)
        else:
            self.names = row


def is_number(cell: str) -> bool:
    """Whether a cell counts something: such cells stand at the right."""
    return len(cell) <= _LONGEST_NUMBER and _NUMBER.fullmatch(cell.strip()) is not None


def row_text(row: list[str], delimiter: str) -> str:
    """A row as it is written, without a line end."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator="").writerow(row)
    return out.getvalue()


def _delimiter_of(text: str) -> tuple[str, bool]:
    """What parts the columns, and whether spaces behind it count for nothing."""
    sample = text[:_SAMPLE]
    if len(text) > _SAMPLE and "\n" in sample:
        sample = sample[: sample.rindex("\n")]
    try:
        found = csv.Sniffer().sniff(sample, _DELIMITERS)
    except csv.Error:
        return ",", False
    return (found.delimiter, found.skipinitialspace) if found.delimiter in _DELIMITERS else (",", False)
