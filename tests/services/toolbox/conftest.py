"""A trusted project with a file in it, and the toolbox over it."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.services.toolbox.bench import Bench, make_bench


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The folder Javari was started in; Git watches over it."""
    folder = tmp_path / "project"
    (folder / ".git").mkdir(parents=True)
    (folder / "notes.txt").write_text("first\nsecond\nthird\n")
    return folder


@pytest.fixture
def plain_environ(tmp_path: Path) -> dict[str, str]:
    """An environment without bubblewrap."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("sh", "sleep", "cat", "env", "printf"):
        real = shutil.which(name)
        assert real is not None
        (folder / name).symlink_to(real)
    return {"PATH": str(folder), "HOME": str(tmp_path / "home"), "SECRET_TOKEN": "not for commands"}


@pytest.fixture
async def bench(project: Path, plain_environ: dict[str, str]) -> AsyncIterator[Bench]:
    """The toolbox, and a user who trusts and allows until a test says otherwise."""
    bench = make_bench(project, plain_environ)
    yield bench
    await bench.stored.disk.close(bench.stored.database.close)
