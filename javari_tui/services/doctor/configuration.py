"""The settings file, and reports of crashes."""

from __future__ import annotations

import os
from collections.abc import Iterator

from javari_tui.domain.findings import Finding, Severity
from javari_tui.i18n import N_
from javari_tui.paths import Folders
from javari_tui.settings import SettingsStore


def configuration(store: SettingsStore) -> Iterator[Finding]:
    """Each mistake in the settings file and in the environment."""
    for problem in store.problems:
        yield Finding(
            id="settings",
            severity=Severity.WARNING,
            text=N_("{problem}"),
            cure=N_("Correct it; until then the default counts. “javari config list” shows what does."),
            values={"problem": problem.sentence},
        )
    if not store.problems:
        there = N_("Settings file {file}")
        absent = N_("There is no settings file; every default counts.")
        text = there if store.file.exists() else absent
        yield Finding(id="settings", severity=Severity.FINE, text=text, values={"file": store.file})


def crashes(folders: Folders) -> Iterator[Finding]:
    """Reports that a crash left."""
    if not os.access(folders.crashes, os.R_OK | os.X_OK):
        return
    reports = sorted(
        (file for file in folders.crashes.iterdir() if file.is_file()), key=lambda file: file.stat().st_mtime
    )
    if reports:
        yield Finding(
            id="crashes",
            severity=Severity.NOTE,
            text=N_("Javari once stopped by mistake; the newest report is {file}."),
            cure=N_("Send it with a bug report (secrets are taken out), or remove it."),
            values={"file": reports[-1]},
        )
