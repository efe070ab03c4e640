"""Blocks of messages as they leave the chat: into the sidebar, into an asset."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from javari_tui.domain.titles import title_from

if TYPE_CHECKING:
    from javari_tui.domain.file_facts import FileFacts

LONGEST_NAME = 120
"""Characters of a file's name that are believed to be one."""

_NAMED = re.compile(r"""(?:^|\s)(?:title|file|filename|name)=["']?([^"'\s]+)""")
_FILE = re.compile(r"[\w./\\+@-]*\w\.\w{1,8}")


class BlockKind(StrEnum):
    """What a block is, as far as showing it goes."""

    CODE = "code"
    DOCUMENT = "document"
    """Text with Markdown."""
    FILE = "file"
    """A text file on disk: `path` and what was read of it."""
    IMAGE = "image"
    """A picture on disk: `path`; its text is what it shows, where that was told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceBlock:
    """A block, or several chosen together, as they were written."""

    kind: BlockKind
    text: str
    language: str = ""
    """Of code, as the fence named it."""
    title: str = ""
    """A file's name, a heading, or the first words."""
    chat_id: int | None = None
    message_id: int | None = None
    """The message it stands in, or begins in."""
    block: int | None = None
    """Which block of the message; none for several."""
    code: int = 0
    """Which of the fences inside that block, from 1; 0 for the block itself."""
    is_growing: bool = False
    """Whether its end was still being written when it was taken."""
    path: str = ""
    """Absolute, of a file or picture on disk; as it is, so not for showing."""
    marks: tuple[tuple[int, int], ...] = ()
    """First and last of the lines that are talked about, from 1."""
    call_id: str = ""
    """The tool call that shows it, where one does."""
    file: FileFacts | None = None
    """Of a file on disk, what is known of it beside its text."""


def code_title(info: str, code: str) -> str:
    """What some code is called: the file that its fence names, else its first line that says something."""
    named = _NAMED.search(info)
    if named is not None:
        return named[1][:LONGEST_NAME]
    first, _space, rest = info.strip().partition(" ")
    for word in (rest.strip(), first.partition(":")[2]):
        if word and len(word) <= LONGEST_NAME and _FILE.fullmatch(word):
            return word
    return title_from(code)
