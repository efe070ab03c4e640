"""Tells what was pasted from what was typed, in the terminal's input as it comes, read by read.

Between the brackets of a paste everything is text, whatever it looks like: stock Textual takes an escape sequence
in there for the end, and the rest for keys. A terminal that knows no brackets sends a paste as if it were typed; it
shows itself by several lines in one read, which nobody types. Never by the clock: slow links gather keys too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

BEGIN, END = "\x1b[200~", "\x1b[201~"
LARGEST = 16 * 1024 * 1024
"""Characters of a paste that are kept: more than the prompt takes, which says so."""

# Sets by what is not in them: one up to the last code point takes milliseconds to compile.
_PARTS = re.compile(
    r"(?P<sequence>\x1b(?:\[M[\s\S]{3}|\[(?!M)[0-9:;<=>?]*[ -/]*[@-~]|O[\s\S]|[^\x1b\[O]))"
    r"|(?P<unfinished>\x1b(?:\[(?:M[\s\S]{0,2}|[0-9:;<=>?]*[ -/]*)|O)?\Z)"
    r"|(?P<text>[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]+)"
    r"|[\s\S]"
)
_SEVERAL_LINES = r"[^\r\n][\r\n]*\r[\r\n]*[^\r\n]"
_LINE_END = re.compile(r"[^\x00-\x08\n-\x1f\x7f-\x9f]\r")
_LONGEST_SEQUENCE = 32


class Pasted(NamedTuple):
    """A paste, exactly as it came."""

    text: str


class PasteFilter:
    """Splits input into keys, which pass as they are, and pastes."""

    def __init__(self) -> None:
        self._bracketed: _Bracketed | None = None
        """The paste that is coming."""
        self._unfinished = ""
        """The beginning of a sequence at the end of the last read; it has passed already."""

    def feed(self, data: str) -> Iterator[str | Pasted]:
        """One read. The brackets pass with the keys: whoever reads those may have begun with the first one."""
        while data:
            if self._bracketed is None:
                length, pieces = self._read(data)
                yield from pieces
                data = data[length:]
            else:
                rest = self._bracketed.take(data)
                if rest is None:
                    return
                yield Pasted(self._bracketed.text)
                yield END
                self._bracketed, data = None, rest

    def forget_beginning(self) -> None:
        """What looked like the beginning of a sequence was a key."""
        self._unfinished = ""

    def _read(self, data: str) -> tuple[int, list[str | Pasted]]:
        """Keys and unbracketed pastes up to the first bracket: how much of the data that is, and what it is."""
        passed, whole = len(self._unfinished), self._unfinished + data
        self._unfinished, until = "", len(whole)
        pieces: list[str | Pasted] = []
        for part in _PARTS.finditer(whole):
            if part.lastgroup == "unfinished" and len(part.group()) <= _LONGEST_SEQUENCE:
                self._unfinished = part.group()
            keys, paste = _typed_and_pasted(part.group()) if part.lastgroup == "text" else (part.group(), "")
            _add_keys(pieces, keys[max(0, passed - part.start()) :])
            if paste:
                pieces.append(Pasted(paste))
            if part.group() == BEGIN:
                self._bracketed, until = _Bracketed(), part.end()
                break
        return until - passed, pieces


class _Bracketed:
    """A paste in brackets, which may come in many reads."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._room = LARGEST
        self._last = ""
        """The end of what came: perhaps the beginning of the closing bracket."""

    def take(self, data: str) -> str | None:
        """Take more of it: what follows the closing bracket; None when that is still to come."""
        data = self._last + data
        end = data.find(END)
        until = end if end >= 0 else max(0, len(data) - len(END) + 1)
        self._parts.append(data[: min(until, self._room)])
        self._room -= min(until, self._room)
        self._last = data[until:]
        return data[end + len(END) :] if end >= 0 else None

    @property
    def text(self) -> str:
        """All that came."""
        return "".join(self._parts)


def looks_unfinished(read: str) -> bool:
    """Whether more of a paste without brackets may be on its way: a line has ended in this read."""
    return _LINE_END.search(read) is not None


def _typed_and_pasted(text: str) -> tuple[str, str]:
    """Keys, and the paste after them, in a text without sequences; an Enter in front was pressed before."""
    lines = text.lstrip("\r\n")
    return (text[: len(text) - len(lines)], lines) if re.search(_SEVERAL_LINES, lines) else (text, "")


def _add_keys(pieces: list[str | Pasted], keys: str) -> None:
    """Add keys to those that come right before."""
    if keys and pieces and isinstance(pieces[-1], str):
        pieces[-1] += keys
    elif keys:
        pieces.append(keys)
