"""Signing in and out, against the real server; and who may use what signing in gave."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import httpx2
import pytest

from javari_tui.domain.billing import Account, SignInCode, TokenPlace
from javari_tui.domain.billing_errors import BillingError, BillingTrouble, TokensElsewhere
from javari_tui.domain.credits import Credits
from javari_tui.domain.plans import BillingCycle
from javari_tui.services.billing.sync import Sync
from javari_tui.services.ledger.figures import Figures
from javari_tui.services.stored import Stored
from javari_tui.vault.tokens import TokenStore
from tests.billing_client.conftest import Endpoint, Machine, MakeMachine, open_one
from tests.billing_client.file_keyring import LOCKED
from tests.billing_client.says import Reply, http, problem, says
from tests.services.billing.machine import Shown

WHEN = "2026-11-23T10:00:00Z"


async def refused(work: Awaitable[object]) -> BillingTrouble:
    """What kind of trouble it has."""
    with pytest.raises(BillingError) as caught:
        await work
    return caught.value.trouble


async def sign_in(make: MakeMachine, endpoint: Endpoint, answer: str = "allow", home: str = "home") -> Machine:
    """A machine whose user answers the page as soon as it is waited for."""
    shown: list[SignInCode] = []

    async def sleep(_seconds: float) -> None:
        await endpoint.decide(shown[0].user_code, answer)

    machine = await make(endpoint.url, home=home, sleep=sleep)
    async for step in machine.service.sign_in():
        if isinstance(step, SignInCode):
            shown.append(step)
    return machine


async def test_who_allows_it_on_the_page_is_signed_in_in_every_window(
    machine: MakeMachine, endpoint: Endpoint, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    told: list[Account | None] = []
    pauses: list[float] = []

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 3 and isinstance(code, SignInCode):
            await endpoint.decide(code.user_code)

    one = await machine(endpoint.url, sleep=sleep)
    one.service.listen(told.append)
    assert (one.service.account, one.service.is_set) == (None, True)
    steps = one.service.sign_in()
    code = await anext(steps)
    assert isinstance(code, SignInCode)
    assert code.address == f"{endpoint.url}/device"
    assert code.address_complete.endswith(code.user_code)
    assert timedelta(minutes=14) < code.expires_at - datetime.now(UTC) <= timedelta(minutes=15)
    account = await anext(steps)
    assert [step async for step in steps] == []
    # No time passed between the first two questions: the server wants to be asked less often.
    assert pauses == [5, 5, 10]
    assert isinstance(account, Account)
    assert (account.id, account.endpoint, one.service.token_place) == (
        endpoint.account,
        endpoint.url,
        TokenPlace.KEYRING,
    )
    other = await machine(endpoint.url)
    assert other.service.account == account
    balance = await other.service.client(account).balance()
    assert (balance and balance.value.account) == endpoint.account
    assert balance is not None
    assert await other.service.client(account).balance(balance.etag) is None
    assert told == [account]
    for secret in ("jva_", "jvr_", endpoint.key):
        assert secret not in caplog.text


async def test_who_says_no_on_the_page_is_not_signed_in(machine: MakeMachine, endpoint: Endpoint) -> None:
    assert await refused(sign_in(machine, endpoint, "deny")) is BillingTrouble.DENIED
    assert (await machine(endpoint.url)).service.account is None


CODE = {
    **{"device_code": "d" * 20, "user_code": "BCDF-GHJK", "verification_uri": "https://bill.example/device"},
    **{"verification_uri_complete": "https://bill.example/device?c=1", "expires_in": 900, "interval": 5},
}
TOKENS = {"access_token": "a" * 20, "refresh_token": "r" * 20, "token_type": "Bearer", "expires_in": 900, "scope": ""}


def oauth(error: str) -> bytes:
    """An error of OAuth's."""
    return http({"error": error}, 400)


@pytest.mark.parametrize(
    ("replies", "trouble", "pauses"),
    [
        ([http(CODE), oauth("expired_token")], BillingTrouble.CODE_OVER, [5]),
        ([http(CODE), oauth("authorization_pending")], BillingTrouble.CODE_OVER, [5] * 180),
        (
            [http(CODE), b"", problem("unavailable", 503, retry_after=20), oauth("access_denied")],
            BillingTrouble.DENIED,
            [5, 10, 20],
        ),
        ([http(CODE), http({**TOKENS, "access_token": "a b\r\nX: y"})], BillingTrouble.NOT_UNDERSTOOD, [5]),
        ([http(CODE), http(TOKENS), problem("account-closed", 403), http({})], BillingTrouble.CLOSED, [5]),
        ([http({**CODE, "verification_uri": "http://bill.example/device"})], BillingTrouble.NOT_UNDERSTOOD, []),
        ([http({**CODE, "verification_uri_complete": "file:///etc/passwd"})], BillingTrouble.NOT_UNDERSTOOD, []),
        ([http({**CODE, "user_code": "\x1b[2JBCDF"})], BillingTrouble.NOT_UNDERSTOOD, []),
        ([http({**CODE, "expires_in": 0})], BillingTrouble.NOT_UNDERSTOOD, []),
        ([http({**CODE, "interval": 1.5})], BillingTrouble.NOT_UNDERSTOOD, []),
        ([http(b"<html>", kind="text/html")], BillingTrouble.NOT_UNDERSTOOD, []),
    ],
)
async def test_whatever_else_comes_ends_signing_in_with_a_reason(
    replies: list[Reply], trouble: BillingTrouble, pauses: list[float], machine: MakeMachine
) -> None:
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    async with says(*replies) as server:
        made = await machine(server.url, sleep=sleep)

        async def all_steps() -> None:
            async for _ in made.service.sign_in():
                pass

        assert await refused(all_steps()) is trouble
    assert (waited, made.service.account) == (pauses, None)
    if trouble is BillingTrouble.CLOSED:
        assert "token=" + "r" * 20 in server.heard[-1], "tokens that nobody uses are given back"


async def test_signing_out_ends_it_at_the_server_and_in_every_window(machine: MakeMachine, endpoint: Endpoint) -> None:
    one = await sign_in(machine, endpoint)
    other = await machine(endpoint.url)
    assert other.service.account is not None
    token = await other.access.at(other.connection.exchange()).token()
    assert await one.service.sign_out() == 0
    assert (one.service.account, await other.service.read()) == (None, None)
    assert await one.service.sign_out() == 0
    headers = {"Authorization": f"Bearer {token.reveal()}"}
    assert httpx2.get(f"{endpoint.url}/v1/balance", headers=headers).status_code == 401
    assert "jvr_" not in one.keyring._file.read_text()


async def test_tokens_go_to_no_other_address(machine: MakeMachine, endpoint: Endpoint) -> None:
    account = (await sign_in(machine, endpoint)).service.account
    assert account is not None
    async with says(http({})) as server:
        moved = await machine(server.url)
        assert await refused(moved.service.client(account).balance()) is BillingTrouble.SIGNED_OUT
        assert server.heard == []
    assert not (await machine("http://billing.example")).service.is_set
    assert await refused((await machine("")).service.catalogue()) is BillingTrouble.NOT_SET


async def test_signing_in_again_ends_what_was_there_before(machine: MakeMachine, endpoint: Endpoint) -> None:
    one = await sign_in(machine, endpoint)
    before = await one.access.at(one.connection.exchange()).token()
    two = await sign_in(machine, endpoint)
    assert two.service.account is not None
    assert one.service.account is not None
    assert two.service.account.source == one.service.account.source
    headers = {"Authorization": f"Bearer {before.reveal()}"}
    assert httpx2.get(f"{endpoint.url}/v1/balance", headers=headers).status_code == 401
    # The window that signed in first finds what the other one keeps.
    assert await one.service.client(one.service.account).balance() is not None


async def test_a_keyring_that_is_locked_signs_nobody_out(machine: MakeMachine, endpoint: Endpoint) -> None:
    one = await sign_in(machine, endpoint)
    inside = one.keyring._file.read_text()
    other = await machine(endpoint.url)
    account = other.service.account
    assert account is not None
    one.keyring._file.write_text(LOCKED)
    assert await refused(other.service.client(account).balance()) is BillingTrouble.KEYRING
    one.keyring._file.write_text(inside)
    assert await other.service.client(account).balance() is not None
    assert await other.service.read() == account


async def test_a_process_without_tokens_signs_only_itself_out(machine: MakeMachine, endpoint: Endpoint) -> None:
    await sign_in(machine, endpoint)
    shell = await machine(endpoint.url)
    shell.access._store = TokenStore(find=lambda: None)
    stored = Stored.over(shell.accounts._database, shell.disk)
    sync = Sync(stored, Shown(), shell.service.client)
    for _ in range(2):
        with pytest.raises(TokensElsewhere):
            await sync.sync_now()
    here = await shell.service.read()
    assert here is not None
    assert here.needs_sign_in
    current = await shell.disk.run(shell.accounts.current)
    assert current is not None
    assert (current.needs_sign_in, (await sync.state()).trouble) == (False, "")
    figures = Figures(stored, offline_allowance=Credits)
    assert not (await figures.refresh()).needs_sign_in
    figures.ask_for_tokens(shell.service.is_tokenless)
    assert (await figures.refresh()).needs_sign_in


async def test_a_key_in_the_environment_counts_as_signed_in(machine: MakeMachine, endpoint: Endpoint) -> None:
    script = await machine(endpoint.url, key=endpoint.key)
    account = await script.service.recognise()
    assert account is not None
    assert (account.id, script.service.has_key) == (endpoint.account, True)
    assert await script.service.client(account).balance() is not None
    assert (
        await refused((await machine(endpoint.url, key="jvk_unknown")).service.recognise()) is BillingTrouble.SIGNED_OUT
    )
    assert (
        await refused((await machine(endpoint.url, key="jvk_x\r\nX: y")).service.recognise())
        is BillingTrouble.SIGNED_OUT
    )


async def test_what_one_account_used_is_never_told_with_the_key_of_another(
    machine: MakeMachine, endpoint: Endpoint
) -> None:
    signed_in = (await sign_in(machine, endpoint)).service.account
    assert signed_in is not None
    _, key = open_one(endpoint.served.address)
    script = await machine(endpoint.url, key=key)
    assert await refused(script.service.client(signed_in).balance()) is BillingTrouble.SIGNED_OUT
    bob = await script.service.recognise()
    assert bob is not None
    assert bob.id != signed_in.id
    assert await script.service.client(bob).balance() is not None


async def test_asking_again_for_a_page_to_pay_on_orders_nothing_twice(machine: MakeMachine) -> None:
    def key_of(request: str) -> str:
        return next(line for line in request.lower().splitlines() if line.startswith("idempotency-key"))

    busy = problem("idempotency-key-in-progress", 409, retry_after=0)
    page = http({"id": "p", "url": "https://shop.example/1", "expires_at": WHEN}, 201)
    me = http({**BALANCE_OF_BOB})
    async with says(me, busy, busy, busy, busy, page, page, page) as server:
        made = await machine(server.url, key="jvk_bob")
        await made.service.recognise()
        ask: Callable[[], Awaitable[object]] = lambda: made.service.checkout(plan="Pro", cycle=BillingCycle.ANNUAL)  # noqa: E731
        assert await refused(ask()) is BillingTrouble.UNREACHABLE
        await ask()
        await ask()
        await made.service.checkout(credits=Credits.of(500))
        keys = [key_of(request) for request in server.heard[1:]]
        assert (len(set(keys[:5])), len(set(keys))) == (1, 3)
        assert '{"cycle":"annual","plan":"Pro"}' in server.heard[1]
        assert '"credits_mcr":500000000' in server.heard[-1]


BALANCE_OF_BOB = {
    **{"account": "bob", "plan": "Free", "posted_mcr": 0, "held_mcr": 0, "available_mcr": 0, "overdraft_limit_mcr": 0},
    **{"grants": [], "as_of": WHEN, "ledger_seq": 0},
}
