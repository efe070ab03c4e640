from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlmodel import SQLModel, create_engine

from javari_tui.storage import account_tables, approval_tables, asset_tables, ledger_tables, tables
from javari_tui.storage.connections import connect
from javari_tui.storage.database import Database
from javari_tui.storage.migrating import MIGRATIONS
from javari_tui.storage.revision import APPLICATION_ID, KNOWN
from javari_tui.storage.schema import SNAPSHOT, dump_schema
from javari_tui.storage.sqlite_library import sqlite
from tests.storage.processes import fresh
from tests.storage.write_schema import schema_of_migrations

_SPEC = {
    "user_preferences": "response_style code_preference communication_tone custom_system_prompt preferred_language"
    " theme sidebar_default_open created_at updated_at user_id",
    "documentation_pages": "slug title content category tags search_keywords order_index is_published created_at"
    " updated_at",
    "user_assets": "asset_type title description file_path content file_size mime_type tags folder is_favorite"
    " session_id created_from created_at updated_at message_id content_hash",
    "user_credits": "user_id credits_remaining credits_total plan_tier billing_cycle next_billing_date created_at"
    " updated_at",
    "credits_usage": "user_id credits_used action_type session_id metadata created_at",
    "subscription_plans": "plan_name plan_tier credits_per_month price_monthly price_annual features is_popular"
    " is_active created_at",
    "help_interactions": "page_slug interaction_type search_query feedback created_at",
}


def test_the_snapshot_is_what_all_migrations_make(tmp_path: Path) -> None:
    assert SNAPSHOT.read_text() == schema_of_migrations(tmp_path), "run: python -m tests.storage.write_schema"


def test_a_new_database_is_what_the_snapshot_says(database: Database, file: Path) -> None:
    with closing(connect(file)) as connection:
        assert dump_schema(connection) == SNAPSHOT.read_text()
        assert connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID


def test_the_known_revisions_are_those_of_the_migrations() -> None:
    script = ScriptDirectory(str(MIGRATIONS))

    assert tuple(step.revision for step in reversed(list(script.walk_revisions()))) == KNOWN


def _shape(connection: sqlite.Connection, table: str) -> object:
    """A table's columns, references and indexes, in SQLite's own words."""
    columns = connection.execute(f"PRAGMA table_info({table})").fetchall()
    references = connection.execute(f"PRAGMA foreign_key_list({table})").fetchall()
    indexes = [row[1:] for row in connection.execute(f"PRAGMA index_list({table})")]
    fields = {name: connection.execute(f"PRAGMA index_info({name})").fetchall() for name, *_ in indexes}
    return columns, references, sorted(indexes), fields


def test_the_tables_are_those_of_the_file(database: Database, file: Path, tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'tables.db'}", module=sqlite)
    SQLModel.metadata.create_all(engine)
    engine.dispose()
    rows = [
        row
        for module in (tables, asset_tables, approval_tables, ledger_tables, account_tables)
        for row in vars(module).values()
    ]
    declared_tables = [row for row in rows if isinstance(row, type) and hasattr(row, "__table__")]
    ours = {str(row.__table__.name) for row in declared_tables}

    with closing(connect(file)) as real, closing(sqlite.connect(tmp_path / "tables.db")) as declared:
        names = {name for (name,) in real.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        assert {name for name in names if "_index" not in name and not name.startswith("sqlite_")} == {
            *ours,
            "alembic_version",
        }
        for table in sorted(ours):
            assert _shape(real, table) == _shape(declared, table), table


@pytest.mark.parametrize("table", _SPEC)
def test_tables_have_the_columns_people_were_promised(database: Database, file: Path, table: str) -> None:
    with closing(connect(file)) as connection:
        columns = {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}

    assert set(_SPEC[table].split()) <= columns


def test_alembic_is_not_imported_when_there_is_nothing_to_upgrade(file: Path, backups: Path) -> None:
    code = """
Database.open(file, backups=backups).close()
Database.open(file, backups=backups).close()
print([name for name in sys.modules if name.startswith("alembic")])
"""
    assert fresh(code, file, backups).strip() == "[]"
