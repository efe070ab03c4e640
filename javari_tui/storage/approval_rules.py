"""What the user allowed and forbade tools for always, and the folders they were asked about."""

from __future__ import annotations

from sqlmodel import col, delete, select, update

from javari_tui.domain.approvals import ApprovalRule, TrustedFolder
from javari_tui.storage.approval_tables import ApprovalRuleRow, TrustedFolderRow
from javari_tui.storage.database import Database
from javari_tui.storage.stored_values import now, storable


class ApprovalStore:
    """Reads and writes rules and folders."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def rules(self, *, tool: str | None = None, folder: str | None = None) -> tuple[ApprovalRule, ...]:
        """Every rule, or those of one tool, of one folder; the newest first."""
        wanted = select(ApprovalRuleRow).order_by(col(ApprovalRuleRow.id).desc())
        if tool is not None:
            wanted = wanted.where(col(ApprovalRuleRow.tool) == storable(tool))
        if folder is not None:
            wanted = wanted.where(col(ApprovalRuleRow.folder) == storable(folder))
        with self._database.reading() as session:
            return tuple(_rule(row) for row in session.exec(wanted))

    def keep_rule(self, tool: str, folder: str, subject: str, *, allows: bool) -> ApprovalRule:
        """Keep an answer, in the place of an earlier one to the very same."""
        row = ApprovalRuleRow(tool=tool, folder=folder, subject=subject, allows=allows, created_at=now())
        same = (
            col(ApprovalRuleRow.tool) == storable(tool),
            col(ApprovalRuleRow.folder) == storable(folder),
            col(ApprovalRuleRow.subject) == storable(subject),
        )
        with self._database.writing() as session:
            session.exec(delete(ApprovalRuleRow).where(*same))
            session.add(row)
            session.flush()
            return _rule(row)

    def note_use(self, rule_id: int) -> None:
        """Note that a rule decided just now."""
        used = update(ApprovalRuleRow).where(col(ApprovalRuleRow.id) == rule_id).values(last_used_at=now())
        with self._database.writing() as session:
            session.exec(used)

    def revoke(self, rule_id: int) -> None:
        """Take a rule back; one that is gone already is no matter."""
        with self._database.writing() as session:
            session.exec(delete(ApprovalRuleRow).where(col(ApprovalRuleRow.id) == rule_id))

    def folders(self) -> tuple[TrustedFolder, ...]:
        """Every folder the user was asked about or added, the newest first."""
        wanted = select(TrustedFolderRow).order_by(col(TrustedFolderRow.id).desc())
        with self._database.reading() as session:
            return tuple(_folder(row) for row in session.exec(wanted))

    def folder(self, name: str) -> TrustedFolder | None:
        """What was said of a folder as a workspace; None when nobody was asked."""
        this = (col(TrustedFolderRow.folder) == storable(name), col(TrustedFolderRow.added_to) == "")
        with self._database.reading() as session:
            row = session.exec(select(TrustedFolderRow).where(*this)).first()
            return None if row is None else _folder(row)

    def keep_folder(self, name: str, *, trusted: bool, added_to: str = "") -> TrustedFolder:
        """Keep what was said of a folder, in the place of what was said before."""
        row = TrustedFolderRow(folder=name, added_to=added_to, trusted=trusted, created_at=now())
        same = (col(TrustedFolderRow.folder) == storable(name), col(TrustedFolderRow.added_to) == storable(added_to))
        with self._database.writing() as session:
            session.exec(delete(TrustedFolderRow).where(*same))
            session.add(row)
            session.flush()
            return _folder(row)

    def forget(self, folder_id: int) -> None:
        """Forget what was said of a folder; one that is gone already is no matter."""
        with self._database.writing() as session:
            session.exec(delete(TrustedFolderRow).where(col(TrustedFolderRow.id) == folder_id))


def _rule(row: ApprovalRuleRow) -> ApprovalRule:
    """A row of the table as a value."""
    return ApprovalRule(
        id=row.id or 0,
        tool=row.tool,
        folder=row.folder,
        subject=row.subject,
        allows=row.allows,
        created_at=row.created_at,
        last_used_at=row.last_used_at,
    )


def _folder(row: TrustedFolderRow) -> TrustedFolder:
    """A row of the table as a value."""
    return TrustedFolder(
        id=row.id or 0, folder=row.folder, trusted=row.trusted, created_at=row.created_at, added_to=row.added_to
    )
