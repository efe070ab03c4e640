"""Writes `schema.sql` anew from the migrations: `python -m tests.storage.write_schema` after adding one."""

from __future__ import annotations

import tempfile
from contextlib import closing
from pathlib import Path

from javari_tui.storage.connections import connect, create_private
from javari_tui.storage.migrating import migrate
from javari_tui.storage.schema import SNAPSHOT, dump_schema


def schema_of_migrations(folder: Path) -> str:
    """The schema that all migrations together make."""
    file = folder / "data" / "migrated.db"
    create_private(file)
    with closing(connect(file)) as connection:
        migrate(connection)
        return dump_schema(connection)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        SNAPSHOT.write_text(schema_of_migrations(Path(folder)), encoding="utf-8")
