"""A workspace of real files, and what lies outside of it."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from javari_tui.tools.context import ToolContext
from javari_tui.tools.workspace import Workspace

SECRET = "the secret outside"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The workspace's folder."""
    folder = tmp_path / "project"
    (folder / "notes").mkdir(parents=True)
    (folder / "notes" / "one.txt").write_text("first\nsecond\nthird\n")
    return folder


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A folder beside it whose name begins the same, with a file that must not be read."""
    folder = tmp_path / "project-evil"
    folder.mkdir()
    (folder / "secret.txt").write_text(SECRET)
    return folder


@pytest.fixture
def workspace(project: Path) -> Workspace:
    return Workspace.open(project)


@pytest.fixture
def no_tools(tmp_path: Path) -> dict[str, str]:
    """An environment whose PATH has neither ripgrep nor bubblewrap."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("sh", "sleep", "cat", "env", "printf"):
        real = shutil.which(name)
        assert real is not None
        (folder / name).symlink_to(real)
    return {"PATH": str(folder), "HOME": str(tmp_path), "LANG": "C.UTF-8"}


@pytest.fixture
def context(workspace: Workspace, no_tools: dict[str, str]) -> ToolContext:
    moment = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
    return ToolContext(workspace=workspace, environ=no_tools, now=lambda: moment)


def whole_environ() -> dict[str, str]:
    """The environment with whatever the machine has."""
    return dict(os.environ)
