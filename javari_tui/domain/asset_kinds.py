"""What a file is, by its name and its first bytes."""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass
from functools import cache

from javari_tui.domain.assets import AssetType, is_text_type
from javari_tui.domain.file_languages import language_of

BINARY = "application/octet-stream"
"""The type of bytes of which nothing is known."""

_MAGIC = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
    b"BM": "image/bmp",
    b"II*\0": "image/tiff",
    b"MM\0*": "image/tiff",
    b"%PDF-": "application/pdf",
}
# Written in a language, yet read as a document.
_DOCUMENTS = frozenset({"markdown", "latex"})
_OWN_TYPES = {"md": "text/markdown", "markdown": "text/markdown", "yaml": "text/yaml", "yml": "text/yaml"}


@dataclass(frozen=True, slots=True)
class FileKind:
    """What a file is."""

    type: AssetType
    mime_type: str
    language: str


def kind_of(name: str, beginning: bytes, *, is_text: bool) -> FileKind:
    """What a file of this name is that begins so. Its bytes are believed more than its name."""
    found = _by_bytes(beginning)
    if not is_text and found:
        kind = AssetType.IMAGE if found.startswith("image/") else AssetType.DOCUMENT
        return FileKind(kind, found, "")
    mime_type = _by_name(name)
    if not mime_type or is_text != is_text_type(mime_type):
        mime_type = "text/plain" if is_text else BINARY
    language = language_of(name) if is_text else ""
    if mime_type.startswith("image/"):
        return FileKind(AssetType.IMAGE, mime_type, language)
    is_code = bool(language) and language not in _DOCUMENTS
    return FileKind(AssetType.CODE if is_code else AssetType.DOCUMENT, mime_type, language if is_code else "")


def _by_bytes(beginning: bytes) -> str:
    """A type that its first bytes tell; empty for none."""
    if beginning[:4] == b"RIFF" and beginning[8:12] == b"WEBP":
        return "image/webp"
    if beginning[4:12] in (b"ftypavif", b"ftypheic"):
        return f"image/{beginning[8:12].decode()}"
    return next((kind for magic, kind in _MAGIC.items() if beginning.startswith(magic)), "")


def _by_name(name: str) -> str:
    ending = name.lower().rpartition(".")[2]
    # A picture by its name alone is none: what shows pictures would choke on it.
    guessed = _OWN_TYPES.get(ending) or _types().guess_type(name.lower())[0] or ""
    return guessed if not guessed.startswith("image/") or guessed == "image/svg+xml" else ""


@cache
def _types() -> mimetypes.MimeTypes:
    """What Python knows itself; a machine's own lists differ."""
    return mimetypes.MimeTypes()
