"""`write_file` and `edit_file`: a change is planned and shown first, and made only if the file is still the same."""

from __future__ import annotations

import hashlib
from pathlib import Path

from javari_tui.domain.errors import ToolRefused
from javari_tui.domain.tools import ChangeOutcome, ChangeState, PlannedChange
from javari_tui.i18n import N_
from javari_tui.tools.line_diffs import line_diff
from javari_tui.tools.reading import read_bytes
from javari_tui.tools.replacing import Stopped, create, exists, never, refuse_deep, replace_if
from javari_tui.tools.workspace import Place, Workspace

MOST_BYTES = 2 * 1024 * 1024
"""Of a file that is changed, before and after."""


def plan_write(workspace: Workspace, path: str, content: str) -> PlannedChange:
    """The plan to make a file, or to replace all that is in it."""
    place = workspace.place(path, to_write=True)
    before = content_of(place) if exists(place) else None
    return planned(place, before, content.encode())


def plan_edit(workspace: Workspace, path: str, *, old: str, new: str, everywhere: bool) -> PlannedChange:
    """The plan to put a text in place of another, which must stand in the file exactly once, or `everywhere`."""
    place = workspace.place(path, to_write=True)
    before = content_of(place)
    text = _text_of(before, place)
    if text.count("\r\n") == text.count("\n") > 0:
        old, new = (part.replace("\r\n", "\n").replace("\n", "\r\n") for part in (old, new))
    count = text.count(old)
    if count == 0:
        raise ToolRefused(N_("“{name}” does not contain the text to replace."), name=place.shown)
    if count > 1 and not everywhere:
        raise ToolRefused(
            N_("“{name}” contains the text to replace {count} times."),
            cure=N_("Give more of what is around it, or replace it everywhere."),
            name=place.shown,
            count=count,
        )
    if len(before) + count * (len(new.encode()) - len(old.encode())) > MOST_BYTES:
        raise _too_large(place)
    return planned(place, before, text.replace(old, new).encode())


def apply_change(workspace: Workspace, change: PlannedChange, stopped: Stopped = never) -> ChangeOutcome:
    """Make a planned change, whole or not at all; a conflict when the file is not what it was planned on.

    The path is resolved anew: one that leads elsewhere by now, through a link, is not the one that was shown.
    `stopped` is looked at right before the file is there: one that waited for its folder may be wanted no more.
    """
    place = workspace.place(change.path, to_write=True)
    if place.path != Path(change.path):
        return ChangeOutcome(state=ChangeState.CONFLICT, shown_path=change.shown_path)
    if change.before is None:
        done = create(place, change.content, stopped)
    else:
        done = replace_if(place, change.content, lambda found: digest(found) == change.before, MOST_BYTES, stopped)
    return ChangeOutcome(state=ChangeState.WRITTEN if done else ChangeState.CONFLICT, shown_path=place.shown)


def digest(content: bytes) -> str:
    """The token of a file's content."""
    return hashlib.sha256(content).hexdigest()


def content_of(place: Place) -> bytes:
    """What is in a file that may be changed."""
    data, size = read_bytes(place, MOST_BYTES + 1)
    if size > MOST_BYTES:
        raise _too_large(place)
    return data


def _text_of(content: bytes, place: Place) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise ToolRefused(N_("“{name}” is not UTF-8, so it is not edited."), name=place.shown) from error


def _too_large(place: Place) -> ToolRefused:
    return ToolRefused(
        N_("“{name}” is too large to be changed: {limit} KB is the most."), name=place.shown, limit=MOST_BYTES // 1024
    )


def planned(place: Place, before: bytes | None, content: bytes) -> PlannedChange:
    """The change of a file from one content to another, none being a file that is not there."""
    if len(content) > MOST_BYTES:
        raise _too_large(place)
    if before is None:
        refuse_deep(place)
    if content == before:
        raise ToolRefused(N_("“{name}” is like that already: nothing would change."), name=place.shown)
    was = _text_of(before or b"", place)  # a diff of anything else would hide what is lost
    diff = line_diff(was, content.decode(), place.shown, is_new=before is None)
    return PlannedChange(
        path=str(place.path),
        shown_path=place.shown,
        content=content,
        before=None if before is None else digest(before),
        diff=diff.text,
        added=diff.added,
        removed=diff.removed,
    )
