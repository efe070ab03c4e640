"""A name for a file that something is written to: safe on every disk, whatever it is made from."""

from __future__ import annotations

import mimetypes
import re
import unicodedata

from javari_tui.domain.assets import Asset
from javari_tui.domain.file_languages import ending_of
from javari_tui.domain.untrusted_text import clean

MOST_BYTES = 255
"""Bytes of a name, as every usual disk takes them."""

_UNSAFE = re.compile(r'[/\\<>:"|?*~\s]+')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,8}")
_ENDINGS = {"text/plain": "txt", "text/markdown": "md", "application/json": "json", "text/html": "html"}


def proposed_name(asset: Asset) -> str:
    """What a file with this asset could be called: as it was called, else by its title."""
    name = safe_name(asset.file_name) or safe_name(asset.title) or f"asset-{asset.id}"
    if _ENDING.fullmatch(_ending(name)):
        return name
    ending = f".{_ending_for(asset)}"
    return _shortened(name, MOST_BYTES - len(ending)) + ending


def safe_name(text: str) -> str:
    """A text as a name: no folders, no control characters, none that a system keeps for itself; empty for nothing."""
    letters = (letter for letter in clean(text) if unicodedata.category(letter)[0] != "C" or letter in "\n\t")
    name = _UNSAFE.sub(" ", "".join(letters)).strip(" .-")
    if _RESERVED.fullmatch(name):
        name = f"_{name}"
    if len(name.encode("utf-8", "replace")) <= MOST_BYTES:
        return name
    ending = _ending(name)
    return _shortened(name.removesuffix(ending), MOST_BYTES - len(ending.encode())) + ending


def _ending(name: str) -> str:
    """The ending of a name with its dot; empty for none."""
    stem, dot, last = name.rpartition(".")
    found = f"{dot}{last}"
    return found if stem and _ENDING.fullmatch(found) else ""


def _ending_for(asset: Asset) -> str:
    if asset.language and (ending := ending_of(asset.language)):
        return ending
    guessed = _ENDINGS.get(asset.mime_type) or (mimetypes.guess_extension(asset.mime_type) or "").removeprefix(".")
    return guessed or ("txt" if asset.is_text else "bin")


def _shortened(text: str, most: int) -> str:
    """As much of a text as fits into so many bytes."""
    return text.encode("utf-8", "replace")[:most].decode("utf-8", "ignore").rstrip(" .")
