"""`javari assets`: list, find, show, keep, write to files, delete what was kept."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from javari_tui.cli import translated
from javari_tui.cli.asset_lines import asset_json, asset_line, hit_json, one_line, version_json, version_line
from javari_tui.cli.opened import javari, run
from javari_tui.cli.output import on_terminal, say, say_aside, say_bytes, say_error, say_exactly, say_json
from javari_tui.domain.assets import (
    MOST_BYTES,
    Asset,
    AssetHit,
    AssetOrder,
    AssetType,
    AssetVersion,
    Exported,
    KeptAsset,
    Tidied,
)
from javari_tui.domain.errors import AssetRefused
from javari_tui.i18n import N_, _, ngettext

if TYPE_CHECKING:  # brings the database with it
    from javari_tui.services.assets.assets import Assets

_ID = translated.argument("asset_id", type=int, metavar=N_("ID"))
_JSON = translated.option("--json", "as_json", is_flag=True, help=N_("Print JSON."))
_VERSION = translated.option(
    "--version", type=click.IntRange(min=1), metavar=N_("NUMBER"), help=N_("An older version instead of the newest.")
)


def _type(help: str) -> translated.Decorator:
    kinds = click.Choice([kind.value for kind in AssetType])
    return translated.option("--type", "kind", type=kinds, metavar=N_("TYPE"), help=help)


_TYPE = _type(N_("Only these: document, code, image or export."))
_TAG = translated.option("--tag", metavar=N_("TAG"), help=N_("Only those with this tag."))
_FOLDER = translated.option("--folder", metavar=N_("FOLDER"), help=N_("Only those in this folder."))
_FAVOURITE = translated.option("--favourite", is_flag=True, help=N_("Only favourites."))


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Which assets to list or to search."""

    kind: str | None
    tag: str | None
    folder: str | None
    favourite: bool

    @property
    def type(self) -> AssetType | None:
        return None if self.kind is None else AssetType(self.kind)


@translated.group(name="assets", help=N_("Keep, list, find, print and export what you want to have again."))
def command() -> None:
    """Nothing of its own."""


@command.add("list", help=N_("List what was kept, the newest first."))
@_TYPE
@_TAG
@_FOLDER
@_FAVOURITE
@translated.option(
    "--order",
    type=click.Choice([order.value for order in AssetOrder]),
    default=AssetOrder.NEWEST.value,
    metavar=N_("ORDER"),
    help=N_("By newest, oldest, title or largest."),
)
@translated.option("--limit", "-n", type=click.IntRange(min=1), metavar=N_("NUMBER"), help=N_("At most so many."))
@_JSON
def list_assets(
    *,
    kind: str | None,
    tag: str | None,
    folder: str | None,
    favourite: bool,
    order: str,
    limit: int | None,
    as_json: bool,
) -> None:
    """Print one line for each asset."""
    assets = run(_list(_Wanted(kind, tag, folder, favourite), AssetOrder(order), limit))
    if as_json:
        say_json([asset_json(asset) for asset in assets])
        return
    for asset in assets:
        say(asset_line(asset))


async def _list(wanted: _Wanted, order: AssetOrder, limit: int | None) -> Sequence[Asset]:
    async with javari() as services:
        return await services.assets.list(
            type=wanted.type,
            tag=wanted.tag,
            folder=wanted.folder,
            favourites=wanted.favourite,
            order=order,
            limit=limit,
        )


@command.add("search", help=N_("Find assets by their title, description, tags and content."))
@translated.argument("words", nargs=-1, required=True, metavar=N_("WORDS…"))
@_TYPE
@_TAG
@_FOLDER
@_FAVOURITE
@_JSON
def search(
    *,
    words: tuple[str, ...],
    kind: str | None,
    tag: str | None,
    folder: str | None,
    favourite: bool,
    as_json: bool,
) -> int:
    """Print one line for each asset found; 1 when there is none, as grep does."""
    hits = run(_search(" ".join(words), _Wanted(kind, tag, folder, favourite)))
    if as_json:
        say_json([hit_json(hit) for hit in hits])
    else:
        for hit in hits:
            say(f"{hit.asset.id:>6}  {one_line(hit.asset.title) or _('(no title)')}: {one_line(hit.excerpt)}")
        if not hits:
            say_aside(_("Nothing was found."))
    return 0 if hits else 1


async def _search(words: str, wanted: _Wanted) -> Sequence[AssetHit]:
    async with javari() as services:
        return await services.assets.search(
            words, type=wanted.type, tag=wanted.tag, folder=wanted.folder, favourites=wanted.favourite
        )


@command.add("show", help=N_("Print what an asset holds, exactly as it was kept."))
@_ID
@_VERSION
@translated.option("--force", is_flag=True, help=N_("Every byte as it is, also to a terminal."))
def show(asset_id: int, version: int | None, force: bool) -> None:
    """Print it and nothing else."""
    data = run(_content(asset_id, version))
    if force or not on_terminal():
        say_bytes(data)
        return
    text = data.decode("utf-8", "replace")
    if "\0" in text or text.encode() != data:
        raise AssetRefused(
            N_("Asset {number} is no text, so it is not printed to a terminal."),
            cure=N_("“javari assets export {number}” writes it to a file; --force prints it anyway."),
            number=asset_id,
        )
    say_exactly(text)


async def _content(asset_id: int, version: int | None) -> bytes:
    async with javari() as services:
        return await services.assets.open_content(asset_id, version)


@command.add("versions", help=N_("List what an asset has held, the newest first."))
@_ID
@_JSON
def versions(asset_id: int, as_json: bool) -> None:
    """Print one line for each version."""
    found = run(_versions(asset_id))
    if as_json:
        say_json([version_json(version) for version in found])
        return
    for version in found:
        say(version_line(version))


async def _versions(asset_id: int) -> Sequence[AssetVersion]:
    async with javari() as services:
        return await services.assets.versions(asset_id)


@command.add("add", help=N_("Keep files as they are now; “-” is the standard input."))
@translated.argument("files", nargs=-1, required=True, type=Path, metavar=N_("FILE…"))
@translated.option("--title", metavar=N_("TITLE"), help=N_("What it is called, instead of the file's name."))
@_type(N_("What it is: document, code, image or export."))
@translated.option("--tag", "tags", multiple=True, metavar=N_("TAG"), help=N_("Give it this tag; several times."))
@translated.option("--folder", default="", metavar=N_("FOLDER"), help=N_("Put it into this folder."))
def add(files: tuple[Path, ...], title: str | None, kind: str | None, tags: tuple[str, ...], folder: str) -> int:
    """Keep them; one that cannot be kept does not keep the others from it."""
    if title and len(files) > 1:
        raise click.UsageError(_("A --title is for one file."))
    if not title and Path("-") in files:
        raise click.UsageError(_("Give a --title for what comes from the standard input."))
    sort = _Sort(title or "", None if kind is None else AssetType(kind), tags, folder)
    # Read before the loop runs, so that one Ctrl+C ends the wait; more than is kept at most is refused anyway.
    return run(_add([sys.stdin.buffer.read(MOST_BYTES + 1) if str(file) == "-" else file for file in files], sort))


@dataclass(frozen=True, slots=True)
class _Sort:
    """What is said of what is kept."""

    title: str
    type: AssetType | None
    tags: tuple[str, ...]
    folder: str


async def _add(sources: Sequence[Path | bytes], sort: _Sort) -> int:
    code = 0
    async with javari() as services:
        for source in sources:
            try:
                _say_kept(await _keep(services.assets, source, sort))
            except AssetRefused as error:
                say_error(error)
                code = error.exit_code
    return code


async def _keep(assets: Assets, source: Path | bytes, sort: _Sort) -> KeptAsset:
    if isinstance(source, bytes):
        return await assets.keep_data(source, title=sort.title, type=sort.type, tags=sort.tags, folder=sort.folder)
    return await assets.keep_file(source, title=sort.title, type=sort.type, tags=sort.tags, folder=sort.folder)


def _say_kept(kept: KeptAsset) -> None:
    say(asset_line(kept.asset))
    if kept.is_version:
        text = _("It was there, so this is version {version} of it.")
        say_aside(text.format(version=kept.asset.version))
    elif not kept.is_new:
        say_aside(_("This is kept already."))


@command.add("export", help=N_("Write what an asset holds to a file, or into a folder, and print its name."))
@_ID
@translated.argument("path", required=False, type=Path, default=Path(), metavar=N_("[FILE]"))
@_VERSION
@translated.option("--overwrite", is_flag=True, help=N_("Also over a file that is there."))
def export(asset_id: int, path: Path, version: int | None, overwrite: bool) -> None:
    """Write it and print where."""
    written = run(_export(asset_id, path, version, overwrite=overwrite))
    say(str(written.path))


async def _export(asset_id: int, path: Path, version: int | None, *, overwrite: bool) -> Exported:
    async with javari() as services:
        return await services.assets.export_to(asset_id, path, version=version, overwrite=overwrite)


@command.add("delete", help=N_("Delete an asset; for 30 days it can be brought back."))
@_ID
def delete(asset_id: int) -> None:
    """Delete it and say how to have it back."""
    run(_delete(asset_id))
    say_aside(_("Deleted. “javari assets undelete {number}” brings it back.").format(number=asset_id))


async def _delete(asset_id: int) -> None:
    async with javari() as services:
        await services.assets.delete(asset_id)


@command.add("undelete", help=N_("Bring a deleted asset back."))
@_ID
def undelete(asset_id: int) -> None:
    """Bring it back."""
    say(asset_line(run(_undelete(asset_id))))


async def _undelete(asset_id: int) -> Asset:
    async with javari() as services:
        return await services.assets.undo_delete(asset_id)


@command.add("tidy", help=N_("Remove files of deleted assets that nothing needs any more."))
def tidy() -> None:
    """Remove them and say how many."""
    tidied = run(_tidy())
    text = ngettext("{count} file was removed: {size} KB.", "{count} files were removed: {size} KB.", tidied.files)
    say_aside(text.format(count=tidied.files, size=-(-tidied.size // 1024)))


async def _tidy() -> Tidied:
    async with javari() as services:
        return await services.assets.tidy()
