"""What kept things are called, and what makes two of them the same thing."""

from __future__ import annotations

import re
from pathlib import Path

from javari_tui.domain.assets import ROOT_FOLDER, AssetType, NewAsset
from javari_tui.domain.blocks import BlockKind, SourceBlock
from javari_tui.domain.untrusted_text import clean

LONGEST_TITLE = 200
LONGEST_TAG = 100
LONGEST_DESCRIPTION = 10_000
MOST_TAGS = 50

_FILE_NAME = re.compile(r"[\w./\\+@-]*\w\.\w{1,8}")


def one_line(text: str, most: int = LONGEST_TITLE) -> str:
    """A name of anyone's, cleaned, on one line."""
    return " ".join(clean(text).split())[:most].rstrip()


def tags_from(tags: tuple[str, ...]) -> tuple[str, ...]:
    """Tags, cleaned, each once."""
    found = (one_line(tag.lstrip("#"), LONGEST_TAG) for tag in tags)
    return tuple(dict.fromkeys(tag for tag in found if tag))[:MOST_TAGS]


def folder_from(name: str) -> str:
    """A folder's name, cleaned; the root for none."""
    parts = (one_line(part, LONGEST_TAG) for part in name.split("/"))
    return "/".join(part for part in parts if part)[:LONGEST_TITLE] or ROOT_FOLDER


def file_name_in(title: str) -> str:
    """A title that is a file's name; empty for one that is not."""
    return title if _FILE_NAME.fullmatch(title) else ""


def asset_of(block: SourceBlock) -> NewAsset:
    """What is kept of a block: a text file, so its last line ends too."""
    is_code = block.kind is not BlockKind.DOCUMENT
    title = one_line(block.title)
    return NewAsset(
        type=AssetType.CODE if is_code else AssetType.DOCUMENT,
        title=title,
        content=block.text if block.text.endswith("\n") else f"{block.text}\n",
        language=clean(block.language) if is_code else "",
        mime_type="text/plain" if is_code else "text/markdown",
        chat_id=block.chat_id,
        message_id=block.message_id,
        file_name=file_name_in(title),
        identity=_identity(block, title),
    )


def identity_of_name(chat_id: int | None, title: str) -> str:
    """What is called by the same file name in the same chat is the same thing; empty for what has no such name."""
    return f"name:{chat_id}:{title}" if chat_id is not None and file_name_in(title) else ""


def identity_of_path(path: Path) -> str:
    """The same file on disk is the same thing."""
    return f"file:{path}"


def _identity(block: SourceBlock, title: str) -> str:
    if named := identity_of_name(block.chat_id, title):
        return named
    if block.message_id is None or block.block is None:
        return ""
    # An answer may be continued, so the block at the same place may have grown.
    return f"block:{block.message_id}:{block.block}:{block.code}"
