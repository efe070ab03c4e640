"""Files on disk in the sidebar, and diffs that change them."""

from __future__ import annotations

from javari_tui.commands.base import Command
from javari_tui.i18n import N_

OPEN_FILE = Command(
    id="file.open",
    title=N_("Open a file in the sidebar"),
    help=N_("Shows a file beside the chat and follows its changes on disk. “/open app.py:12” opens it at a line."),
    slash="open",
    takes=N_("file"),
)
APPLY_HUNK = Command(
    id="sidebar.apply",
    title=N_("Apply this change of a diff to its file"),
    label=N_("Apply"),
    help=N_("Changes the file at once, if it is as the diff expects it. The change that is marked, or the only one."),
    keys="a",
)
APPLY_ALL = Command(
    id="sidebar.apply_all",
    title=N_("Apply all changes of a diff"),
    help=N_("All that wait, whatever was rejected left out. Each file changes whole or not at all."),
    keys="A",
)
REJECT_HUNK = Command(
    id="sidebar.reject",
    title=N_("Reject this change of a diff, or want it again"),
    label=N_("Reject"),
    help=N_("Marks it as not wanted, so that applying all leaves it out. No file changes."),
    keys="x",
)
REJECT_ALL = Command(
    id="sidebar.reject_all",
    title=N_("Reject all changes of a diff that wait"),
    help=N_("Marks them as not wanted. No file changes."),
    keys="X",
)
UNDO_HUNK = Command(
    id="sidebar.undo",
    title=N_("Take an applied change of a diff back"),
    label=N_("Undo"),
    help=N_("Puts back what the change replaced, if its lines are still as it left them."),
    keys="U",
)

PATCH_COMMANDS = (APPLY_HUNK, REJECT_HUNK, UNDO_HUNK, APPLY_ALL, REJECT_ALL)
"""Only for diffs."""
