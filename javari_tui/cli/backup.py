"""`javari backup`: a copy of the database."""

from __future__ import annotations

from pathlib import Path

from javari_tui.cli import translated
from javari_tui.cli.opened import run
from javari_tui.cli.output import say
from javari_tui.i18n import N_
from javari_tui.paths import folders
from javari_tui.services.backups import make_backup


@translated.command(
    name="backup",
    help=N_(
        "Copy the database, while Javari runs or not. Without a FILE the copy goes to the backups folder. "
        "Its name is printed."
    ),
)
@translated.argument("file", required=False, type=Path, metavar=N_("[FILE]"))
def command(file: Path | None) -> None:
    """Make it and print its name."""
    say(str(run(make_backup(folders(), file))))
