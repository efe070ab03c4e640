"""A change is planned, shown, and made whole, and only over the file it was planned on."""

from __future__ import annotations

import errno
import os
import stat
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from javari_tui.domain.errors import ToolRefused
from javari_tui.domain.tools import ChangeState, PlannedChange
from javari_tui.tools import replacing
from javari_tui.tools.changing import apply_change, plan_edit, plan_write
from javari_tui.tools.line_diffs import line_diff
from javari_tui.tools.workspace import Workspace
from tests.tools.conftest import SECRET


def edit(
    workspace: Workspace, old: str, new: str, path: str = "notes/one.txt", everywhere: bool = False
) -> PlannedChange:
    return plan_edit(workspace, path, old=old, new=new, everywhere=everywhere)


def leftovers(project: Path) -> list[str]:
    return [path.name for path in project.rglob(".javari-*")]


def test_nothing_is_written_until_the_plan_is_applied(workspace: Workspace, project: Path) -> None:
    file = project / "notes" / "one.txt"
    file.chmod(0o754)
    plan = edit(workspace, "second", "zweite")
    assert file.read_text() == "first\nsecond\nthird\n"
    assert plan.diff == "--- a/notes/one.txt\n+++ b/notes/one.txt\n@@ -1,3 +1,3 @@\n first\n-second\n+zweite\n third"
    assert (plan.added, plan.removed) == (1, 1)
    assert apply_change(workspace, plan).state is ChangeState.WRITTEN
    assert file.read_text() == "first\nzweite\nthird\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o754
    assert leftovers(project) == []


def test_a_new_file_is_made_with_its_folders(workspace: Workspace, project: Path) -> None:
    plan = plan_write(workspace, "a/b/new.txt", "hello\n")
    assert plan.before is None
    assert plan.diff.startswith("--- /dev/null\n+++ b/a/b/new.txt\n")
    assert apply_change(workspace, plan).state is ChangeState.WRITTEN
    assert (project / "a/b/new.txt").read_text() == "hello\n"
    assert (project / "a/b/new.txt").stat().st_nlink == 1
    assert apply_change(workspace, plan).state is ChangeState.CONFLICT
    assert leftovers(project) == []


def test_what_is_not_utf_8_is_not_written_over(workspace: Workspace, project: Path) -> None:
    (project / "old.txt").write_bytes(b"caf\xe9\n")
    with pytest.raises(ToolRefused, match="not UTF-8"):
        plan_write(workspace, "old.txt", "caf\ufffd\n")


def test_a_folder_that_becomes_a_link_leads_to_no_other_file(workspace: Workspace, project: Path) -> None:
    (project / ".vscode").mkdir()
    plans = [edit(workspace, "second", "2nd"), plan_write(workspace, "notes/tasks.json", "{}")]
    (project / "notes" / "one.txt").rename(project / ".vscode" / "one.txt")
    (project / "notes").rmdir()
    (project / "notes").symlink_to(".vscode")
    assert [apply_change(workspace, plan).state for plan in plans] == [ChangeState.CONFLICT] * 2
    assert [path.name for path in (project / ".vscode").iterdir()] == ["one.txt"]
    assert (project / ".vscode" / "one.txt").read_text() == "first\nsecond\nthird\n"


def test_no_thousands_of_folders_are_made_for_a_file(workspace: Workspace, project: Path) -> None:
    with pytest.raises(ToolRefused):
        plan_write(workspace, "d/" * 2000 + "f", "x")
    assert apply_change(workspace, plan_write(workspace, "d/" * 64 + "f", "x")).state is ChangeState.WRITTEN


@pytest.mark.parametrize("path", ["new/" + "a" * 300 + "/f", "new/two/" + "a" * 300, "new/two/stopped"])
def test_folders_that_were_made_for_nothing_are_removed(path: str, workspace: Workspace, project: Path) -> None:
    asked = iter([False, True])
    with suppress(ToolRefused):
        outcome = apply_change(workspace, plan_write(workspace, path, "x"), lambda: next(asked))
        assert outcome.state is ChangeState.CONFLICT
    assert not (project / "new").exists()


def rewritten(file: Path) -> None:
    file.write_text("theirs\n")


def replaced(file: Path) -> None:
    other = file.with_name("other")
    other.write_text("theirs\n")
    other.replace(file)


def removed(file: Path) -> None:
    file.unlink()


def made_a_link(file: Path) -> None:
    file.unlink()
    file.symlink_to("../../project-evil/secret.txt")


def made_a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


MEDDLING = [rewritten, replaced, removed, made_a_link, made_a_folder]


@pytest.mark.parametrize("meddle", MEDDLING)
def test_what_changed_since_the_plan_is_a_conflict(
    meddle: Callable[[Path], None], workspace: Workspace, project: Path, outside: Path
) -> None:
    plan, file = edit(workspace, "second", "mine"), project / "notes" / "one.txt"
    meddle(file)
    _is_left_alone(workspace, plan, file, outside)


@pytest.mark.parametrize("slowly", [False, True], ids=["exchange", "without it"])
@pytest.mark.parametrize("meddle", MEDDLING)
def test_what_changes_between_the_check_and_the_write_is_a_conflict_too(
    meddle: Callable[[Path], None],
    slowly: bool,
    workspace: Workspace,
    project: Path,
    outside: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if slowly:
        monkeypatch.setattr(replacing, "_rename", lambda *_arguments: errno.ENOSYS)
    plan, file = edit(workspace, "second", "mine"), project / "notes" / "one.txt"
    fsync = os.fsync

    def fsync_and_meddle(descriptor: int) -> None:
        fsync(descriptor)
        monkeypatch.setattr(os, "fsync", fsync)
        meddle(file)

    monkeypatch.setattr(os, "fsync", fsync_and_meddle)
    _is_left_alone(workspace, plan, file, outside)
    assert os.fsync is fsync


def _is_left_alone(workspace: Workspace, plan: PlannedChange, file: Path, outside: Path) -> None:
    """Nothing of the plan is anywhere; what was put there instead is still there."""
    # Refused: a link that was there before the path was resolved anew; a folder that cannot be set aside.
    with suppress(ToolRefused):
        assert apply_change(workspace, plan).state is ChangeState.CONFLICT
    found = file.read_text() if file.is_file() else ""
    assert found in ("theirs\n", SECRET, "")
    assert (outside / "secret.txt").read_text() == SECRET
    assert leftovers(file.parent) == []


def test_of_two_changes_planned_on_the_same_file_one_is_made(workspace: Workspace, project: Path) -> None:
    file = project / "notes" / "one.txt"
    for _round in range(20):
        file.write_text("0\n")
        plans = [plan_write(workspace, "notes/one.txt", f"{number}\n") for number in (1, 2, 3)]
        states: dict[int, ChangeState] = {}
        gate = threading.Barrier(3)

        def make(
            number: int, plan: PlannedChange, gate: threading.Barrier = gate, states: dict[int, ChangeState] = states
        ) -> None:
            gate.wait()
            states[number] = apply_change(workspace, plan).state

        threads = [threading.Thread(target=make, args=(number, plan)) for number, plan in enumerate(plans, start=1)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        made = [number for number, state in states.items() if state is ChangeState.WRITTEN]
        assert len(states) == 3
        assert len(made) <= 1, "two changes were made over one another"
        assert file.read_text() == (f"{made[0]}\n" if made else "0\n")
    assert leftovers(project) == []


def test_an_edit_must_be_meant_for_one_place(workspace: Workspace, project: Path) -> None:
    (project / "twice").write_bytes(b"a\r\na\r\n")
    for old, new, said in (("x", "y", "does not contain"), ("a", "b", "2 times"), ("a", "a", "2 times")):
        with pytest.raises(ToolRefused, match=said):
            edit(workspace, old, new, "twice")
    plan = edit(workspace, "a\na", "b\nb", "twice")
    assert plan.content == b"b\r\nb\r\n"
    assert "␍" not in plan.diff
    with pytest.raises(ToolRefused, match="nothing would change"):
        edit(workspace, "first", "first")
    (project / "latin").write_bytes(b"se\xf1or")
    with pytest.raises(ToolRefused, match="not UTF-8"):
        edit(workspace, "se", "x", "latin")


def test_a_small_edit_cannot_make_an_enormous_file(workspace: Workspace, project: Path) -> None:
    (project / "many").write_text("a" * 1_000_000)
    with pytest.raises(ToolRefused, match="too large"):
        edit(workspace, "a", "b" * 1_000_000, "many", everywhere=True)


def test_a_diff_shows_what_is_invisible(workspace: Workspace) -> None:
    diff = plan_write(workspace, "x.py", "ok\u202e = \x1b[8m1\n").diff
    assert not {"\x1b", "\u202e"} & set(diff)
    assert "U+202E" in diff


def test_a_diff_of_texts_that_share_nothing_is_quick() -> None:
    before = "".join(f"{number % 7}\n" for number in range(20_000))
    after = "".join(f"{number % 5}x\n" for number in range(20_000))
    diff = line_diff(f"same\n{before}same\n", f"same\n{after}same\n", "f")
    assert (diff.added, diff.removed) == (20_000, 20_000)
    assert "@@ -1,20002 +1,20002 @@\n same\n-0" in diff.text


LINES = st.text(alphabet="ab\n\r\u2028\x0c", max_size=30)


@given(LINES, LINES)
def test_a_diff_holds_both_texts(before: str, after: str) -> None:
    diff = line_diff(before, after, "f")
    body = diff.text.split("\n")[2:]
    assert (diff.added, diff.removed) == (
        sum(line.startswith("+") for line in body),
        sum(line.startswith("-") for line in body),
    )
    assert bool(body) == (before != after)
