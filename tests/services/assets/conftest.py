"""Javari with nothing kept, and a look at its content files."""

from __future__ import annotations

from pathlib import Path

import pytest

from javari_tui.paths import folders
from javari_tui.providers.scripted import saying
from javari_tui.services.assets.assets import Assets
from tests.services.javari import Javari, Opener

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 30


@pytest.fixture
async def javari(opener: Opener) -> Javari:
    """Javari with a model that says yes."""
    return await opener(lambda _request: saying("yes"))


@pytest.fixture
def assets(javari: Javari) -> Assets:
    """All that was kept, which is nothing."""
    return javari.services.assets


def file_of(tmp_path: Path, name: str, data: bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


def content_files() -> list[Path]:
    return [path for path in folders().assets.rglob("*") if path.is_file() and path.name != ".names.lock"]
