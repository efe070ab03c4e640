"""Which themes there are and which fail. Reading them takes Textual, so this is loaded where it is asked alone."""

from __future__ import annotations

from javari_tui.domain.findings import Finding, Severity
from javari_tui.i18n import N_
from javari_tui.paths import Folders
from javari_tui.themes import ThemeLibrary, theme_name


def themes(folders: Folders) -> tuple[Finding, ...]:
    """Each theme of the user's that was skipped, or how many there are."""
    library = ThemeLibrary(folders.themes)
    count = len(library.all())
    skipped = tuple(
        Finding(
            id="theme",
            severity=Severity.WARNING,
            text=N_("{problem}"),
            cure=N_("Correct the file, or remove it."),
            values={"problem": failure.sentence},
        )
        for failure in library.failures
    )
    fine = Finding(id="themes", severity=Severity.FINE, text=N_("Themes: {count}"), values={"count": count})
    return (*skipped, fine)


def is_theme(choice: str, folders: Folders) -> bool:
    """Whether a choice of a theme can be had; one that cannot gives way to the usual one."""
    return ThemeLibrary(folders.themes).theme(theme_name(choice)) is not None
