"""From the fields of an answer to the values of `domain/billing.py`: what each answer of the contract holds."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from datetime import timedelta
from functools import partial

from javari_tui.billing.addresses import may_be_shown
from javari_tui.billing.checked import MAX_COUNT, Fields
from javari_tui.billing.misunderstood import Misunderstood
from javari_tui.domain.billing import (
    Catalogue,
    DayDifference,
    DayDigest,
    EndpointBalance,
    EndpointGrant,
    OfferedPlan,
    OfferedPrice,
    PaymentPage,
    ServiceFacts,
    UsageAnswer,
    Verdict,
    VerdictStatus,
)

MAX_GRANTS, MAX_PLANS, MAX_FEATURES, MAX_PRICES = 1000, 100, 50, 2000
MAX_EVENTS, MAX_DAYS, MAX_IDS = 500, 400, 1000

_LONGEST_YEARS = 366 * 100 * 86_400
_DAY = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])\Z")
_XOR = re.compile(r"[0-9a-f]{16}\Z")
_CURRENCY = re.compile(r"[A-Z]{3}\Z")
_PAGE = re.compile(r"https?://[!-~]+\Z")


def service_facts(fields: Fields) -> ServiceFacts:
    """What the endpoint says of itself."""
    return ServiceFacts(
        max_events=min(fields.whole("max_events", least=1, most=MAX_COUNT, default=MAX_EVENTS), MAX_EVENTS),
        max_bytes=fields.whole("max_bytes", least=1024, most=MAX_COUNT, default=1 << 20),
        accepts_past=timedelta(seconds=fields.whole("accepts_past_s", most=_LONGEST_YEARS)),
        accepts_future=timedelta(seconds=fields.whole("accepts_future_s", most=_LONGEST_YEARS)),
    )


def balance(fields: Fields) -> EndpointBalance:
    """What is left. Figures that contradict each other are not used."""
    told = EndpointBalance(
        account=fields.identifier("account"),
        plan=fields.text("plan"),
        posted=fields.balance("posted_mcr"),
        held=fields.amount("held_mcr"),
        available=fields.balance("available_mcr"),
        overdraft_limit=fields.amount("overdraft_limit_mcr"),
        ledger_seq=fields.whole("ledger_seq"),
        as_of=fields.moment("as_of"),
        grants=fields.list_of("grants", _grant, most=MAX_GRANTS),
        is_closed=fields.flag("is_closed"),
        renews_at=fields.moment_or_none("renews_at"),
        grace_until=fields.moment_or_none("grace_until"),
    )
    if told.available != told.posted - told.held:
        raise Misunderstood("available_mcr is not posted_mcr less held_mcr")
    return told


def _grant(fields: Fields) -> EndpointGrant:
    amount, remaining = fields.amount("amount_mcr"), fields.amount("remaining_mcr")
    if remaining > amount:
        raise Misunderstood("more remains of a grant than was given")
    return EndpointGrant(
        id=fields.identifier("id"),
        kind=fields.identifier("kind"),
        amount=amount,
        remaining=remaining,
        created_at=fields.moment("created_at"),
        expires_at=fields.moment_or_none("expires_at"),
        note=fields.text("note", default=""),
    )


def catalogue(fields: Fields) -> Catalogue:
    """Plans and prices. A name that is there twice could be bought at either price, so that is refused."""
    plans = fields.list_of("plans", _plan, most=MAX_PLANS)
    if len({plan.name for plan in plans}) != len(plans):
        raise Misunderstood("a plan is there twice")
    return Catalogue(
        version=fields.identifier("version"),
        plans=plans,
        price_version=fields.identifier("price_version") if fields.has("price_version") else None,
        prices=fields.list_of("prices", _price, most=MAX_PRICES, is_needed=False),
    )


def _plan(fields: Fields) -> OfferedPlan:
    return OfferedPlan(
        name=fields.name("name"),
        tier=fields.identifier("tier"),
        credits_per_month=fields.amount("credits_per_month_mcr"),
        price_monthly=fields.whole("price_monthly"),
        price_annual=fields.whole("price_annual"),
        currency=fields.matching("currency", _CURRENCY) if fields.has("currency") else "USD",
        features=fields.texts("features", most=MAX_FEATURES),
        is_popular=fields.flag("is_popular"),
    )


def _price(fields: Fields) -> OfferedPrice:
    return OfferedPrice(
        model=fields.name("model"),
        action=fields.identifier("action") if fields.has("action") else "chat",
        input_mcr=fields.whole("input_mcr"),
        output_mcr=fields.whole("output_mcr"),
    )


def usage_answer(sent: Collection[str]) -> Callable[[Fields], UsageAnswer]:
    """A reader of what became of the events that were sent: at most one verdict for each, and for no others."""
    return partial(_usage_answer, frozenset(sent))


def _usage_answer(sent: frozenset[str], fields: Fields) -> UsageAnswer:
    told = fields.list_of("results", _verdict, most=MAX_EVENTS)
    verdicts = tuple(verdict for verdict in told if verdict is not None)
    names = {verdict.id for verdict in verdicts}
    if len(names) != len(verdicts) or not names <= sent:
        raise Misunderstood("verdicts are not those of what was sent")
    answer = UsageAnswer(ledger_seq=fields.whole("ledger_seq"), verdicts=verdicts)
    if any((verdict.seq or 0) > answer.ledger_seq for verdict in verdicts):
        raise Misunderstood("an entry lies behind the end of the ledger")
    return answer


def _verdict(fields: Fields) -> Verdict | None:
    """A verdict; None for a status of a later contract: its event is kept, as if nothing had been said of it."""
    try:
        status = VerdictStatus(fields.text("status"))
    except ValueError as error:
        if isinstance(error, Misunderstood):
            raise
        return None
    is_booked = status in {VerdictStatus.ACCEPTED, VerdictStatus.DUPLICATE}
    problem = fields.within("problem") if fields.has("problem") else Fields({})
    return Verdict(
        id=fields.identifier("id"),
        status=status,
        seq=fields.whole("seq", least=1) if is_booked else None,
        problem=last_part(problem.text("type", longest=200, default="")),
        retryable=problem.flag("retryable"),
    )


def last_part(problem_type: str) -> str:
    """The last part of a problem's type."""
    return re.split(r"[:/#]", problem_type)[-1]


def differing_days(fields: Fields) -> tuple[DayDifference, ...]:
    """The days on which the endpoint has something else."""
    return fields.list_of("differing", _difference, most=MAX_DAYS)


def _difference(fields: Fields) -> DayDifference:
    day = fields.within("server")
    return DayDifference(
        endpoint=DayDigest(
            day=day.matching("day", _DAY),
            count=day.whole("count", most=MAX_COUNT),
            sum=day.amount("sum_mcr"),
            xor=day.matching("xor", _XOR),
        ),
        ids=fields.identifiers("ids", most=MAX_IDS),
        is_cut=fields.flag("is_cut"),
    )


def payment_page(endpoint: str) -> Callable[[Fields], PaymentPage]:
    """A reader of where the user pays."""
    return partial(_payment_page, endpoint)


def _payment_page(endpoint: str, fields: Fields) -> PaymentPage:
    return PaymentPage(url=page_address(fields, "url", endpoint), expires_at=fields.moment("expires_at"))


def page_address(fields: Fields, name: str, endpoint: str) -> str:
    """The address of a page that may be shown."""
    address = fields.matching(name, _PAGE)
    if not may_be_shown(address, endpoint):
        raise Misunderstood(f"{name} is no https address")
    return address
