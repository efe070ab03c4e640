"""Hunks of a diff, applied to the files of a workspace: each file whole or not at all."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from javari_tui.domain.diffs import Diff, DiffFile
from javari_tui.domain.errors import ToolRefused
from javari_tui.domain.patches import FilePatch, Lines
from javari_tui.domain.tools import ChangeState
from javari_tui.i18n import N_
from javari_tui.tools.changing import apply_change, content_of, planned
from javari_tui.tools.hunks import FileLines, Misfit, apply_edits, edits_of, found_edits, undo_edits
from javari_tui.tools.replacing import exists
from javari_tui.tools.workspace import Place, Workspace, shown_name

_MOST_CHECKED = 2_000_000
"""Changes times lines of a file that are looked through, only to say which of them it holds."""
_MARK = "\ufeff"
"""Stands before the text of some files, and belongs to no line."""


def patch_files(
    workspace: Workspace, diff: Diff, hunks: Collection[int], *, applied: Collection[int] = (), undo: bool = False
) -> tuple[FilePatch, ...]:
    """Apply hunks, or take them back; `applied` are those that are in the files. Blocking."""
    files = sorted({diff.hunks[number].file for number in hunks})
    patches = (
        _Patch(workspace, diff, file, tuple(sorted(n for n in hunks if diff.hunks[n].file == file)), applied, undo)
        for file in files
    )
    return tuple(patch.carry_out() for patch in patches)


def found_hunks(workspace: Workspace, diff: Diff) -> dict[int, bool]:
    """Which hunks are in the files already, and which wait; nothing of those that fit neither way. Blocking."""
    files = sorted({hunk.file for hunk in diff.hunks})
    return {
        number: is_in
        for file in files
        for number, is_in in _Patch(workspace, diff, file, (), (), is_undo=False).found()
    }


@dataclass(frozen=True, slots=True)
class _Patch:
    """Some hunks of one file."""

    workspace: Workspace
    diff: Diff
    number: int
    hunks: tuple[int, ...]
    applied: Collection[int]
    is_undo: bool

    @property
    def file(self) -> DiffFile:
        """What the diff says of the file."""
        return self.diff.files[self.number] if self.number < len(self.diff.files) else DiffFile(0)

    def carry_out(self) -> FilePatch:
        """What became of it."""
        shown = shown_name(self.file.name)
        try:
            self._check()
            return FilePatch(shown_path=shown, hunks=self.hunks, places=self._change())
        except ToolRefused as error:
            misfit = error.hunk if isinstance(error, Misfit) else None
            return FilePatch(shown_path=shown, hunks=self.hunks, refused=error, misfit=misfit)

    def found(self) -> Iterator[tuple[int, bool]]:
        """Of its hunks, whether they are in the file; of what cannot be applied here, nothing."""
        try:
            self._check()
            place = self.workspace.place(self.file.name)
            edits = edits_of(self.diff, self.number)
            lines = FileLines(_text_of(place).removeprefix(_MARK)) if exists(place) else None
        except ToolRefused:
            return
        if lines is not None and len(edits) * len(lines.texts) <= _MOST_CHECKED:
            yield from found_edits(lines, edits)

    def _check(self) -> None:
        """Refuse what is more than lines of a file."""
        file, shown = self.file, shown_name(self.file.name)
        if not file.name:
            raise ToolRefused(N_("The diff does not say which file it is about."))
        if file.is_binary:
            raise ToolRefused(N_("“{name}” is a binary file, and such changes are not applied here."), name=shown)
        if file.is_renamed:
            raise ToolRefused(
                N_("“{name}” has another name after the diff, and files are not renamed here."),
                cure=N_("Rename it yourself, then ask for a diff of the new name."),
                name=shown,
            )
        if not (file.old if self.is_undo else file.new):
            raise ToolRefused(
                N_("“{name}” would be deleted, and files are not deleted here."),
                cure=N_("Delete it yourself if you want to."),
                name=shown,
            )

    def _change(self) -> tuple[Lines, ...]:
        """Change the file; where it changed."""
        place = self.workspace.place(self.file.name, to_write=True)
        edits = edits_of(self.diff, self.number)
        if not set(self.hunks) <= edits.keys():
            raise ToolRefused(N_("A diff of several versions at once cannot be applied."))
        is_made = not exists(place) and not (self.file.new if self.is_undo else self.file.old)
        before = "" if is_made else _text_of(place)
        mark = _MARK if before.startswith(_MARK) else ""
        lines = FileLines(before.removeprefix(mark))
        work = undo_edits if self.is_undo else apply_edits
        places = work(lines, edits, self.hunks, applied=self.applied, name=place.shown)
        if places:
            change = planned(place, None if is_made else before.encode(), (mark + lines.text).encode())
            if apply_change(self.workspace, change).state is ChangeState.CONFLICT:
                raise ToolRefused(
                    N_("“{name}” changed at this very moment, so nothing was changed in it."),
                    cure=N_("Try again."),
                    name=place.shown,
                )
        return places


def _text_of(place: Place) -> str:
    try:
        return content_of(place).decode()
    except UnicodeDecodeError as error:
        raise ToolRefused(N_("“{name}” is not UTF-8, so it is not changed."), name=place.shown) from error
