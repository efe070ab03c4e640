"""`javari doctor`: finds what is broken on purpose, says the cure, puts right what is safe."""

from __future__ import annotations

import json
import stat
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from javari_tui.cli.exit_codes import ExitCode
from javari_tui.storage.sqlite_library import sqlite
from tests.cli.conftest import Javari
from tests.model_server import ModelServer


def found(javari: Javari, *words: str) -> dict[str, dict[str, Any]]:
    """The findings by their id."""
    return {finding["id"]: finding for finding in json.loads(javari("doctor", "--json", *words).out)["findings"]}


def test_a_fresh_machine_has_no_problem(javari: Javari) -> None:
    outcome = javari("doctor")
    assert outcome.code == ExitCode.OK, outcome.out
    assert "FAIL" not in outcome.out
    assert "Everything works." in outcome.out


def test_looking_changes_nothing(javari: Javari, own_home: Path) -> None:
    javari("doctor")
    assert not own_home.exists()


def test_open_permissions_are_found_and_closed(javari: Javari, own_home: Path) -> None:
    javari("ask", "hello")
    data, database = own_home / "data", own_home / "data" / "javari.db"
    data.chmod(0o755)
    database.chmod(0o644)
    findings = found(javari)
    assert findings["folder.data"]["severity"] == "warning"
    assert "chmod 700" in findings["folder.data"]["cure"]
    assert findings["file.permissions"]["fixable"]

    assert found(javari, "--fix")["folder.data"]["severity"] == "fine"
    assert stat.S_IMODE(data.stat().st_mode) == 0o700
    assert stat.S_IMODE(database.stat().st_mode) == 0o600


def test_fix_makes_the_folders(javari: Javari, own_home: Path) -> None:
    javari("doctor", "--fix")
    assert {folder.name for folder in own_home.iterdir()} == {"config", "data", "state", "cache"}


def test_a_ledger_that_was_changed_by_hand_is_found(javari: Javari, own_home: Path) -> None:
    javari("ask", "hello")
    assert found(javari)["credits"]["severity"] == "fine"
    with closing(sqlite.connect(own_home / "data" / "javari.db")) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            if "ledger" in name:
                connection.execute(f"DROP TRIGGER {name}")
        connection.execute("UPDATE ledger_entries SET amount = amount + 1 WHERE seq = 1")
        connection.commit()
    finding = found(javari)["credits"]
    assert finding["severity"] == "problem"
    assert "ledger" in finding["text"]


def test_a_damaged_database_is_a_problem_with_a_way_out(javari: Javari, own_home: Path) -> None:
    (own_home / "data").mkdir(parents=True)
    (own_home / "data" / "javari.db").write_bytes(b"no database" * 1000)
    outcome = javari("doctor")
    assert outcome.code == ExitCode.FAILED
    assert "FAIL" in outcome.out
    assert "javari restore" in outcome.out


def test_a_sound_database_and_its_copies_are_told(javari: Javari) -> None:
    javari("ask", "hello")
    assert found(javari)["database.copies"]["severity"] == "note"
    javari("backup")
    findings = found(javari)
    assert findings["database"]["severity"] == "fine"
    assert findings["database.copies"]["severity"] == "fine"


def test_mistakes_in_settings_and_themes_are_named(javari: Javari, own_home: Path) -> None:
    themes = own_home / "config" / "themes"
    themes.mkdir(parents=True)
    (themes / "broken.yaml").write_text("colours: [")
    (own_home / "config" / "config.yaml").write_text("glyhps: ascii\n")
    findings = found(javari)
    assert "glyphs" in findings["settings"]["text"]
    assert "line 1" in findings["settings"]["text"]
    assert "broken.yaml" in findings["theme"]["text"]


@pytest.mark.parametrize(
    ("name", "value", "finding", "word"),
    [
        ("TERM", "dumb", "terminal", "dumb"),
        ("LC_ALL", "C", "locale", "C"),
    ],
)
def test_surroundings_are_told(
    name: str, value: str, finding: str, word: str, javari: Javari, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    assert word in found(javari)[finding]["text"]


def test_a_key_is_told_by_its_place_and_never_shown(
    model_server: ModelServer, javari: Javari, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-ant-very-secret-key-0123456789")
    monkeypatch.setenv("ANTHROPIC_BASE_URL", model_server.base_url)
    outcome = javari("doctor")
    assert "very-secret" not in outcome.out + outcome.err
    findings = found(javari)
    assert "environment" in findings["key.anthropic"]["text"]
    assert model_server.base_url in findings["server.anthropic"]["text"]


def test_a_server_that_cannot_be_reached_is_told(javari: Javari, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", "test")
    monkeypatch.setenv("ANTHROPIC_BASE_URL", "http://127.0.0.1:9")
    finding = found(javari)["server.anthropic"]
    assert finding["severity"] == "warning"
    assert "127.0.0.1:9" in finding["text"]


def test_a_server_of_ones_own_is_asked(model_server: ModelServer, javari: Javari, own_home: Path) -> None:
    file = own_home / "config" / "config.yaml"
    file.parent.mkdir(parents=True)
    server = f"    title: My server\n    base_url: {model_server.openai_url}\n"
    file.write_text(f"providers:\n  mine:\n{server}")
    finding = found(javari)["server.mine"]
    assert finding["severity"] == "fine", finding
    assert "My server" in finding["text"]
