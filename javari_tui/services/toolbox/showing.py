"""`show`: what a model wants the user to look at, beside the chat."""

from __future__ import annotations

import asyncio
from pathlib import PurePath

from javari_tui.domain.blocks import BlockKind, SourceBlock
from javari_tui.domain.errors import ToolRefused
from javari_tui.domain.untrusted_text import clean
from javari_tui.i18n import N_
from javari_tui.services.toolbox.calls import Called
from javari_tui.tools.reading import decode, read_bytes
from javari_tui.tools.workspace import Place, Workspace, opened_file

MOST_BYTES = 64 * 1024 * 1024
"""Of a file that is shown."""

_LANGUAGES = {"diff": "diff", "json": "json", "table": "csv"}
"""Of what is shown by its kind."""
_ONLY_FILES = ("file", "image")


def shown_text(called: Called) -> SourceBlock:
    """A block of the text that was given. ToolRefused when there is none."""
    kind, text = called.word("kind"), clean(called.word("text"))
    if kind in _ONLY_FILES:
        raise ToolRefused(N_("To show a file or an image, its path is needed."))
    if not text:
        raise ToolRefused(N_("There is nothing to show: neither a path nor a text."))
    return _block(called, kind, text, _title(called))


async def shown_file(called: Called, workspace: Workspace) -> SourceBlock:
    """A block of a file of the workspace."""
    kind, place = called.word("kind"), workspace.place(called.word("path"))
    if kind == "image":
        await asyncio.to_thread(_check, place)
        return _block(called, kind, clean(called.word("text")), _title(called) or place.shown, str(place.path))
    text = await asyncio.to_thread(_read, place)
    return _block(called, kind, text, _title(called) or place.shown, str(place.path))


def _block(called: Called, kind: str, text: str, title: str, path: str = "") -> SourceBlock:
    kinds = {"file": BlockKind.FILE, "image": BlockKind.IMAGE, "markdown": BlockKind.DOCUMENT}
    chosen = BlockKind.FILE if kind == "code" and path else kinds.get(kind, BlockKind.CODE)
    return SourceBlock(
        kind=chosen,
        text=text,
        language=_language(called, kind, path) if chosen in (BlockKind.CODE, BlockKind.FILE) else "",
        title=title,
        chat_id=called.chat_id,
        message_id=called.message_id,
        path=path,
        marks=_marks(called),
        call_id=called.call.id,
    )


def _language(called: Called, kind: str, path: str) -> str:
    """The language that was told, or that the kind says; of a file its name will say it."""
    told = clean(called.word("language")).strip().lower()
    if kind == "table":
        return "tsv" if told == "tsv" or PurePath(path).suffix.lower() == ".tsv" else "csv"
    return _LANGUAGES.get(kind, told)


def _title(called: Called) -> str:
    return " ".join(clean(called.word("title")).split())


def _marks(called: Called) -> tuple[tuple[int, int], ...]:
    first, last = called.number("first_line"), called.number("last_line")
    if not first:
        return ()
    if last and last < first:
        raise ToolRefused(N_("The last line to mark comes before the first."))
    return ((first, last or first),)


def _check(place: Place) -> None:
    with opened_file(place):
        pass  # a plain file that can be opened; what it shows is found out by whoever draws it


def _read(place: Place) -> str:
    data, size = read_bytes(place, MOST_BYTES)
    if size > MOST_BYTES:
        raise ToolRefused(
            N_("“{name}” is too large to be shown: {limit} MB is the most."), name=place.shown, limit=MOST_BYTES >> 20
        )
    if b"\0" in data[:8192]:
        raise ToolRefused(N_("“{name}” is no text."), name=place.shown)
    return clean(decode(data)[0])
