"""Access tokens end: they are renewed once for everybody, and a stolen one ends what came from it."""

from __future__ import annotations

import asyncio
import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from javari_tui import paths
from javari_tui.billing.exchange import Answer, Exchange, NotSent, Question
from javari_tui.billing.tokens import renew
from javari_tui.domain.billing import Account
from javari_tui.domain.billing_errors import BillingError, BillingTrouble
from javari_tui.domain.secret import Secret
from tests.billing.server import ROOT
from tests.billing_client.conftest import Endpoint, Machine, MakeMachine
from tests.billing_client.file_keyring import ENVIRONMENT, VARIABLE
from tests.billing_client.test_signing_in import refused, sign_in


def expire(machine: Machine) -> Secret:
    """Let the access token that is kept be over, as time does; the refresh token."""
    ((name, text),) = json.loads(machine.keyring._file.read_text()).items()
    kept = json.loads(text) | {"expires_at": 0}
    machine.keyring._file.write_text(json.dumps({name: json.dumps(kept)}))
    return Secret(kept["refresh"])


def renewals(endpoint: Endpoint) -> int:
    """How many access tokens the server ever gave out."""
    with closing(sqlite3.connect(endpoint.served.address.removeprefix("sqlite:///"))) as database:
        (count,) = database.execute("SELECT count(*) FROM access_keys WHERE family_id IS NOT NULL").fetchone()
        return int(count)


async def test_four_processes_at_once_renew_once(machine: MakeMachine, endpoint: Endpoint) -> None:
    made = await sign_in(machine, endpoint)
    expire(made)
    before = renewals(endpoint)
    state = str(paths.folders({"JAVARI_HOME": str(made.keyring._file.with_name("home"))}).state)
    environ = {**os.environ, **ENVIRONMENT, VARIABLE: str(made.keyring._file)}
    words = [sys.executable, "-m", "tests.billing_client.renewing_process", endpoint.url, endpoint.account, state]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    running = [subprocess.Popen(words, cwd=ROOT, env=environ, **pipes) for _ in range(4)]  # type: ignore[call-overload]
    try:
        assert [process.stdout.readline() for process in running] == ["ready\n"] * 4
        ended = await asyncio.gather(*(asyncio.to_thread(process.communicate, "go\n") for process in running))
    finally:
        for process in running:
            process.kill()
            process.wait()
    assert [out for out, _ in ended] == [f"{endpoint.account}\n"] * 4
    assert renewals(endpoint) == before + 1


async def test_many_at_once_in_one_process_renew_once(machine: MakeMachine, endpoint: Endpoint) -> None:
    expire(await sign_in(machine, endpoint))
    before = renewals(endpoint)
    other = await machine(endpoint.url)
    tokens = await asyncio.gather(*(other.access.at(other.connection.exchange()).token() for _ in range(20)))
    assert (len(set(tokens)), renewals(endpoint)) == (1, before + 1)


async def test_a_token_that_is_refused_is_renewed_unless_another_process_did_it(
    machine: MakeMachine, endpoint: Endpoint
) -> None:
    one = await sign_in(machine, endpoint)
    two = await machine(endpoint.url)
    before = renewals(endpoint)
    first = await two.access.at(two.connection.exchange()).token()
    second = await one.access.at(one.connection.exchange()).token(refused=first)
    assert second != first
    assert await two.access.at(two.connection.exchange()).token(refused=first) == second
    assert renewals(endpoint) == before + 1


class Lossy(Exchange):
    """A line on which the first answer with new tokens gets lost."""

    lost = 0

    async def ask(self, question: Question) -> Answer:
        """Ask; once the answer is gone, and once after that there is no line at all."""
        if self.lost == 1:
            self.lost += 1
            raise NotSent("no network")
        answer = await super().ask(question)
        if question.path == "/oauth/token" and not self.lost:
            self.lost += 1
            raise BillingError(BillingTrouble.UNREACHABLE)
        return answer


async def test_an_answer_that_got_lost_on_its_way_signs_nobody_out(machine: MakeMachine, endpoint: Endpoint) -> None:
    expire(await sign_in(machine, endpoint))
    other, exchange = await machine(endpoint.url), Lossy(endpoint.url)
    bearer = other.access.at(exchange)
    token = await bearer.token()
    assert (await bearer.token(), exchange.lost) == (token, 2)
    await exchange.close()
    expire(other)
    last = await machine(endpoint.url)
    assert await last.access.at(last.connection.exchange()).token() != token


async def test_new_tokens_are_kept_when_nobody_waits_any_more(machine: MakeMachine, endpoint: Endpoint) -> None:
    expire(await sign_in(machine, endpoint))
    closing_one, given_out = await machine(endpoint.url), asyncio.Event()

    class Slow(Exchange):
        async def ask(self, question: Question) -> Answer:
            answer = await super().ask(question)
            given_out.set()
            await asyncio.sleep(0.05)
            return answer

    exchange = Slow(endpoint.url)
    asking = asyncio.create_task(closing_one.access.at(exchange).token())
    await given_out.wait()
    asking.cancel()
    await asyncio.wait({asking})
    await closing_one.service.close()
    await exchange.close()
    before = renewals(endpoint)
    other = await machine(endpoint.url)
    assert (await other.access.at(other.connection.exchange()).token()).reveal() in other.keyring._file.read_text()
    assert renewals(endpoint) == before


async def test_a_stolen_token_ends_everything_and_that_is_told(machine: MakeMachine, endpoint: Endpoint) -> None:
    stolen = expire(await sign_in(machine, endpoint))
    for _ in range(2):
        made = await machine(endpoint.url)
        await made.access.at(made.connection.exchange()).token()
        expire(made)
    assert await refused(renew(made.connection.exchange(), stolen)) is BillingTrouble.SIGNED_OUT
    told: list[Account | None] = []
    last = await machine(endpoint.url)
    last.service.listen(told.append)
    account = last.service.account
    assert account is not None
    assert await refused(last.service.client(account).balance()) is BillingTrouble.SIGNED_OUT
    assert last.service.account is not None
    assert last.service.account.needs_sign_in
    assert (await last.disk.run(last.accounts.current)) == last.service.account
    assert json.loads(last.keyring._file.read_text()) == {}
    await asyncio.sleep(0)
    assert [one and one.needs_sign_in for one in told] == [True]
    again = (await sign_in(machine, endpoint)).service.account
    assert again is not None
    assert not again.needs_sign_in
    assert await last.service.client(again).balance() is not None


async def test_a_line_that_is_down_is_not_waited_for_and_signs_nobody_out(
    machine: MakeMachine, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    expire(await sign_in(machine, endpoint))
    other = await machine(endpoint.url)

    async def no_line(_question: Question) -> Answer:
        raise NotSent("no network")

    monkeypatch.setattr(other.connection.exchange(), "ask", no_line)
    account = other.service.account
    assert account is not None
    assert await refused(other.service.client(account).balance()) is BillingTrouble.UNREACHABLE
    monkeypatch.undo()
    assert await other.service.client(account).balance() is not None
