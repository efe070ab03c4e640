"""`javari assets`: list what was kept, and give it back."""

from __future__ import annotations

from collections.abc import Sequence

import click

from javari_tui.cli import translated
from javari_tui.cli.opened import javari, run
from javari_tui.cli.output import say, say_exactly, say_json
from javari_tui.domain.assets import Asset, AssetType
from javari_tui.i18n import N_, _


@translated.group(name="assets", help=N_("List and print what was kept from chats."))
def command() -> None:
    """Nothing of its own."""


@command.add("list", help=N_("List what was kept, the newest first."))
@translated.option(
    "--type",
    "kind",
    type=click.Choice([kind.value for kind in AssetType]),
    metavar=N_("TYPE"),
    help=N_("Only these: document, code, image or export."),
)
@translated.option("--limit", "-n", type=click.IntRange(min=1), metavar=N_("NUMBER"), help=N_("At most so many."))
@translated.option("--json", "as_json", is_flag=True, help=N_("Print JSON."))
def list_assets(kind: str | None, limit: int | None, as_json: bool) -> None:
    """Print one line for each asset."""
    assets = run(_list(None if kind is None else AssetType(kind), limit))
    if as_json:
        say_json([_asset_json(asset) for asset in assets])
        return
    for asset in assets:
        title = " ".join(asset.title.split()) or _("(no title)")
        what = asset.language or asset.type.value
        say(f"{asset.id:>6}  {asset.created_at.astimezone():%Y-%m-%d %H:%M}  {what:<10}  {title}")


async def _list(kind: AssetType | None, limit: int | None) -> Sequence[Asset]:
    async with javari() as services:
        return await services.assets.list(type=kind, limit=limit)


@command.add("show", help=N_("Print what an asset holds, exactly as it was kept."))
@translated.argument("asset_id", type=int, metavar=N_("ID"))
def show(asset_id: int) -> None:
    """Print it and nothing else."""
    say_exactly(run(_content(asset_id)))


async def _content(asset_id: int) -> str:
    async with javari() as services:
        return await services.assets.content(asset_id)


def _asset_json(asset: Asset) -> dict[str, object]:
    """An asset for a program to read."""
    return {
        "id": asset.id,
        "type": asset.type.value,
        "title": asset.title,
        "language": asset.language,
        "mime_type": asset.mime_type,
        "size": asset.size,
        "folder": asset.folder,
        "tags": list(asset.tags),
        "favourite": asset.is_favourite,
        "chat": asset.chat_id,
        "message": asset.message_id,
        "from": asset.origin.value,
        "created_at": asset.created_at.isoformat(),
        "updated_at": asset.updated_at.isoformat(),
    }
