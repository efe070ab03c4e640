"""Lines of the list of chats and of what a search found."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from javari_tui.domain.chat import Chat, Role, SearchHit
from javari_tui.widgets.chat_row import chat_row, hit_row

NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)


def _chat(title: str, **fields: object) -> Chat:
    moment = datetime(2026, 11, 22, 14, 2, tzinfo=UTC)
    return Chat(id=1, uid="u", title=title, created_at=moment, updated_at=moment, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize("width", [16, 30, 80])
@pytest.mark.parametrize("title", ["Short", "A title that is much longer than the line" * 3, "日本語" * 30, ""])
def test_a_row_is_exactly_as_wide_as_its_place_and_ends_with_the_time(width: int, title: str) -> None:
    row = chat_row(_chat(title, pinned=True, tags=("work",)), width, NOW)
    assert row.cell_length <= width
    assert row.plain.replace("\u202f", " ").endswith("2:02 PM")
    assert row.plain.startswith("★ ")


def test_tags_follow_the_title() -> None:
    assert "Disks #work #nginx" in chat_row(_chat("Disks", tags=("work", "nginx")), 60, NOW).plain


def test_strangers_texts_are_cleaned_and_no_markup() -> None:
    row = chat_row(_chat("[/nope] \x1b[31mred \u202eevil", tags=("\x1b]0;x\x07",)), 80, NOW)
    assert "[/nope]" in row.plain
    assert not {"\x1b", "\x07", "\u202e"} & set(row.plain)


def test_a_hit_marks_the_words_and_names_the_chat() -> None:
    hit = SearchHit(
        chat_id=1,
        chat_title="[/nope]",
        message_id=2,
        role=Role.USER,
        excerpt="about zanzibar spices",
        matches=((6, 14),),
        created_at=NOW,
    )
    row = hit_row(hit, 60)
    assert "about zanzibar spices  [/nope]" in row.plain
    marked = [row.plain[span.start : span.end] for span in row.spans if "accent" in str(span.style)]
    assert marked == ["zanzibar"]
    assert hit_row(hit, 12).cell_length <= 12
