"""No way leads out of the workspace, and nothing that is no plain file is opened."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from javari_tui.domain.errors import ToolRefused
from javari_tui.tools.reading import read_bytes, read_file
from javari_tui.tools.workspace import Workspace
from tests.tools.conftest import SECRET


def read(workspace: Workspace, path: str) -> str:
    return read_file(workspace, path, offset=1, limit=100).as_text()


def link_to_file(project: Path, outside: Path) -> str:
    (project / "way").symlink_to(outside / "secret.txt")
    return "way"


def link_to_folder(project: Path, outside: Path) -> str:
    (project / "way").symlink_to(outside)
    return "way/secret.txt"


def chain_of_links(project: Path, outside: Path) -> str:
    (project / "notes" / "b").symlink_to("../../project-evil")
    (project / "a").symlink_to("notes/b")
    return "a/secret.txt"


def link_and_up(project: Path, outside: Path) -> str:
    (outside / "deep").mkdir()
    (project / "way").symlink_to(outside / "deep")
    return "way/../secret.txt"


def hard_link(project: Path, outside: Path) -> str:
    (project / "way").hardlink_to(outside / "secret.txt")
    return "way"


WAYS: list[Callable[[Path, Path], str]] = [
    lambda project, outside: "../project-evil/secret.txt",
    lambda project, outside: "notes/../../project-evil/secret.txt",
    lambda project, outside: str(outside / "secret.txt"),
    lambda project, outside: f"/proc/self/root{outside}/secret.txt",
    lambda project, outside: f"{project}-evil/secret.txt",
    lambda project, outside: f"/proc/{os.getpid()}/cwd/../{outside}/secret.txt",
    *(link_to_file, link_to_folder, chain_of_links, link_and_up, hard_link),
]


@pytest.mark.parametrize("way", WAYS)
def test_no_way_leads_out(way: Callable[[Path, Path], str], workspace: Workspace, project: Path, outside: Path) -> None:
    path = way(project, outside)
    with pytest.raises(ToolRefused):
        read(workspace, path)


def test_an_added_folder_is_no_longer_outside(workspace: Workspace, outside: Path) -> None:
    wider = workspace.with_folder(outside)
    assert read(wider, str(outside / "secret.txt")) == SECRET
    assert wider.place(str(outside / "secret.txt")).shown == str(outside / "secret.txt")


def test_links_that_stay_inside_are_ways_like_others(workspace: Workspace, project: Path) -> None:
    (project / "short").symlink_to("notes")
    assert read(workspace, "short/one.txt").startswith("first")


def test_what_becomes_a_link_after_it_was_resolved_leads_nowhere(
    workspace: Workspace, project: Path, outside: Path
) -> None:
    (project / "notes" / "secret.txt").write_text("harmless")
    place = workspace.place("notes/secret.txt")
    (project / "notes").rename(project / "old")
    (project / "notes").symlink_to(outside)
    with pytest.raises(ToolRefused):
        read_bytes(place, 100)
    (project / "notes").unlink()
    (project / "notes").mkdir()
    (project / "notes" / "secret.txt").symlink_to(outside / "secret.txt")
    with pytest.raises(ToolRefused):
        read_bytes(place, 100)


def test_another_folder_under_the_trusted_name_is_not_trusted(
    workspace: Workspace, project: Path, outside: Path
) -> None:
    project.rename(project.with_name("moved"))
    outside.rename(project)
    with pytest.raises(ToolRefused, match="not the folder it was"):
        read(workspace, "secret.txt")


@pytest.mark.parametrize("kind", ["pipe", "socket", "device", "loop", "folder", "nothing"])
def test_what_is_no_file_is_refused_at_once(
    kind: str, workspace: Workspace, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = project / "thing"
    listening = socket.socket(socket.AF_UNIX)
    if kind == "pipe":
        os.mkfifo(place)
    elif kind == "socket":
        monkeypatch.chdir(project)  # the path of a socket must be short
        listening.bind("thing")
    elif kind == "device":
        place.symlink_to("/dev/zero")
    elif kind == "loop":
        place.symlink_to("thing")
    elif kind == "folder":
        place.mkdir()
    with listening, pytest.raises(ToolRefused):
        read(workspace, "thing")


def test_what_is_javaris_own_stays_its_own(project: Path) -> None:
    (project / "home").mkdir()
    (project / "home" / "config.yaml").write_text("a: 1")
    workspace = Workspace.open(project, private=[project / "home", project / "later"])
    for path in ("home/config.yaml", "home", "later/new.yaml"):
        with pytest.raises(ToolRefused, match="Javari itself"):
            workspace.place(path)


def test_git_is_read_but_never_written(workspace: Workspace, project: Path) -> None:
    (project / ".git").mkdir()
    (project / "g").symlink_to(".git")
    assert workspace.place(".git/config").parts == (".git", "config")
    for path in (".git/hooks/pre-commit", "notes/.GIT/config", "g/config"):
        with pytest.raises(ToolRefused, match="Git"):
            workspace.place(path, to_write=True)


@pytest.mark.parametrize("kind", ["link", "file", "worktree", "other name"])
def test_what_git_keeps_elsewhere_is_never_written(kind: str, workspace: Workspace, project: Path) -> None:
    (project / "store" / "hooks").mkdir(parents=True)
    if kind == "link":
        (project / ".git").symlink_to("store")
    elif kind == "file":
        (project / ".git").write_text("gitdir: ./store\n")
    elif kind == "worktree":
        (project / "tree").mkdir()
        (project / "tree" / "commondir").write_text("../store\n")
        (project / ".git").write_text(f"gitdir: {project / 'tree'}\n")
    else:
        for piece in ("HEAD", "objects", "refs"):
            (project / "store" / piece).mkdir()
    for path in ("store/config", "store/hooks/pre-commit", ".git/config"):
        with pytest.raises(ToolRefused, match="Git"):
            workspace.place(path, to_write=True)
    assert workspace.place("notes/config", to_write=True).parts == ("notes", "config")


@pytest.mark.parametrize("folder", ["/", "/proc", "/proc/self", "/sys", "/nowhere/at/all"])
def test_no_workspace_of_what_is_no_folder_of_the_users(folder: str) -> None:
    with pytest.raises(ToolRefused):
        Workspace.open(Path(folder))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    path=st.one_of(
        st.lists(st.sampled_from(["..", ".", "notes", "way", "out", "one.txt", "secret.txt", "", "~"])).map("/".join),
        st.text(max_size=80),
        st.text(alphabet="/.\0a", min_size=4090, max_size=4100),
        st.sampled_from(["[/nope]", "[@click=app.quit]x[/]", "\ud800", "a" * 300, "x\x1b]52;c;eA==\x07"]),
    )
)
def test_whatever_a_path_is_it_ends_inside_or_is_refused(path: str, tmp_path: Path) -> None:
    project, outside = tmp_path / "project", tmp_path / "project-evil"
    if not project.exists():
        (project / "notes").mkdir(parents=True)
        outside.mkdir()
        (outside / "secret.txt").write_text(SECRET)
        (project / "way").symlink_to(outside)
        (project / "notes" / "out").symlink_to("../..")
    try:
        shown = read(Workspace.open(project), path)
    except ToolRefused as refused:
        assert "\x1b" not in str(refused)
        assert "\0" not in str(refused)
        return
    assert SECRET not in shown
