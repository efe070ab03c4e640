"""The ledger of credits: whether all of it adds up."""

from __future__ import annotations

from collections.abc import Iterator

from javari_tui.domain.errors import StorageError
from javari_tui.domain.findings import Finding, Severity
from javari_tui.i18n import N_
from javari_tui.paths import Folders
from javari_tui.storage.examination import examine
from javari_tui.storage.ledger_audit import audit_file
from javari_tui.storage.revision import REVISION


def credits(folders: Folders) -> Iterator[Finding]:
    """Whether every rule of the ledger is kept; nothing where the database is not there, or is not sound itself."""
    file = folders.database
    try:
        if not file.exists() or examine(file).revision != REVISION:
            return
        wrong = audit_file(file)
    except StorageError:
        return  # said of the database itself
    if not wrong:
        yield Finding(id="credits", severity=Severity.FINE, text=N_("The ledger of credits adds up."))
        return
    yield Finding(
        id="credits",
        severity=Severity.PROBLEM,
        text=N_("The ledger of credits does not add up in {count} places, first: {what}"),
        cure=N_("What is shown as left may be wrong. Restore a copy with “javari restore”, or tell Javari's makers."),
        values={"count": len(wrong), "what": wrong[0].what},
    )
