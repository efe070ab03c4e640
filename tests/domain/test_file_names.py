"""Whatever something is called, the file it is written to has a name that is safe on every disk."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from javari_tui.domain.assets import Asset, AssetOrigin, AssetType
from javari_tui.domain.file_names import MOST_BYTES, proposed_name
from javari_tui.domain.untrusted_text import is_clean

_TIME = datetime(2026, 1, 1, tzinfo=UTC)


def _asset(title: str, *, language: str = "", mime_type: str = "text/plain", file_name: str = "") -> Asset:
    return Asset(
        id=42,
        type=AssetType.CODE,
        title=title,
        language=language,
        mime_type=mime_type,
        size=1,
        origin=AssetOrigin.CHAT,
        chat_id=None,
        message_id=None,
        created_at=_TIME,
        updated_at=_TIME,
        file_name=file_name,
    )


@pytest.mark.parametrize(
    ("asset", "name"),
    [
        (_asset("main.py", language="python"), "main.py"),
        (_asset("def f():", language="python"), "def f().py"),
        (_asset("Ein Plan für März", mime_type="text/markdown"), "Ein Plan für März.md"),
        (_asset("photo", mime_type="image/png"), "photo.png"),
        (_asset("What now? v1.2", mime_type="application/octet-stream"), "What now v1.2"),
        (_asset("renamed", file_name="notes.txt"), "notes.txt"),
        (_asset("../../etc/passwd"), "etc passwd.txt"),
        (_asset("src/app/main.py", language="python"), "src app main.py"),
        (_asset("-rf ~/.bashrc"), "rf .bashrc"),
        (_asset("nul"), "_nul.txt"),
        (_asset("CON.txt"), "_CON.txt"),
        (_asset(" .. "), "asset-42.txt"),
        (_asset("a\x1b]0;x\x07b\u202egpj.exe"), "abgpj.exe"),
    ],
)
def test_names_are_made_from_titles(asset: Asset, name: str) -> None:
    assert proposed_name(asset) == name


@settings(max_examples=60)
@example("é" * 300, "python")
@example("x" * 250 + ".py", "")
@example("..", "")
@given(st.text(max_size=300), st.sampled_from(["", "python", "nonsense/../x"]))
def test_no_name_leaves_the_folder(title: str, language: str) -> None:
    for asset in (_asset(title, language=language), _asset("", language=language, file_name=title)):
        name = proposed_name(asset)
        assert 0 < len(name.encode()) <= MOST_BYTES
        assert "/" not in name and "\\" not in name and is_clean(name) and "\n" not in name and "\0" not in name
        assert name.strip(" .") == name and not name.startswith(("-", "~"))
