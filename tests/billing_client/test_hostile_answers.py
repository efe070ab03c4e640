"""Whatever a server sends: an error in time, and nothing of it used."""

from __future__ import annotations

import asyncio
import json
import resource
from typing import Any

import pytest

from javari_tui.billing.client import BillingClient
from javari_tui.billing.exchange import Exchange
from javari_tui.billing.heard import Heard
from javari_tui.domain.billing_errors import BillingError, BillingTrouble
from tests.billing_client.asking import ask
from tests.billing_client.conftest import SOON, Holder, MakeMachine
from tests.billing_client.says import Reply, http, says

PLAN: dict[str, Any] = {
    **{"name": "Pro", "tier": "pro", "credits_per_month_mcr": 5_000_000, "price_monthly": 900, "price_annual": 9000},
    **{"currency": "EUR", "features": ["More"], "is_popular": True},
}
CATALOGUE: dict[str, Any] = {"version": "v1", "valid_from": "2026-11-01T00:00:00Z", "plans": [PLAN], "prices": []}
NOT_UNDERSTOOD, UNREACHABLE = BillingTrouble.NOT_UNDERSTOOD, BillingTrouble.UNREACHABLE


def plan(**changes: object) -> bytes:
    """A catalogue whose plan is like this."""
    return http({**CATALOGUE, "plans": [{**PLAN, **changes}]})


def text(written: str) -> bytes:
    """A catalogue whose plan has this amount, written so."""
    return http(json.dumps({**CATALOGUE, "plans": [{**PLAN, "price_monthly": 17}]}).replace("17", written).encode())


async def endless(writer: asyncio.StreamWriter) -> None:
    """A body that never ends; whoever reads all of it runs out of memory."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{")
    while True:
        writer.write(b" " * 65_536)
        await writer.drain()


async def a_million_plans(writer: asyncio.StreamWriter) -> None:
    """All of them different, all of them right."""
    writer.write(b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{"version": "v1", "plans": [')
    for at in range(1_000_000):
        writer.write(json.dumps({**PLAN, "name": str(at)}).encode() + b",")
        await writer.drain()


async def slow(writer: asyncio.StreamWriter) -> None:
    """A byte now and then, for ever."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n")
    while True:
        writer.write(b" ")
        await writer.drain()
        await asyncio.sleep(0.05)


GOOD = json.dumps(CATALOGUE).encode()
HOSTILE: dict[str, tuple[Reply, BillingTrouble]] = {
    "a page": (http(b"<html>Sign in to the hotel</html>", kind="text/html"), NOT_UNDERSTOOD),
    "a page that calls itself JSON": (http(b"<html>"), NOT_UNDERSTOOD),
    "JSON that calls itself a page": (http(GOOD, kind="text/html"), NOT_UNDERSTOOD),
    "cut JSON": (http(GOOD[:-20]), NOT_UNDERSTOOD),
    "less than announced": (http(GOOD[:-20], content_length=str(len(GOOD))), UNREACHABLE),
    "more than announced": (http(GOOD, content_length="40"), NOT_UNDERSTOOD),
    "no HTTP": (b"SSH-2.0-OpenSSH_9.2\r\n", UNREACHABLE),
    "nothing": (b"", UNREACHABLE),
    "a list": (http(b"[]"), NOT_UNDERSTOOD),
    "nothing in it": (http({}), NOT_UNDERSTOOD),
    "a float": (text("17.5"), NOT_UNDERSTOOD),
    "a whole float": (text("17.0"), NOT_UNDERSTOOD),
    "an exponent": (text("1e3"), NOT_UNDERSTOOD),
    "more than is exact": (text(str(2**53)), NOT_UNDERSTOOD),
    "more than is exact, as a text": (text(f'"{2**53}"'), NOT_UNDERSTOOD),
    "five thousand digits": (text("9" * 5000), NOT_UNDERSTOOD),
    "below nothing": (text("-1"), NOT_UNDERSTOOD),
    "other digits": (text('"١٧"'), NOT_UNDERSTOOD),
    "no number": (text("NaN"), NOT_UNDERSTOOD),
    "endlessly much": (text("Infinity"), NOT_UNDERSTOOD),
    "a yes": (text("true"), NOT_UNDERSTOOD),
    "the price twice": (text('17, "price_monthly": 1'), NOT_UNDERSTOOD),
    "a plan twice": (http({**CATALOGUE, "plans": [PLAN, PLAN]}), NOT_UNDERSTOOD),
    "no name": (plan(name="\x1b[2J"), NOT_UNDERSTOOD),
    "too long a name": (plan(name="x" * 101), NOT_UNDERSTOOD),
    "a hundred and one plans": (http({**CATALOGUE, "plans": [{}] * 101}), NOT_UNDERSTOOD),
    "a million plans": (a_million_plans, NOT_UNDERSTOOD),
    "a million plans, announced": (http(GOOD, content_length="190000000"), NOT_UNDERSTOOD),
    "deep": (http(b'{"plans":' + b"[" * 900_000), NOT_UNDERSTOOD),
    "half characters": (http(b'{"version": "\xff\xfe"}'), NOT_UNDERSTOOD),
    "packed": (http(b"\x1f\x8b", content_encoding="gzip"), NOT_UNDERSTOOD),
    "leads elsewhere": (http(status=302, location="http://169.254.169.254/v1/plans"), NOT_UNDERSTOOD),
    "nothing new, though nobody asked": (http(status=304), NOT_UNDERSTOOD),
    "an error of a proxy": (http(b"<html>Bad gateway</html>", 502, "text/html"), UNREACHABLE),
    "endless": (endless, NOT_UNDERSTOOD),
}


async def test_the_last_good_catalogue_survives_everything_that_is_sent(machine: MakeMachine) -> None:
    async with says(http(CATALOGUE, etag='"one"')) as server:
        made = await machine(server.url)
        good = await made.service.catalogue()
        assert [(one.name, one.price_monthly, one.currency) for one in good.plans] == [("Pro", 900, "EUR")]
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        for name, (reply, trouble) in HOSTILE.items():
            server.say(reply)
            with pytest.raises(BillingError) as caught:
                await made.connection.client().plans()
            assert (name, caught.value.trouble) == (name, trouble)
            if name != "nothing new, though nobody asked":
                assert await made.service.catalogue(fresh=True) == good, name
        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000, "read what it should not"
        assert made.connection.client().heard == Heard()


async def test_a_server_that_trickles_is_not_waited_for() -> None:
    async with says(slow) as server:
        exchange = Exchange(server.url, SOON)
        with pytest.raises(BillingError) as caught:
            await BillingClient(exchange, Holder()).plans()
        assert caught.value.trouble is UNREACHABLE
        await exchange.close()


async def test_where_nothing_good_was_ever_sent_the_error_is_told(machine: MakeMachine) -> None:
    async with says(http(b"<html>")) as server:
        made = await machine(server.url)
        with pytest.raises(BillingError) as caught:
            await made.service.catalogue()
        assert caught.value.trouble is NOT_UNDERSTOOD


async def test_names_and_words_lose_what_a_terminal_would_obey_and_keep_what_markup_would_be() -> None:
    reply = plan(
        name="\x1b]0;owned\x07[red]Pro[/]\u202e\n", features=["a\r\nb", "\x1b[31m<b>"], tier="later-one", new=1.5
    )
    told, _, _ = await ask(reply, lambda client: client.plans())
    offered = told.value.plans[0]
    assert (offered.name, offered.features, offered.tier) == ("[red]Pro[/]", ("a b", "<b>"), "later-one")
