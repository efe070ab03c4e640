"""Rows of what was kept: as wide as they may be, and nothing of a stranger's in them but letters."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from javari_tui.domain.assets import Asset, AssetHit, AssetOrigin, AssetType, AssetVersion
from javari_tui.widgets.assets.preview import facts_of
from javari_tui.widgets.assets.rows import row_content
from javari_tui.widgets.assets.section import EVERYTHING, Lead, Row, Section, SectionKind

NOW = datetime(2026, 3, 12, 10, 30, tzinfo=ZoneInfo("UTC"))
EVIL = "[/nope] 東京 \x1b]52;c;aGFjaw==\x07\x1b[31m\u202eevil\u2066\r\n" + "A" * 4096
ASSET = Asset(
    id=1,
    type=AssetType.CODE,
    title=EVIL,
    language=EVIL,
    mime_type="text/plain",
    size=1,
    origin=AssetOrigin.CHAT,
    chat_id=None,
    message_id=None,
    created_at=NOW,
    updated_at=NOW,
    description=EVIL,
    tags=(EVIL, "x"),
    folder=EVIL,
    is_favourite=True,
)
VERSION = AssetVersion(
    asset_id=1,
    number=2,
    size=9,
    mime_type="text/plain",
    language="",
    chat_id=None,
    message_id=None,
    created_at=NOW,
    is_newest=True,
)
ROWS: list[Row] = [
    ASSET,
    AssetHit(asset=ASSET, excerpt=EVIL, matches=((0, 4), (30, 40)), title_matches=((0, 3),)),
    VERSION,
    Lead(EVERYTHING, 10_000, 5_000_000, is_heading=True),
    Lead(Section(SectionKind.TAG, EVIL), 3),
]


@pytest.mark.parametrize("row", ROWS, ids=["asset", "hit", "version", "overview", "tag"])
def test_a_row_fits_and_is_only_letters(row: Row) -> None:
    for width in (30, 40, 60, 110):
        shown = row_content(row, width, NOW)
        assert shown.cell_length <= width
        assert not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown.plain)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", facts_of(ASSET, chat=EVIL).plain)


def test_what_was_looked_for_is_marked_where_it_stands() -> None:
    asset = replace(ASSET, title="a.py", tags=())
    for before in ("", "one\n        ", "one  two " * 20):
        hit = AssetHit(
            asset=asset, excerpt=f"{before}found it", matches=((len(before), len(before) + 5),), title_matches=()
        )
        shown = row_content(hit, 60, NOW)
        marked = [shown.plain[span.start : span.end] for span in shown.spans if "bold" in str(span.style)]
        assert marked == ["found"], shown.plain
