"""Assets as lines for people, and as JSON for programs."""

from __future__ import annotations

from javari_tui.domain.assets import Asset, AssetHit, AssetVersion
from javari_tui.i18n import _


def asset_line(asset: Asset) -> str:
    """An asset on one line."""
    title = one_line(asset.title) or _("(no title)")
    what = one_line(asset.language) or asset.type.value
    mark = "*" if asset.is_favourite else " "
    tags = "".join(f"  #{one_line(tag)}" for tag in asset.tags)
    return f"{asset.id:>6} {mark} {asset.updated_at.astimezone():%Y-%m-%d %H:%M}  {what:<10}  {title}{tags}"


def version_line(version: AssetVersion) -> str:
    """A version on one line."""
    mark = "*" if version.is_newest else " "
    return f"{version.number:>6} {mark} {version.created_at.astimezone():%Y-%m-%d %H:%M}  {version.size:>10} B"


def one_line(text: str) -> str:
    """A text on one line."""
    return " ".join(text.split())


def asset_json(asset: Asset) -> dict[str, object]:
    """An asset for a program to read."""
    return {
        "id": asset.id,
        "type": asset.type.value,
        "title": asset.title,
        "description": asset.description,
        "language": asset.language,
        "mime_type": asset.mime_type,
        "file_name": asset.file_name,
        "size": asset.size,
        "version": asset.version,
        "folder": asset.folder,
        "tags": list(asset.tags),
        "favourite": asset.is_favourite,
        "chat": asset.chat_id,
        "message": asset.message_id,
        "from": asset.origin.value,
        "created_at": asset.created_at.isoformat(),
        "updated_at": asset.updated_at.isoformat(),
    }


def version_json(version: AssetVersion) -> dict[str, object]:
    """A version for a program to read."""
    return {
        "version": version.number,
        "size": version.size,
        "mime_type": version.mime_type,
        "language": version.language,
        "chat": version.chat_id,
        "message": version.message_id,
        "created_at": version.created_at.isoformat(),
        "newest": version.is_newest,
    }


def hit_json(hit: AssetHit) -> dict[str, object]:
    """An asset found, for a program to read."""
    return {
        **asset_json(hit.asset),
        "excerpt": hit.excerpt,
        "matches": [list(match) for match in hit.matches],
        "title_matches": [list(match) for match in hit.title_matches],
    }
