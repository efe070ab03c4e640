"""`javari billing` with and without an account, against the real server."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from javari_tui.cli.exit_codes import ExitCode
from javari_tui.domain.billing import Account
from javari_tui.paths import folders
from javari_tui.storage.accounts import AccountStore
from javari_tui.storage.database import Database
from javari_tui.storage.ledger import LedgerStore
from tests.cli.conftest import Javari
from tests.services.billing.machine import Endpoint
from tests.storage.ledger_bench import charge, wish


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    """A real server."""
    endpoint = Endpoint(tmp_path_factory.mktemp("billing") / "billing.db")
    yield endpoint
    endpoint.close()


def _use(cost: int) -> None:
    """An answer that cost so many micro-credits, of whoever is signed in."""
    places = folders()
    database = Database.open(places.database, backups=places.backups)
    ledger = LedgerStore(database)
    ledger.settle(ledger.hold(wish(0, least=0)).id, charge(cost))
    database.close()


def test_without_an_account_the_budget_is_told_and_topped_up(javari: Javari) -> None:
    assert "1,000 of 1,000 credits" in javari("billing", "status").out
    _use(2_500_000)
    told = json.loads(javari("billing", "status", "--json").out)
    assert (told["account"], told["state"], told["available_mcr"], told["unsent"]) == (None, "local", 997_500_000, 0)
    assert "1,997 credits" in javari("billing", "top-up").out
    assert javari("billing", "top-up", "5").code == ExitCode.USAGE
    assert javari("billing", "sync").code == ExitCode.FAILED
    lines = javari("billing", "usage", "--by", "model").out.splitlines()
    model = ["2.50", "anthropic/claude-opus-5-5"]
    assert [line.split() for line in lines] == [["credits"], model, ["2.50", "in", "all"]]
    (spent,) = json.loads(javari("billing", "usage", "--by", "action", "--since", "2020-01-01", "--json").out)
    assert (spent["key"], spent["amount_mcr"]) == ("chat", 2_500_000)


def test_with_an_account_it_sends_compares_and_tells_where_to_pay(
    javari: Javari, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    account, key = endpoint.account(9_000_000)
    monkeypatch.setenv("JAVARI_BILLING_URL", endpoint.served.url)
    monkeypatch.setenv("JAVARI_BILLING_KEY", key)
    assert json.loads(javari("billing", "sync", "--json").out)["sent"] == 0
    _use(2_500_000)
    before = json.loads(javari("billing", "status", "--json").out)
    assert (before["account"], before["unsent"], before["unsent_mcr"]) == (account, 1, 2_500_000)
    assert "Not sent yet: 1 event, 2.50 credits" in javari("billing", "status").out

    assert javari("billing", "sync").out == "1 event sent.\n"

    after = json.loads(javari("billing", "status", "--json").out)
    assert (after["available_mcr"], after["unsent"], after["trouble"]) == (6_500_000, 0, None)
    assert endpoint.booked(account)[0][1] == 2_500_000
    compared = javari("billing", "reconcile", "--json")
    assert (compared.code, json.loads(compared.out)["differing"]) == (ExitCode.OK, [])

    endpoint.hear_of(key, _signed_in(), "lost", 2_000_000)
    differing = javari("billing", "reconcile")
    assert differing.code == ExitCode.FAILED
    assert "differ by 2 credits" in differing.out and "reconcile --accept" in differing.out
    accepted = javari("billing", "reconcile", "--accept")
    assert accepted.code == ExitCode.OK
    assert "This is accepted" in accepted.out
    assert javari("billing", "reconcile").code == ExitCode.OK


def _signed_in() -> Account | None:
    database = Database.open(folders().database, backups=folders().backups)
    account = AccountStore(database).current()
    database.close()
    return account


def _sign_out() -> None:
    database = Database.open(folders().database, backups=folders().backups)
    AccountStore(database).sign_out()
    database.close()


def test_a_server_that_does_not_answer_is_an_error_with_a_cure_and_the_status_tells_it(
    javari: Javari, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    own = Endpoint(tmp_path / "billing.db")
    try:
        account, key = own.account()
        monkeypatch.setenv("JAVARI_BILLING_URL", own.served.url)
        monkeypatch.setenv("JAVARI_BILLING_KEY", key)
        assert javari("billing", "sync").code == ExitCode.OK
    finally:
        own.close()

    failed = javari("billing", "sync")

    assert failed.code == ExitCode.FAILED
    assert "cannot be reached" in failed.err
    told = javari("billing", "status")
    assert told.code == ExitCode.OK
    assert "Left: 1 of" in told.out

    _use(500_000)
    assert javari("logout").code == ExitCode.OK
    assert "0.50" in javari("billing", "usage", "--by", "model").out.split()
    _sign_out()
    told = javari("billing", "status")
    assert told.code == ExitCode.OK
    assert "As told by the billing server" in told.out
    assert "Not sent yet: 1 event, 0.50 credits" in told.out
    _sign_out()
    whoami = javari("whoami")
    assert (whoami.code, whoami.out.splitlines()[0].split()[0]) == (ExitCode.OK, account)
    assert "cannot be reached" in whoami.err
    assert not any(key.encode() in file.read_bytes() for file in folders().data.rglob("*") if file.is_file())
