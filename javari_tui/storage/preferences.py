"""Preferences: how one user wants Javari."""

from __future__ import annotations

from dataclasses import asdict

from sqlmodel import col, select

from javari_tui.domain.preferences import Preferences
from javari_tui.storage.database import Database
from javari_tui.storage.preference_reads import read_stored_preferences
from javari_tui.storage.stored_values import now
from javari_tui.storage.tables import PreferencesRow


def read_preferences(database: Database, user_id: int) -> Preferences:
    """What a user chose; the usual values where nothing was chosen."""
    with database.reading() as session:
        return read_stored_preferences(database.plain(session), user_id) or Preferences()


def write_preferences(database: Database, user_id: int, preferences: Preferences) -> None:
    """Keep what a user chose."""
    time = now()
    with database.writing() as session:
        row = session.exec(select(PreferencesRow).where(col(PreferencesRow.user_id) == user_id)).first()
        row = row or PreferencesRow(user_id=user_id, created_at=time, updated_at=time)
        for name, value in asdict(preferences).items():
            setattr(row, name, str(value) if isinstance(value, str) else value)
        row.updated_at = time
        session.add(row)
