"""What an answer must be for anything of it to be used, and what each no means."""

from __future__ import annotations

import copy
import json
from collections.abc import Awaitable
from datetime import UTC, datetime, timedelta

import pytest

from javari_tui.billing.client import BillingClient
from javari_tui.billing.exchange import Exchange
from javari_tui.billing.heard import LONGEST_WAIT, heard_of, retry_after
from javari_tui.domain.billing import PaymentPage
from javari_tui.domain.billing_errors import BillingError, BillingTrouble
from javari_tui.domain.credits import Credits
from javari_tui.domain.spending import OutboxEvent
from tests.billing_client.asking import BALANCE, ask, refused
from tests.billing_client.conftest import Holder
from tests.billing_client.says import http, problem, says

NOT_UNDERSTOOD, UNREACHABLE = BillingTrouble.NOT_UNDERSTOOD, BillingTrouble.UNREACHABLE


@pytest.mark.parametrize(
    "changes",
    [
        {"available_mcr": 7},
        {"posted_mcr": 10.0},
        {"held_mcr": -1},
        {"as_of": "yesterday"},
        {"as_of": "0001-01-01T00:00:00+14:00"},
        {"as_of": "2026-11-23T10:00:00"},
        {"is_closed": "no"},
        {"ledger_seq": None},
        {"account": "acct 1"},
        {
            "grants": [
                {"id": "g", "kind": "gift", "amount_mcr": 1, "remaining_mcr": 2, "created_at": "2026-11-23T10:00:00Z"}
            ]
        },
    ],
    ids=str,
)
async def test_a_balance_that_makes_no_sense_is_no_balance(changes: dict[str, object]) -> None:
    error = await refused(http({**copy.deepcopy(BALANCE), **changes}), lambda client: client.balance())
    assert error.trouble is NOT_UNDERSTOOD


async def test_large_amounts_may_stand_in_quotation_marks_and_what_is_not_known_does_not_matter() -> None:
    most = 2**53 - 1
    reply = http({**BALANCE, "posted_mcr": str(most), "held_mcr": 0, "available_mcr": most, "weather": {"is": [1.5]}})
    told, server, _ = await ask(reply, lambda client: client.balance())
    assert (told.value.available, told.value.posted) == (Credits(most), Credits(most))
    assert "\r\nAuthorization: Bearer jva_one_token\r\n" in server.heard[0]
    assert "user-agent: javari/" in server.heard[0].lower()


EVENTS = [OutboxEvent(id=at, event=name, body=json.dumps({"id": name}), attempts=1) for at, name in enumerate("ab")]


def verdicts(*results: dict[str, object], seq: object = 9) -> bytes:
    """What became of a batch."""
    return http({"ledger_seq": seq, "results": results})


def accepted(name: str, **more: object) -> dict[str, object]:
    """A good verdict."""
    return {"id": name, "source": "s", "status": "accepted", "seq": 8, **more}


@pytest.mark.parametrize(
    "reply",
    [
        verdicts(accepted("a"), accepted("a")),
        verdicts(accepted("a"), accepted("c")),
        verdicts(accepted("a", seq=None)),
        verdicts(accepted("a", seq=10)),
        verdicts(accepted("a"), seq=9.0),
        verdicts(*[accepted("a")] * 501),
    ],
    ids=["twice", "of another", "without a place", "behind the end", "a float", "too many"],
)
async def test_verdicts_that_make_no_sense_are_not_used(reply: bytes) -> None:
    error = await refused(reply, lambda client: client.send_usage(EVENTS, source="s", subject="acct_1"))
    assert error.trouble is NOT_UNDERSTOOD


async def test_a_verdict_of_a_later_contract_is_as_if_nothing_had_been_said() -> None:
    reply = verdicts(accepted("b"), {"id": "a", "source": "s", "status": "postponed"})
    told, server, _ = await ask(reply, lambda client: client.send_usage(EVENTS, source="s", subject="acct_1"))
    assert [(verdict.id, verdict.seq) for verdict in told.verdicts] == [("b", 8)]
    sent = json.loads(server.heard[0].partition("\r\n\r\n")[2])
    assert sent == {"events": [{"id": name, "source": "s", "subject": "acct_1"} for name in "ab"]}


@pytest.mark.parametrize(
    ("reply", "trouble", "name", "wait"),
    [
        (problem("insufficient-credits", 402, retryable=True), BillingTrouble.NO_CREDITS, "insufficient-credits", None),
        (problem("account-closed", 403), BillingTrouble.CLOSED, "account-closed", None),
        (problem("scope-missing", 403), BillingTrouble.SIGNED_OUT, "scope-missing", None),
        (problem("unauthenticated", 401), BillingTrouble.SIGNED_OUT, "unauthenticated", None),
        (problem("plan-outdated", 409), BillingTrouble.REFUSED, "plan-outdated", None),
        (problem("idempotency-key-in-progress", 409, retry_after=2), UNREACHABLE, "idempotency-key-in-progress", 2),
        (problem("idempotency-key-reused", 422), BillingTrouble.REFUSED, "idempotency-key-reused", None),
        (problem("new", 418, retryable=True), UNREACHABLE, "new", None),
        (problem("too-many-requests", 429, retry_after=10**9), UNREACHABLE, "too-many-requests", LONGEST_WAIT),
        (problem("unavailable", 503, retry_after="soon"), UNREACHABLE, "unavailable", None),
        (http(b"<html>", 404, "text/html"), NOT_UNDERSTOOD, "", None),
        (http(b"<html>", 401, "text/html"), NOT_UNDERSTOOD, "", None),
    ],
)
async def test_every_no_says_what_is_to_be_done(
    reply: bytes, trouble: BillingTrouble, name: str, wait: float | None
) -> None:
    error = await refused(reply, lambda client: client.balance())
    assert (error.trouble, error.problem, error.retry_after) == (trouble, name, wait)


async def test_a_page_to_pay_on_is_shown_only_when_it_is_a_safe_address() -> None:
    def page(url: str) -> bytes:
        return http({"id": "p", "url": url, "expires_at": "2026-11-23T10:00:00Z"}, 201)

    def question(client: BillingClient) -> Awaitable[PaymentPage]:
        return client.checkout(key="k", plan="Pro")

    for url in (
        "http://shop.example/",
        "javascript:alert(1)",
        "https://a@b.example/",
        "https://x/\x1b[2J",
        "https:///x",
    ):
        assert (await refused(page(url), question)).trouble is NOT_UNDERSTOOD, url
    told, server, _ = await ask(page("https://shop.example/pay?x=1"), question)
    assert told.url == "https://shop.example/pay?x=1"
    assert "idempotency-key: k\r\n" in server.heard[0].lower()


def test_a_clock_that_is_wrong_teaches_nothing_and_nobody_puts_us_to_sleep() -> None:
    now = datetime(2026, 11, 23, 10, 0, 0, tzinfo=UTC)

    def offset(date: str, took: float = 1.0) -> float | None:
        heard = heard_of({"date": date}, sent_at=now, took=timedelta(seconds=took))
        return None if heard.clock_offset is None else heard.clock_offset.total_seconds()

    assert offset("Mon, 23 Nov 2026 10:05:00 GMT") == 300
    assert offset("Mon, 23 Nov 2026 10:05:00 GMT", took=3) == 299
    wrong = (
        "",
        "soon",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "Fri, 31 Dec 9999 23:59:59 -2359",
        "Mon, 99 Nov 2026 10:00:00",
    )
    assert [offset(date) for date in (*wrong, "9" * 10_000)] == [None] * 6
    assert offset("Mon, 23 Nov 2026 10:05:00 GMT", took=21) is None
    for seq in ("7", "x", "-1", "٧", str(2**53), "9" * 5000):
        assert heard_of({"javari-ledger-seq": seq}, sent_at=now, took=timedelta()).ledger_seq == (
            7 if seq == "7" else None
        )
    waits = {"3": 3, "99999999999999": LONGEST_WAIT, "-5": None, "1.5": None, "Mon, 23 Nov 2026 10:00:09 GMT": 9}
    assert {text: retry_after({"retry-after": text}, now=now) for text in waits} == waits
    assert retry_after({"retry-after": "Mon, 23 Nov 2026 09:00:00 GMT"}, now=now) == 0


async def test_a_refused_token_is_renewed_once_and_a_hotels_page_renews_nothing() -> None:
    async with says(problem("unauthenticated", 401), http(BALANCE)) as server:
        exchange, holder = Exchange(server.url), Holder("jva_old_token", "jva_new_token")
        told = await BillingClient(exchange, holder).balance()
        await exchange.close()
    assert told is not None
    assert [refused and refused.reveal() for refused in holder.refused] == [None, "jva_old_token"]
    async with says(http(b"<html>", 401, "text/html")) as server:
        exchange, holder = Exchange(server.url), Holder()
        with pytest.raises(BillingError):
            await BillingClient(exchange, holder).balance()
        await exchange.close()
    assert holder.refused == [None]
