"""The same lines are found by ripgrep and by Python; patterns without end are ended; nothing outside is read."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from javari_tui.domain.errors import ToolRefused
from javari_tui.domain.tools import FoundLines
from javari_tui.tools.search_secrets import Search
from javari_tui.tools.searching import search_files
from javari_tui.tools.workspace import Workspace
from tests.tools.conftest import SECRET, whole_environ


@pytest.fixture(params=["python", "ripgrep"])
def environ(request: pytest.FixtureRequest, no_tools: dict[str, str]) -> dict[str, str]:
    if request.param == "python":
        return no_tools
    if shutil.which("rg") is None:
        pytest.skip("ripgrep is not installed")
    return whole_environ()


def look(
    pattern: str, *, path: str = ".", files: str = "", limit: int = 100, regex: bool = False, seconds: float = 10
) -> Search:
    return Search(
        pattern=pattern, path=path, files=files, is_regex=regex, ignore_case=False, limit=limit, seconds=seconds
    )


def told(found: FoundLines) -> list[str]:
    return found.as_text().split("\n")


async def test_lines_are_found_in_order_with_their_places(
    environ: dict[str, str], workspace: Workspace, project: Path
) -> None:
    (project / "b.py").write_text("x = 1\r\ny = x\u2028z\r\n")
    (project / "a.md").write_text("x = 1\n")
    (project / ".github").mkdir()
    (project / ".github" / "c.py").write_text("  x = 3\n")
    found = await search_files(workspace, environ, look("x ="))
    assert told(found) == [".github/c.py:1:   x = 3", "a.md:1: x = 1", "b.py:1: x = 1"]
    assert told(await search_files(workspace, environ, look("= x", files="*.py"))) == ["b.py:2: y = x⟪U+2028⟫z"]
    assert told(await search_files(workspace, environ, look("^t.+d$", regex=True))) == ["notes/one.txt:3: third"]
    assert told(await search_files(workspace, environ, look("^t.+d$"))) == ["[nothing found]"]
    assert told(await search_files(workspace, environ, look("i", path="notes/one.txt"))) == [
        "notes/one.txt:1: first",
        "notes/one.txt:3: third",
    ]
    cut = await search_files(workspace, environ, look("x", limit=2))
    assert (len(cut.lines), cut.is_cut) == (2, True)
    with pytest.raises(ToolRefused, match="cannot be understood"):
        await search_files(workspace, environ, look("(", regex=True))


async def test_what_may_not_be_read_is_not_searched(
    environ: dict[str, str], workspace: Workspace, project: Path, outside: Path
) -> None:
    (project / "link").symlink_to(outside)
    (project / "hard").hardlink_to(outside / "secret.txt")
    os.mkfifo(project / "pipe")
    (project / "loop").symlink_to(".")
    (project / "bytes").write_bytes(b"\0" + SECRET.encode())
    (project / "node_modules").mkdir()
    (project / "node_modules" / "x").write_text(SECRET)
    (project / "home").mkdir()
    (project / "home" / "x").write_text(SECRET)
    private = Workspace.open(project, private=[project / "home"])
    found = await search_files(private, environ, look(SECRET))
    assert found.lines == ()
    with pytest.raises(ToolRefused):
        await search_files(workspace, environ, look(SECRET, path="link"))


async def test_a_pattern_without_end_is_ended(no_tools: dict[str, str], workspace: Workspace, project: Path) -> None:
    (project / "z").write_text("a" * 60 + "\n")
    found = await search_files(workspace, no_tools, look("(a+)+$|(a|a)+b", regex=True, seconds=10))
    assert found.lines
    ended = await search_files(workspace, no_tools, look("(a|a)+b", regex=True, seconds=0.4))
    assert ended.is_cut
    assert ended.lines == ()


async def test_a_project_cannot_bring_its_own_ripgrep(
    no_tools: dict[str, str], workspace: Workspace, project: Path
) -> None:
    fake = project / "bin" / "rg"
    fake.parent.mkdir()
    fake.write_text("#!/bin/sh\ntouch ran\n")
    fake.chmod(0o755)
    path = f"{fake.parent}:.:bin:{no_tools['PATH']}"
    found = await search_files(workspace, {**no_tools, "PATH": path}, look("second"))
    assert len(found.lines) == 1
    assert not list(project.rglob("ran"))
