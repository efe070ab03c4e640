"""`javari login`, `logout` and `whoami`: against the real server, without a screen."""

from __future__ import annotations

import json
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import keyring
import pytest
from keyring.backends import fail

from javari_tui.cli.exit_codes import ExitCode
from javari_tui.services.billing.account import AccountService
from javari_tui.vault.tokens import TokenStore
from tests.billing_client.conftest import Endpoint, endpoint  # noqa: F401
from tests.billing_client.file_keyring import ENVIRONMENT, LOCKED, VARIABLE, FileKeyring
from tests.cli.conftest import Javari, process


@pytest.fixture
def set_up(endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Endpoint:  # noqa: F811
    """An address, a keyring, and a user who allows every code at once."""
    monkeypatch.setenv("JAVARI_BILLING_URL", endpoint.url)
    monkeypatch.setattr(keyring, "get_keyring", lambda: FileKeyring(tmp_path / "keyring"))

    async def allow(_seconds: float) -> None:
        with closing(sqlite3.connect(endpoint.served.address.removeprefix("sqlite:///"))) as database:
            codes = database.execute("SELECT user_code FROM device_codes WHERE state = 'pending'").fetchall()
        for (code,) in codes:
            await endpoint.decide(code)

    for kind, name, value in ((AccountService, "sleep", allow), (TokenStore, "patience", 60.0)):
        defaults = kind.__init__.__kwdefaults__
        assert defaults is not None
        monkeypatch.setitem(defaults, name, value)
    return endpoint


def test_signing_in_shows_the_code_and_the_page_and_lasts(javari: Javari, set_up: Endpoint) -> None:
    out = javari("login")
    assert (out.code, out.err) == (ExitCode.OK, "")
    lines = [line.strip() for line in out.out.splitlines()]
    assert f"{set_up.url}/device" in lines
    assert [line for line in lines if len(line) == 9 and line[4] == "-"]
    assert f"You are signed in as {set_up.account}." in lines
    assert "keyring" in out.out
    assert len(lines) <= 22, "more than one screen"
    told = json.loads(javari("whoami", "--json").out)
    assert told | {"signed_in_at": ""} == {
        **{"account": set_up.account, "endpoint": set_up.url, "needs_sign_in": False},
        **{"signed_in_at": "", "tokens": "keyring", "is_offline": False},
    }
    assert set_up.account in javari("whoami").out
    assert "takes its place" in javari("login").out
    assert javari("logout").out == f"You are signed out of {set_up.account}.\n"
    gone = javari("whoami")
    assert (gone.code, gone.out) == (ExitCode.FAILED, "")
    assert "javari login" in gone.err
    again = javari("logout")
    assert (again.code, again.err) == (ExitCode.OK, "You are not signed in.\n")


def test_a_sign_in_that_would_not_last_is_not_begun(
    javari: Javari, set_up: Endpoint, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "keyring").write_text(LOCKED)
    locked = javari("login")
    assert (locked.code, locked.out) == (ExitCode.FAILED, "")
    assert "does not open" in locked.err
    monkeypatch.setattr(keyring, "get_keyring", fail.Keyring)
    none = javari("login")
    assert (none.code, none.out) == (ExitCode.FAILED, "")
    assert "no keyring" in none.err
    assert "JAVARI_BILLING_KEY" in none.err


@pytest.mark.parametrize("address", ["", "http://billing.example.com", "https://ada@billing.example.com"])
def test_without_a_safe_address_it_is_said_where_to_put_one(
    address: str, javari: Javari, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JAVARI_BILLING_URL", address)
    outcome = javari("login")
    assert outcome.code == ExitCode.FAILED
    assert address in outcome.err
    assert "https" in outcome.err
    assert json.loads(javari("whoami", "--json").out)["account"] is None


def test_a_key_in_the_environment_needs_no_login(
    javari: Javari, set_up: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JAVARI_BILLING_KEY", set_up.key)
    told = javari("whoami")
    assert (told.code, set_up.account in told.out, "JAVARI_BILLING_KEY" in told.out) == (ExitCode.OK, True, True)
    assert "still set" in javari("logout").err
    monkeypatch.setenv("JAVARI_BILLING_KEY", "jvk_of_nobody")
    wrong = javari("whoami")
    assert wrong.code == ExitCode.FAILED
    assert "JAVARI_BILLING_KEY" in wrong.err
    assert "jvk_of_nobody" not in wrong.err


def test_ctrl_c_while_it_waits_changes_nothing(set_up: Endpoint, tmp_path: Path) -> None:
    running = process("login", JAVARI_BILLING_URL=set_up.url, **{VARIABLE: str(tmp_path / "keyring")}, **ENVIRONMENT)
    assert running.stdout is not None
    while not (line := running.stdout.readline()).startswith(b"Waiting"):
        assert line
    running.send_signal(signal.SIGINT)
    _, complaints = running.communicate(timeout=20)
    assert (running.returncode, complaints.strip()) == (ExitCode.INTERRUPTED, b"")
    assert not (tmp_path / "keyring").exists()
