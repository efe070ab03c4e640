from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from javari_tui.paths import folders
from tests.journeys.ended import after, assert_given_back
from tests.pty_javari import javari_at_pty


def used_database(home: Path) -> Path:
    """The database of a home in which something was asked."""
    with javari_at_pty(home) as javari:
        javari.wait_ready()
        javari.type("What are credits?\r")
        javari.wait_for("Credits")
        javari.type("\x11")
        assert javari.wait_end() == 0
    return folders({"JAVARI_HOME": str(home)}).database


def garbage(file: Path) -> None:
    """No database at all."""
    file.write_bytes(b"this is no database, but somebody may want it back\n" * 400)


def cut_short(file: Path) -> None:
    """Only the first part of the file is there."""
    file.write_bytes(file.read_bytes()[: 3 * 4096 + 100])


def torn_page(file: Path) -> None:
    """A page in the middle was overwritten."""
    content = bytearray(file.read_bytes())
    content[4096 : 2 * 4096] = b"\xa5" * 4096
    file.write_bytes(content)


@pytest.mark.parametrize("harm", [garbage, cut_short, torn_page])
def test_broken_database_is_refused_with_the_way_out_and_not_one_byte_is_changed(
    own_home: Path, harm: Callable[[Path], None]
) -> None:
    file = used_database(own_home)
    harm(file)
    before = hashlib.sha256(file.read_bytes()).digest()
    with javari_at_pty(own_home, columns=100, rows=30) as javari:
        screen = re.sub(r"\s+", " ", javari.wait_for("Javari cannot open its data"))
        assert "damaged" in screen and "javari restore" in screen
        javari.type("\r")
        assert javari.wait_end(5) == 1
        assert_given_back(javari)
        assert "damaged" in after(javari) and "javari restore" in after(javari)
        assert "Traceback" not in javari.output
    assert hashlib.sha256(file.read_bytes()).digest() == before


def test_newer_database_is_refused_with_a_code_of_its_own_and_not_one_byte_is_changed(own_home: Path) -> None:
    file = used_database(own_home)
    with closing(sqlite3.connect(file)) as database:
        database.execute("UPDATE alembic_version SET version_num = 'zz99'")
        database.commit()
    before = hashlib.sha256(file.read_bytes()).digest()
    with javari_at_pty(own_home, columns=100, rows=30) as javari:
        screen = re.sub(r"\s+", " ", javari.wait_for("Javari cannot open its data"))
        assert "zz99" in screen and "newer Javari" in screen
        javari.type("\r")
        assert javari.wait_end(5) == 3
        assert "zz99" in after(javari)
    assert hashlib.sha256(file.read_bytes()).digest() == before


def test_refusal_can_be_ended_from_outside_too(own_home: Path) -> None:
    file = folders({"JAVARI_HOME": str(own_home)}).database
    file.parent.mkdir(parents=True)
    garbage(file)
    with javari_at_pty(own_home) as javari:
        javari.wait_for("Javari cannot open its data")
        javari.hang_up()
        assert javari.wait_end(5) == 129
