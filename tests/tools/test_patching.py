"""Hunks of diffs go into files exactly, in any order, and out again; what does not fit changes nothing."""

from __future__ import annotations

import difflib
import itertools
from collections.abc import Collection
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from javari_tui.domain.diff_parsing import parse_diff
from javari_tui.domain.diffs import Diff
from javari_tui.domain.patches import FilePatch, Lines
from javari_tui.tools.hunks import FileLines, apply_edits, edits_of, undo_edits
from javari_tui.tools.line_diffs import line_diff
from javari_tui.tools.patching import patch_files
from javari_tui.tools.workspace import Workspace
from tests.tools.conftest import SECRET

_LINES = st.lists(st.sampled_from(["a", "b", "c", "", "- x", "+ y", "@@ z", "-- ", "\\ q"]), max_size=30)


@st.composite
def _texts(draw: st.DrawFn) -> tuple[str, str]:
    """A text and one that came of it, each with or without a last newline, both with one kind of line end."""
    old = draw(_LINES)
    new = list(old)
    for _edit in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(new)))
        new[at : at + draw(st.integers(0, 3))] = draw(st.lists(st.sampled_from(["a", "new", ""]), max_size=3))
    # Which newline a text without any had, no diff tells.
    newline = draw(st.sampled_from(["\n", "\r\n"])) if min(len(old), len(new)) > 1 else "\n"
    return tuple(newline.join(lines) + newline * draw(st.booleans()) for lines in (old, new))  # type: ignore[return-value]


def _as_diff_writes(old: str, new: str) -> str:
    """What `diff -u` writes."""
    sides = [text.replace("\r\n", "\n").split("\n") for text in (old, new)]
    old_lines, new_lines = (
        [*(f"{line}\n" for line in side[:-1]), *([f"{side[-1]}\n\\ No newline at end of file\n"] if side[-1] else [])]
        for side in sides
    )
    return "".join(["--- a/f\n", "+++ b/f\n", *list(difflib.unified_diff(old_lines, new_lines))[2:]])


def _applied(text: str, diff: Diff, wanted: Collection[int], applied: Collection[int], undo: bool = False) -> str:
    lines = FileLines(text)
    (undo_edits if undo else apply_edits)(lines, edits_of(diff, 0), wanted, applied=applied, name="f")
    return lines.text


@given(_texts(), st.booleans(), st.data())
def test_all_hunks_give_the_new_text_in_two_goes_too_and_undone_the_old_one(
    texts: tuple[str, str], is_ours: bool, data: st.DataObject
) -> None:
    old, new = texts
    diff = parse_diff(line_diff(old, new, "f").text if is_ours else _as_diff_writes(old, new))
    hunks = frozenset(range(len(diff.hunks)))
    assert _applied(old, diff, hunks, ()) == new
    assert _applied(new, diff, hunks, hunks, undo=True) == old
    some = frozenset(data.draw(st.sets(st.sampled_from(sorted(hunks))))) if hunks else hunks
    partly = _applied(old, diff, some, ())
    assert _applied(partly, diff, hunks - some, some) == new
    assert _applied(new, diff, hunks - some, hunks, undo=True) == partly


def _patch(workspace: Workspace, text: str, undo: bool = False) -> FilePatch:
    diff = parse_diff(text)
    hunks = range(len(diff.hunks))
    (patch,) = patch_files(workspace, diff, hunks, applied=hunks if undo else (), undo=undo)
    return patch


_ONE = "--- a/notes/one.txt\n+++ b/notes/one.txt\n@@ -1,3 +1,4 @@\n first\n-second\n+zweite\n+dritte\n third\n"


def test_a_hunk_moves_with_its_lines_but_only_where_they_stand_once(workspace: Workspace, project: Path) -> None:
    file = project / "notes" / "one.txt"
    file.write_text("above\n" * 5 + "first\nsecond\nthird\n")
    assert _patch(workspace, _ONE).places == (Lines(7, 8),)
    assert file.read_text() == "above\n" * 5 + "first\nzweite\ndritte\nthird\n"
    assert _patch(workspace, _ONE) == FilePatch(shown_path="notes/one.txt", hunks=(0,))  # it is there already
    assert _patch(workspace, _ONE, undo=True).places == (Lines(7, 7),)
    file.write_text("above\n" + "first\nsecond\nthird\n" * 2)
    twice = _patch(workspace, _ONE)
    assert twice.refused is not None
    assert twice.misfit == 0
    assert file.read_text() == "above\n" + "first\nsecond\nthird\n" * 2


def test_a_file_changes_whole_or_not_at_all(workspace: Workspace, project: Path) -> None:
    more = "@@ -9,2 +10,2 @@\n not\n-there\n+here\n"
    patch = _patch(workspace, _ONE + more)
    assert (patch.places, patch.misfit) == ((), 1)
    assert (project / "notes/one.txt").read_text() == "first\nsecond\nthird\n"


@pytest.mark.parametrize(
    ("diff", "said"),
    [
        ("@@ -1 +1 @@\n-first\n+x\n", "does not say which file"),
        ("--- a/notes/one.txt\n+++ /dev/null\n@@ -1,3 +0,0 @@\n-first\n-second\n-third\n", "deleted"),
        ("--- a/notes/one.txt\n+++ b/notes/two.txt\n@@ -1 +1 @@\n-first\n+x\n", "another name"),
        ("--- a/gone.txt\n+++ b/gone.txt\n@@ -1 +1 @@\n-first\n+x\n", "There is no “gone.txt”"),
        ("--- a/.git/config\n+++ b/.git/config\n@@ -1 +1 @@\n-first\n+x\n", "belongs to Git"),
        ("--- a/../project-evil/secret.txt\n+++ b/../project-evil/secret.txt\n@@ -1 +1 @@\n-a\n+b\n", "outside"),
        ("--- /dev/null\n+++ b/notes/one.txt\n@@ -0,0 +1 @@\n+x\n", "is not as the diff expects it"),
        ("--- a/notes/one.txt\n+++ b/notes/one.txt\n@@ -1,0 +2,1 @@\n+x\n", "is not as the diff expects it"),
        ("--- a/notes/one.txt\n+++ b/notes/one.txt\n@@ -1 +1 @@\n first\n", "changes nothing"),
        ("diff --git a/x.png b/x.png\nBinary files a/x.png and b/x.png differ\n@@ -1 +1 @@\n-a\n+b\n", "binary"),
    ],
)
def test_what_cannot_be_applied_is_refused_in_words(
    workspace: Workspace, project: Path, outside: Path, diff: str, said: str
) -> None:
    patch = _patch(workspace, diff)
    assert said in str(patch.refused)
    assert (project / "notes/one.txt").read_text() == "first\nsecond\nthird\n"
    assert (outside / "secret.txt").read_text() == SECRET


def test_new_files_and_strange_names_are_written(workspace: Workspace, project: Path) -> None:
    made = (
        '--- /dev/null\n+++ "b/a b/\\303\\274 \\"q\\".txt"\n@@ -0,0 +1,2 @@\n+one\n+two\n\\ No newline at end of file\n'
    )
    assert _patch(workspace, made).places == (Lines(1, 2),)
    assert (project / "a b" / 'ü "q".txt').read_text() == "one\ntwo"
    assert "deleted" in str(_patch(workspace, made, undo=True).refused)


def test_line_ends_and_marks_stay_as_they_are(workspace: Workspace, project: Path) -> None:
    file = project / "notes" / "one.txt"
    for mark, ends in itertools.product((b"", b"\xef\xbb\xbf"), ((b"\r\n", b"\r\n"), (b"\n", b""), (b"\r\n", b""))):
        file.write_bytes(mark + b"first" + ends[0] + b"second" + ends[0] + b"third" + ends[1])
        assert _patch(workspace, _ONE).refused is None
        words = (b"first", b"zweite", b"dritte", b"third")
        assert file.read_bytes() == mark + ends[0].join(words) + ends[1]
