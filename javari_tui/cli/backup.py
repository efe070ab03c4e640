"""`javari backup`: a copy of the database."""

from __future__ import annotations

from pathlib import Path

from javari_tui.cli import translated
from javari_tui.cli.opened import run
from javari_tui.cli.output import say, say_aside
from javari_tui.i18n import N_, ngettext
from javari_tui.paths import folders
from javari_tui.services.backups import copy_files, make_backup


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
    copy, missing = run(_copy(file))
    say(str(copy))
    if missing:
        sentence = ngettext(
            "{count} kept file is missing or damaged, so the copy is without it.",
            "{count} kept files are missing or damaged, so the copy is without them.",
            missing,
        )
        say_aside(sentence.format(count=missing))


async def _copy(file: Path | None) -> tuple[Path, int]:
    """The copy, and how many content files could not be put beside it."""
    places = folders()
    copy = await make_backup(places, file)
    # Copies in the backups folder share the files with the database.
    return copy, 0 if file is None else await copy_files(copy, places)
