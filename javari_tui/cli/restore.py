"""`javari restore`: a copy of the database back in place."""

from __future__ import annotations

from pathlib import Path

from javari_tui.cli import translated
from javari_tui.cli.opened import run
from javari_tui.cli.output import say, say_aside
from javari_tui.i18n import N_, _
from javari_tui.paths import folders
from javari_tui.services.backups import known_backups, restore_backup


@translated.command(
    name="restore",
    help=N_(
        "Put a copy of the database in place. What it replaces is kept beside it. Without a FILE the copies in the "
        "backups folder are listed."
    ),
)
@translated.argument("file", required=False, type=Path, metavar=N_("[FILE]"))
def command(file: Path | None) -> None:
    """Put it in place, or list the copies there are."""
    places = folders()
    if file is None:
        copies = known_backups(places)
        for copy in copies:
            say(str(copy))
        if not copies:
            say_aside(_("There are no copies in {folder} yet.").format(folder=places.backups))
        return
    kept = run(restore_backup(file, places))
    say(_("The database is now the copy {file}.").format(file=file))
    if kept is not None:
        say(_("The one before is kept as {file}.").format(file=kept))
