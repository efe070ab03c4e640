"""`read_file`: lines of a text file of the workspace."""

from __future__ import annotations

import os

from javari_tui.domain.cutting import head_of
from javari_tui.domain.errors import ToolRefused
from javari_tui.domain.private_keys import HIDDEN, private_lines
from javari_tui.domain.tools import BinaryFile, FileText
from javari_tui.domain.untrusted_text import reveal
from javari_tui.i18n import N_
from javari_tui.tools.workspace import Place, Workspace, opened_file, refuse

MOST_READ = 8 * 1024 * 1024
"""Bytes looked at from a file's start; lines beyond are not reached."""
MOST_LINES = 2000
MOST_SHOWN = 40_000
"""Characters of one result."""

_KINDS = (
    *((b"\x89PNG", "PNG"), (b"\xff\xd8\xff", "JPEG"), (b"GIF8", "GIF"), (b"%PDF", "PDF"), (b"PK\x03\x04", "ZIP")),
    *((b"\x1f\x8b", "gzip"), (b"\x7fELF", "ELF"), (b"SQLite format 3", "SQLite"), (b"RIFF", "RIFF")),
)


def read_file(workspace: Workspace, path: str, *, offset: int, limit: int) -> FileText | BinaryFile:
    """The lines from number `offset` on (the first is 1), at most `limit` of them."""
    place = workspace.place(path)
    data, size = read_bytes(place, MOST_READ)
    if b"\0" in data[:8192]:
        return BinaryFile(path=place.shown, kind=kind_of(data), size=size)
    text, replaced = decode(data, is_whole=size <= len(data))
    return _lines(place, text, offset, limit, replaced=replaced, is_whole=size <= len(data))


def kind_of(data: bytes) -> str:
    """Which format a file has by its first bytes, such as `PNG`; empty when unknown."""
    if data[8:12] == b"WEBP":
        return "WebP"
    return next((kind for start, kind in _KINDS if data.startswith(start)), "")


def read_bytes(place: Place, most: int) -> tuple[bytes, int]:
    """The first bytes of a plain file, and how many there are in all."""
    with opened_file(place) as (descriptor, state):
        try:
            with open(os.dup(descriptor), "rb") as file:  # noqa: PTH123 - a descriptor, not a path
                data = file.read(most)
        except OSError as error:
            refuse(error, place)
        return data, max(state.st_size, len(data))


def decode(data: bytes, *, is_whole: bool = True) -> tuple[str, bool]:
    """Text of UTF-8, and whether something of it was none and was replaced."""
    try:
        return data.decode("utf-8-sig"), False
    except UnicodeDecodeError as error:
        if not is_whole and error.start >= len(data) - 3:
            return data[: error.start].decode("utf-8-sig"), False
        return data.decode("utf-8-sig", "replace"), True


def _lines(place: Place, text: str, offset: int, limit: int, *, replaced: bool, is_whole: bool) -> FileText:
    lines = text.replace("\r\n", "\n").split("\n")
    if lines[-1] == "":
        lines.pop()
    for place_of_key in private_lines(lines):
        lines[place_of_key] = HIDDEN
    if offset > max(len(lines), 1):
        raise ToolRefused(N_("“{name}” has only {count} lines."), name=place.shown, count=len(lines))
    shown: list[str] = []
    room = MOST_SHOWN
    for line in lines[offset - 1 : offset - 1 + limit]:
        if len(line) > room:
            shown += [head_of(line, room)] if not shown else []  # one endless line is shown as far as there is room
            break
        shown.append(line)
        room -= len(line) + 1
    return FileText(
        path=place.shown,
        text="\n".join(reveal(line) for line in shown),
        first_line=offset,
        last_line=offset + len(shown) - 1,
        total_lines=len(lines) if is_whole else None,
        replaced=replaced,
    )
