"""Administration from the command line: whole numbers in, the same out, and a check that finds what is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import text

from javari_billing.cli.commands import run
from javari_billing.cli.listing import credits_text
from javari_billing.engine.database import Ledgers


def javari_billing(address: str, *words: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """Run a command over a database; what it ends with."""
    monkeypatch.setattr("sys.argv", ["javari-billing", "--database", address, *words])
    return run()


def test_an_account_is_opened_given_credits_and_checked(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def say(*words: str) -> tuple[int, list[str], str]:
        code = javari_billing(address, *words, monkeypatch=monkeypatch)
        out, err = capsys.readouterr()
        return code, out.splitlines(), err

    _, (account, key), _ = say("account", "create", "Ada", "--plan", "Pro", "--no-monthly")
    assert key.startswith("jvk_")
    for _ in range(2):
        assert say("grant", account, "12.000001", "--days", "3", "--reference", "one") == (0, ["grant_1"], "")
    assert say("account", "list")[1][0].split() == [account, "Pro", "12.000001", "0", "Ada"]
    assert say("plan", "list")[1][2] == "Pro                  20000 a month  29.00 USD  290.00 a year  popular"
    sold = ("--credits", "7.5", "--monthly", "250", "--annual", "2000", "--tier", "pro", "--feature", "Ñandú")
    assert say("plan", "set", "Small", *sold)[0] == 0
    assert say("plan", "set", "Small", "--not-popular", "--monthly", "300")[0] == 0
    assert say("plan", "list")[1][1].split() == ["Small", "7.5", "a", "month", "3.00", "USD", "20.00", "a", "year"]
    assert say("plan", "set", "Small", "--not-active")[0] == 0
    assert say("plan", "list")[1][1].startswith("Starter")
    assert say("plan", "set", "Bad\x1b")[0] == 1
    assert (say("payment", "list"), say("webhook", "list")) == ((0, [""], ""), (0, [""], ""))
    assert say("webhook", "rotate-key")[1][0].startswith("whpk_")
    prices = tmp_path / "prices.json"
    prices.write_text(json.dumps([{"version": "1", "model": "m", "input_mcr": 5, "output_mcr": 9}]))
    assert say("plan", "prices", str(prices))[0] == 0
    prices.write_text(json.dumps([{"version": "2", "model": "m", "input_mcr": 0.5, "output_mcr": 9}]))
    assert "input_mcr" in say("plan", "prices", str(prices))[2]
    assert say("verify") == (0, ["Everything holds."], "")
    assert say("account", "plan", account, "Starter")[0] == 0
    assert say("account", "list")[1][0].split()[1:3] == ["Starter", "5012.000001"]
    assert say("account", "revoke", account)[1] == ["1"]
    assert say("account", "close", account)[0] == 0

    ledgers = Ledgers.open(address)
    with ledgers.engine.begin() as connection:
        connection.execute(text("UPDATE accounts SET posted = posted + 1"))
    ledgers.close()
    code, lines, _ = say("verify")
    assert (code, lines[0].split()[:2]) == (1, [account, "I1"])


@pytest.mark.parametrize("words", [("grant", "nobody", "5"), ("account", "create", "Ada", "--plan", "Gold")])
def test_what_is_not_there_is_said(
    words: tuple[str, ...], address: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert javari_billing(address, *words, monkeypatch=monkeypatch) == 1
    assert capsys.readouterr().err.startswith("There is no")


def test_several_processes_want_postgresql(
    address: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert javari_billing(address, "serve", "--port", "0", "--workers", "2", monkeypatch=monkeypatch) == 1
    assert "PostgreSQL" in capsys.readouterr().err


@pytest.mark.parametrize("credits", ["1e3", "-5", "0x10", "1.0000001", "1,5", "٣", "inf"])
def test_only_numbers_that_mean_one_thing_are_credits(
    credits: str, address: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert javari_billing(address, "grant", "--", "acct", credits, monkeypatch=monkeypatch) == 2
    assert "number of credits" in capsys.readouterr().err


def test_credits_are_written_exactly() -> None:
    assert [credits_text(amount) for amount in (0, 1, -1_500_000, 2**53 - 1)] == [
        *("0", "0.000001", "-1.5", "9007199254.740991")
    ]
