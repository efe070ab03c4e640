"""`javari chats`: list, search, show, export, import."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from javari_tui.cli import translated
from javari_tui.cli.asset_lines import asset_line
from javari_tui.cli.opened import javari, run
from javari_tui.cli.output import say, say_aside, say_json
from javari_tui.domain.assets import KeptAsset
from javari_tui.domain.chat import Chat, SearchHit
from javari_tui.domain.errors import ImportRefused
from javari_tui.i18n import N_, _, ngettext
from javari_tui.services.chats.export_files import read_export, write_export

if TYPE_CHECKING:  # brings the database with it
    from javari_tui.services import Services


@translated.group(name="chats", help=N_("List, search, show, export and import chats."))
def command() -> None:
    """Nothing of its own."""


@command.add("list", help=N_("List chats, the newest first; pinned ones come before."))
@translated.option("--archived", is_flag=True, help=N_("List the archived ones."))
@translated.option("--tag", metavar=N_("TAG"), help=N_("Only those with this tag."))
@translated.option("--limit", "-n", type=click.IntRange(min=1), metavar=N_("NUMBER"), help=N_("At most so many."))
@translated.option("--json", "as_json", is_flag=True, help=N_("Print JSON."))
def list_chats(archived: bool, tag: str | None, limit: int | None, as_json: bool) -> None:
    """Print one line for each chat."""
    chats = run(_list(archived, tag, limit))
    if as_json:
        say_json([_chat_json(chat) for chat in chats])
        return
    for chat in chats:
        marks = "*" if chat.pinned else " "
        tags = "".join(f"  #{tag}" for tag in chat.tags)
        say(f"{chat.id:>6} {marks} {_when(chat)}  {_line(chat.title) or _('(no title)')}{tags}")


async def _list(archived: bool, tag: str | None, limit: int | None) -> Sequence[Chat]:
    async with javari() as services:
        return await services.chats.list(archived=archived, tag=tag, limit=limit)


@command.add("search", help=N_("Find messages by what was said."))
@translated.argument("words", nargs=-1, required=True, metavar=N_("WORDS…"))
@translated.option("--json", "as_json", is_flag=True, help=N_("Print JSON."))
def search(words: tuple[str, ...], as_json: bool) -> int:
    """Print one line for each message found; 1 when there is none, as grep does."""
    hits = run(_search(" ".join(words)))
    if as_json:
        say_json([_hit_json(hit) for hit in hits])
    else:
        for hit in hits:
            say(f"{hit.chat_id:>6}  {_line(hit.chat_title)}: {_line(hit.excerpt)}")
        if not hits:
            say_aside(_("Nothing was found."))
    return 0 if hits else 1


async def _search(words: str) -> Sequence[SearchHit]:
    async with javari() as services:
        return await services.chats.search(words)


@command.add("show", help=N_("Print a chat as Markdown."))
@translated.argument("chat_id", type=int, metavar=N_("ID"))
@translated.option("--json", "as_json", is_flag=True, help=N_("Print JSON, with every branch."))
def show(chat_id: int, as_json: bool) -> None:
    """Print it."""
    (text,) = run(_texts((chat_id,), as_markdown=not as_json))
    say(text, end="")


@command.add("export", help=N_("Write chats to a file that “javari chats import” reads, or as Markdown."))
@translated.argument("chat_ids", nargs=-1, type=int, metavar=N_("[ID]…"))
@translated.option("--all", "everything", is_flag=True, help=N_("Every chat, archived ones too."))
@translated.option("--markdown", "as_markdown", is_flag=True, help=N_("Markdown, for people."))
@translated.option(
    "--output", "-o", type=Path, metavar=N_("FILE"), help=N_("Write to this file instead of the standard output.")
)
@translated.option("--keep", is_flag=True, help=N_("Keep each as an asset instead; their numbers are printed."))
def export(chat_ids: tuple[int, ...], everything: bool, as_markdown: bool, output: Path | None, keep: bool) -> None:
    """Write them, or keep them."""
    if everything == bool(chat_ids):
        raise click.UsageError(_("Give the chats' numbers, or --all."))
    if keep and output is not None:
        raise click.UsageError(_("Give --keep or --output, not both."))
    wanted = None if everything else chat_ids
    if keep:
        for kept in run(_keep(wanted, as_markdown=as_markdown)):
            say(asset_line(kept.asset))
        return
    texts = run(_texts(wanted, as_markdown=as_markdown))
    whole = "\n\n".join(texts) if as_markdown else _one_file(texts)
    if output is None:
        say(whole, end="")
    else:
        write_export(output, whole)
        say_aside(_("Written to {file}.").format(file=output))


async def _texts(chat_ids: Sequence[int] | None, *, as_markdown: bool) -> list[str]:
    """Each chat as Markdown or as an export."""
    async with javari() as services:
        return [await _text(services, chat_id, as_markdown) for chat_id in await _numbers(services, chat_ids)]


async def _keep(chat_ids: Sequence[int] | None, *, as_markdown: bool) -> list[KeptAsset]:
    """Each chat's export as an asset."""
    async with javari() as services:
        kept = []
        for chat_id in await _numbers(services, chat_ids):
            text = await _text(services, chat_id, as_markdown)
            chat = await services.chats.get(chat_id)
            kept.append(await services.assets.keep_export(chat, text, as_markdown=as_markdown))
        return kept


async def _numbers(services: Services, chat_ids: Sequence[int] | None) -> Sequence[int]:
    """The chats that are meant: those, or all."""
    if chat_ids is not None:
        return chat_ids
    chats = (*await services.chats.list(), *await services.chats.list(archived=True))
    return [chat.id for chat in chats]


async def _text(services: Services, chat_id: int, as_markdown: bool) -> str:
    write = services.chats.export_markdown if as_markdown else services.chats.export_json
    return await write(chat_id)


def _one_file(exports: Sequence[str]) -> str:
    """Several exports as one."""
    if len(exports) == 1:
        return exports[0]
    parts = [json.loads(export) for export in exports]
    chats = [chat for part in parts for chat in part["chats"]]
    return json.dumps({**(parts[0] if parts else {}), "chats": chats}, ensure_ascii=False, indent=1) + "\n"


@command.add("import", help=N_("Take in chats from exported files; “-” is the standard input."))
@translated.argument("files", nargs=-1, required=True, type=Path, metavar=N_("FILE…"))
def import_chats(files: tuple[Path, ...]) -> None:
    """Take them in; chats that are here already stay as they are."""
    texts = [_read(file) for file in files]
    chats = run(_import(texts))
    for chat in chats:
        say(f"{chat.id:>6}   {_when(chat)}  {_line(chat.title)}")
    say_aside(ngettext("{count} chat is here now.", "{count} chats are here now.", len(chats)).format(count=len(chats)))


async def _import(texts: Sequence[str]) -> Sequence[Chat]:
    async with javari() as services:
        return [chat for text in texts for chat in await services.chats.import_json(text)]


def _read(file: Path) -> str:
    """The text of a file to import."""
    if str(file) != "-":
        return read_export(file)
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ImportRefused from error


def _when(chat: Chat) -> str:
    """When something was said last, in this machine's time."""
    return f"{chat.updated_at.astimezone():%Y-%m-%d %H:%M}"


def _line(text: str) -> str:
    """A text on one line."""
    return " ".join(text.split())


def _chat_json(chat: Chat) -> dict[str, object]:
    """A chat for a program to read."""
    return {
        "id": chat.id,
        "uid": chat.uid,
        "title": chat.title,
        "created_at": chat.created_at.isoformat(),
        "updated_at": chat.updated_at.isoformat(),
        "pinned": chat.pinned,
        "archived": chat.archived,
        "tags": list(chat.tags),
        "model": str(chat.model) if chat.model else None,
        "messages": chat.message_count,
    }


def _hit_json(hit: SearchHit) -> dict[str, object]:
    """A message found, for a program to read."""
    return {
        "chat": hit.chat_id,
        "title": hit.chat_title,
        "message": hit.message_id,
        "role": hit.role.value,
        "excerpt": hit.excerpt,
        "matches": [list(match) for match in hit.matches],
        "created_at": hit.created_at.isoformat(),
    }
