"""Full-text search over everything that was kept."""

from __future__ import annotations

from collections.abc import Iterable

from javari_tui.domain.assets import AssetHit
from javari_tui.domain.untrusted_text import clean
from javari_tui.storage.asset_reads import ASSET_COLUMNS, AssetFilter, asset_from_row
from javari_tui.storage.database import Database
from javari_tui.storage.excerpts import READ, Term, excerpt, matches_in
from javari_tui.storage.rows import Parameter, rows
from javari_tui.storage.sqlite_library import sqlite
from javari_tui.storage.text_queries import Texts, match_query, sign_patterns, terms_of

# What is called so comes before what only says so; then the newest first. Nothing is scored: see `search.py`.
_SQL = f"""
    SELECT {ASSET_COLUMNS}, substr(a.content, 1, :read) AS said
    FROM {{among}}
    WHERE {{found}} AND {{wanted}}
    ORDER BY {{number}} DESC LIMIT :limit
"""  # noqa: S608 - our own names
_COLUMNS = ("a.title", "a.description", "a.tags", "a.file_name", "a.content")


def search_assets(
    database: Database, words: str, wanted: AssetFilter | None = None, *, limit: int = 50
) -> tuple[AssetHit, ...]:
    """Assets with all of these words; those whose title has them come first, then the newest.

    The last word may be only begun; words in double quotes stand side by side. See `search_messages`.
    """
    terms = terms_of(words)
    if not terms or limit < 1:
        return ()
    where, needed = (wanted or AssetFilter()).sql()
    texts = Texts(_SQL.replace("{wanted}", where), "assets_index", "user_assets a", "a.id", _COLUMNS)
    query = match_query(terms)
    signs = sign_patterns(terms)
    needed |= {"read": READ, "limit": limit, **signs}
    with database.reading() as session:
        plain = database.plain(session)
        found: dict[int, sqlite.Row] = {}
        if not signs:
            titled = {**needed, "query": f"{{title}} : ({query})"}
            found = {row["id"]: row for row in rows(plain, texts.read(terms), titled)}
        if len(found) < limit:
            everywhere: dict[str, Parameter] = {**needed, "query": query}
            for row in rows(plain, texts.read(terms), everywhere):
                found.setdefault(row["id"], row)
        return tuple(_hit(row, terms) for row in list(found.values())[:limit])


def _hit(row: sqlite.Row, terms: tuple[Term, ...]) -> AssetHit:
    asset = asset_from_row(row)
    text, matches = excerpt(_texts(row, asset.tags), terms)
    return AssetHit(asset=asset, excerpt=text, matches=matches, title_matches=tuple(matches_in(asset.title, terms)))


def _texts(row: sqlite.Row, tags: Iterable[str]) -> Iterable[str]:
    """Where the words can stand beside the title. What is from disk was never cleaned."""
    return (clean(row["said"]), row["description"], ", ".join(tags), clean(row["file_name"]))
