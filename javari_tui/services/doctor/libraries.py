"""The versions Javari runs on, and the SQLite library's known fault."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version

from javari_tui import __version__
from javari_tui.domain.findings import Finding, Severity
from javari_tui.i18n import N_
from javari_tui.storage.examination import can_search
from javari_tui.storage.sqlite_library import VERSION, has_wal_reset_bug, sqlite

LIBRARIES = ("textual", "rich", "anthropic", "httpx2", "sqlmodel", "alembic", "pydantic", "click", "babel", "pyyaml")
TEXTUAL = "8.2.8"
"""The one version whose details Javari relies on."""

_REINSTALL = N_("Install Javari again: “make run”, “pipx reinstall javari” or “uv tool install --reinstall javari”.")
_OTHER_SQLITE = N_("Install the library “pysqlite3” beside Javari, or a SQLite of 3.51.3 or newer.")


def libraries() -> Iterator[Finding]:
    """Javari's own version, Python's, and that of each library."""
    yield Finding(
        id="javari.version",
        severity=Severity.FINE,
        text=N_("Javari {javari} on Python {python}, {system}"),
        values={"javari": __version__, "python": platform.python_version(), "system": platform.platform()},
    )
    found: list[str] = []
    for name in LIBRARIES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            text = N_("The library {name} is missing.")
            yield Finding(
                id=f"library.{name}", severity=Severity.PROBLEM, text=text, cure=_REINSTALL, values={"name": name}
            )
    yield Finding(
        id="library.versions",
        severity=Severity.FINE,
        text=N_("Libraries: {libraries}"),
        values={"libraries": ", ".join(found)},
    )
    yield from _textual()


def _textual() -> Iterator[Finding]:
    """Whether Textual is exactly the one that was tested."""
    try:
        installed = version("textual")
    except PackageNotFoundError:
        return
    if installed != TEXTUAL:
        yield Finding(
            id="textual.version",
            severity=Severity.WARNING,
            text=N_("Textual is {installed}, and Javari is made for {wanted}."),
            cure=_REINSTALL,
            values={"installed": installed, "wanted": TEXTUAL},
        )


def sqlite_library() -> Iterator[Finding]:
    """Which SQLite is in use, and whether it can lose data or not search."""
    values = {"version": sqlite.sqlite_version, "module": sqlite.__name__}
    if has_wal_reset_bug(VERSION):
        yield Finding(
            id="sqlite.version",
            severity=Severity.WARNING,
            text=N_("SQLite {version} has a fault that can damage a database two programs write to."),
            cure=_OTHER_SQLITE,
            values=values,
        )
    else:
        yield Finding(
            id="sqlite.version", severity=Severity.FINE, text=N_("SQLite {version} (from {module})"), values=values
        )
    if not can_search():
        yield Finding(
            id="sqlite.search",
            severity=Severity.PROBLEM,
            text=N_("SQLite {version} cannot search in full text (FTS5 is missing)."),
            cure=_OTHER_SQLITE,
            values=values,
        )
