"""A client of the billing endpoint: each of its questions, with a bound for the answer and a reader that checks it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Generic, Protocol, TypeVar

from javari_tui.billing import answers
from javari_tui.billing.checked import Fields
from javari_tui.billing.exchange import Answer, Exchange, Question
from javari_tui.billing.heard import Heard, etag_of, heard_of
from javari_tui.billing.misunderstood import Misunderstood
from javari_tui.billing.refusals import refusal_of
from javari_tui.domain.billing import (
    Catalogue,
    DayDifference,
    DayDigest,
    EndpointBalance,
    PaymentPage,
    ServiceFacts,
    UsageAnswer,
)
from javari_tui.domain.billing_errors import BillingError, BillingTrouble
from javari_tui.domain.credits import Credits
from javari_tui.domain.plans import BillingCycle
from javari_tui.domain.secret import Secret
from javari_tui.domain.spending import OutboxEvent

T = TypeVar("T")

_KIB = 1024
_SMALL, _BALANCE, _PLANS, _USAGE, _RECONCILE = 64 * _KIB, 512 * _KIB, 2048 * _KIB, 1024 * _KIB, 16_384 * _KIB
_LOOP = 8 * _KIB
"""Bytes of an answer, or of events that are sent, from which the loop is left alone with them."""


class Bearer(Protocol):
    """Who is asking."""

    async def token(self, *, refused: Secret | None = None) -> Secret:
        """The access token of now; another one than `refused`. BillingError SIGNED_OUT: there is none."""


@dataclass(frozen=True, slots=True)
class Tagged(Generic[T]):
    """A value with the tag by which to ask whether it changed; an empty tag asks for it anew."""

    value: T
    etag: str


class BillingClient:
    """Asks one endpoint. Everything it gives back was checked; every method raises BillingError."""

    def __init__(self, exchange: Exchange, bearer: Bearer) -> None:
        self._exchange, self._bearer = exchange, bearer
        self.heard = Heard()
        """What the answers' headers told."""

    @property
    def endpoint(self) -> str:
        """The address."""
        return self._exchange.endpoint

    async def service(self) -> ServiceFacts:
        """What the endpoint says of itself."""
        question = Question(path="/.well-known/javari-billing", limit=_SMALL)
        return await self._read(await self._ask(question, None), answers.service_facts)

    async def send_usage(self, events: Sequence[OutboxEvent], *, source: str, subject: str) -> UsageAnswer:
        """Tell what was used by this machine (`source`), on this account. An event without a verdict is kept."""
        if sum(len(event.body) for event in events) > _LOOP:
            body = await asyncio.to_thread(usage_body, events, source, subject)
        else:
            body = usage_body(events, source, subject)
        question = Question(method="POST", path="/v1/usage", limit=_USAGE, body=body)
        return await self._asked(question, answers.usage_answer([event.event for event in events]))

    async def balance(self, etag: str = "") -> Tagged[EndpointBalance] | None:
        """What is left; None when it is still what it was under that tag."""
        question = Question(path="/v1/balance", limit=_BALANCE, headers=_unless(etag))
        return await self._tagged(await self._authorised(question), answers.balance, etag)

    async def balance_of(self, token: Secret) -> EndpointBalance:
        """What the account of a token has: whose it is, before anything is kept."""
        question = Question(path="/v1/balance", limit=_BALANCE)
        return await self._read(await self._ask(question, token), answers.balance)

    async def plans(self, etag: str = "") -> Tagged[Catalogue] | None:
        """Plans and prices, signed in or not; None when they are still what they were under that tag."""
        question = Question(path="/v1/plans", limit=_PLANS, headers=_unless(etag))
        return await self._tagged(await self._ask(question, None), answers.catalogue, etag)

    async def reconcile(
        self, source: str, first_day: str, last_day: str, days: Iterable[DayDigest]
    ) -> tuple[DayDifference, ...]:
        """The days of a range, written `YYYY-MM-DD`, on which the endpoint has something else of a source."""
        told = [{"day": day.day, "count": day.count, "sum_mcr": day.sum.micro, "xor": day.xor} for day in days]
        range_ = {"source": source, "first_day": first_day, "last_day": last_day}
        question = Question(method="POST", path="/v1/reconcile", limit=_RECONCILE, body=_json(range_ | {"days": told}))
        return await self._asked(question, answers.differing_days)

    async def checkout(
        self, *, key: str, plan: str = "", cycle: BillingCycle = BillingCycle.MONTHLY, credits: Credits | None = None
    ) -> PaymentPage:
        """A page where a plan or credits are paid; the same one for the same key."""
        wanted: dict[str, object] = {"cycle": cycle.value}
        if plan:
            wanted["plan"] = plan
        if credits is not None:
            wanted["credits_mcr"] = credits.micro
        return await self._page("/v1/checkout-sessions", key, _json(wanted))

    async def portal(self, *, key: str) -> PaymentPage:
        """A page for cards and invoices; the same one for the same key."""
        return await self._page("/v1/portal-sessions", key, b"{}")

    async def close(self) -> None:
        """Give back connections."""
        await self._exchange.close()

    async def _page(self, path: str, key: str, body: bytes) -> PaymentPage:
        question = Question(method="POST", path=path, limit=_SMALL, body=body, headers={"Idempotency-Key": key})
        return await self._asked(question, answers.payment_page(self.endpoint))

    async def _asked(self, question: Question, read: Callable[[Fields], T]) -> T:
        return await self._read(await self._authorised(question), read)

    async def _authorised(self, question: Question) -> Answer:
        """The answer for who is signed in; a token that is refused is renewed once."""
        token = await self._bearer.token()
        answer = await self._ask(question, token)
        if answer.status == 401 and refusal_of(answer).trouble is BillingTrouble.SIGNED_OUT:
            answer = await self._ask(question, await self._bearer.token(refused=token))
        return answer

    async def _ask(self, question: Question, token: Secret | None) -> Answer:
        headers = {} if token is None else {"Authorization": f"Bearer {token.reveal()}"}
        return await self._exchange.ask(replace(question, headers={**question.headers, **headers}))

    async def _tagged(self, answer: Answer, read: Callable[[Fields], T], etag: str) -> Tagged[T] | None:
        if answer.status == 304 and etag:
            self._hear(answer)
            return None
        return Tagged(await self._read(answer, read), etag_of(answer.headers))

    async def _read(self, answer: Answer, read: Callable[[Fields], T]) -> T:
        """What an answer holds. BillingError: it is a no, or not what the contract says; nothing of it is used."""
        if not 200 <= answer.status < 300:
            raise refusal_of(answer)
        try:
            if len(answer.body) > _LOOP:
                value = await asyncio.to_thread(_understood, answer, read)
            else:
                value = _understood(answer, read)
        except Misunderstood as error:
            raise BillingError(BillingTrouble.NOT_UNDERSTOOD, detail=str(error)) from error
        self._hear(answer)
        return value

    def _hear(self, answer: Answer) -> None:
        """Learn from the head of an answer that was understood: pages of hotels have clocks too."""
        self.heard = self.heard.then(heard_of(answer.headers, sent_at=answer.sent_at, took=answer.took))


def usage_body(events: Sequence[OutboxEvent], source: str, subject: str) -> bytes:
    """A batch of events as it is sent: their bodies as they were written down, with who made them and for whom."""
    return _json({"events": [{**json.loads(event.body), "source": source, "subject": subject} for event in events]})


def _understood(answer: Answer, read: Callable[[Fields], T]) -> T:
    return read(answer.fields("application/json"))


def _unless(etag: str) -> Mapping[str, str]:
    return {"If-None-Match": etag} if etag else {}


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
