"""A file of the user's as the sidebar shows it: its text, or what it is; of something long the beginning."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path

from javari_tui.domain.blocks import BlockKind, SourceBlock
from javari_tui.domain.errors import FileRefused
from javari_tui.domain.file_facts import FileFacts
from javari_tui.i18n import N_
from javari_tui.services.files.plain_files import PlainFile, read_plain
from javari_tui.tools.reading import decode, kind_of
from javari_tui.tools.workspace import shown_name

MOST_TEXT = 1_000_000
"""Bytes of a text that are read: far more than anybody reads line by line."""
MOST_DATA = 64 * 1024 * 1024
"""Bytes of data that is shown as a tree or a table."""

_DATA = (".json", ".geojson", ".jsonl", ".jsonlines", ".ldjson", ".ndjson", ".csv", ".tsv", ".tab")
_PICTURES = ("PNG", "JPEG", "GIF", "WebP")
_PLACE = re.compile(r"(.+?):(\d{1,9})(?:-(\d{1,9}))?")
_WIDE = (b"\xff\xfe", b"\xfe\xff")
"""How texts of two bytes a character begin."""


def show_file(path: str, folder: Path, *, title: str = "", marks: tuple[tuple[int, int], ...] = ()) -> SourceBlock:
    """A file by its name or path (blocking, but never for long); FileRefused says why it is not shown."""
    return read_block(whole_path(path, folder), title or shown_name(path), marks=marks)


def named_place(written: str, folder: Path) -> tuple[str, tuple[tuple[int, int], ...]]:
    """What a person wrote as a file's name and the lines they mean, as in `a.py:12` or `"my notes.txt":3-5`."""
    text = written.strip()
    found = _PLACE.fullmatch(text)
    marks: tuple[tuple[int, int], ...] = ()
    if found is not None and not os.path.lexists(whole_path(text, folder)):
        first = int(found[2])
        text, marks = found[1], ((first, max(int(found[3] or first), first)),)
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        text = text[1:-1]
    return text, marks


def whole_path(path: str, folder: Path) -> Path:
    """Where a name leads, as it is written: links are followed anew at each look."""
    try:
        return Path(os.path.abspath(folder / Path(path).expanduser()))  # noqa: PTH100 - without resolving links
    except (RuntimeError, ValueError) as error:
        raise FileRefused(N_("{name} cannot be shown: there is no such folder."), name=shown_name(path)) from error


def read_block(path: Path, title: str, *, marks: tuple[tuple[int, int], ...] = ()) -> SourceBlock:
    """Read a file anew (blocking, but never for long)."""
    most = MOST_DATA if path.suffix.lower() in _DATA else MOST_TEXT
    read = read_plain(path, title, most)
    if most == MOST_DATA and read.size > most:
        read = read._replace(data=read.data[:MOST_TEXT])  # half a tree is none: shown as text
    kind, text, facts = _content(read)
    facts = replace(facts, stamp=read.stamp)
    return SourceBlock(kind=kind, text=text, title=title, path=str(path), marks=marks, file=facts)


def _content(read: PlainFile) -> tuple[BlockKind, str, FileFacts]:
    data, size = read.data, read.size
    is_cut = size > len(data)
    if data.startswith(_WIDE):
        return BlockKind.FILE, data.decode("utf-16", "replace"), FileFacts(size=size, is_cut=is_cut)
    if b"\0" in data[:8192] or kind_of(data) in _PICTURES:
        kind = kind_of(data)
        facts = FileFacts(size=size, is_binary=True, format=kind)
        return (BlockKind.IMAGE if kind in _PICTURES else BlockKind.FILE), "", facts
    if is_cut:
        data = data[: data.rfind(b"\n") + 1] or data
    return BlockKind.FILE, decode(data, is_whole=not is_cut)[0], FileFacts(size=size, is_cut=is_cut)
