"""Plans and price lists. A list is never changed: a new version comes beside it, and old usage keeps its own."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pydantic import ValidationError
from sqlalchemy import Connection, Row, func, insert, select, update

from javari_billing.engine.refusals import refuse
from javari_billing.engine.tables import PLANS, PRICES
from javari_billing.wire.plans import Catalogue, Plan, Price, amount_of
from javari_billing.wire.problems import Problem
from javari_billing.wire.usage import UsageData
from javari_billing.wire.values import moment_of

OUTLASTS: Final = 86_400_000
"""For how many milliseconds a list may still be counted by when the next one is in force: by answers that were priced
before they were written, and by apps that have not heard of the next one yet."""
CLOCKS: Final = 5 * 60_000
"""How many milliseconds before its time a list may be counted by: not every clock is right."""
LOCAL: Final = "local/"
"""What the name of a model begins with that costs nothing wherever it is listed: it ran on the user's own machine."""

Prices = Mapping[tuple[str, str], Price]
"""A version of the list, by model and action."""

_ANY = select(PRICES.c.version).limit(1)


@dataclass(frozen=True, slots=True)
class _Version:
    prices: Prices
    since: int
    until: int | None


def due_by(prices: Prices, data: UsageData) -> int:
    """What usage costs: by the action's own price, else by the model's for `chat`; a model without either is free."""
    model = data.model or ""
    price = prices.get((model, data.action)) or prices.get((model, "chat"))
    return 0 if price is None else amount_of(price, input_tokens=data.input_tokens, output_tokens=data.output_tokens)


class PriceList:
    """The prices that usage is checked against. A server without any takes the client's word for amounts."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._is_checked = connection.execute(_ANY).first() is not None
        self._known: dict[str, _Version | None] = {}

    def reason_against(self, data: UsageData, at: int) -> Problem | None:
        """Why the amount cannot be right for what was used then, if it cannot."""
        if not self._is_checked:
            return None
        if data.price_version not in self._known:
            self._known[data.price_version] = self._read(data.price_version)
        version = self._known[data.price_version]
        if version is None or at < version.since - CLOCKS:
            return refuse("plan-outdated").problem
        if version.until is not None and at >= version.until + OUTLASTS:
            return refuse("plan-outdated").problem
        due = due_by(version.prices, data)
        return None if data.amount_mcr == due else refuse("price-mismatch", needed_mcr=due).problem

    def _read(self, name: str) -> _Version | None:
        rows = self._connection.execute(select(PRICES).where(PRICES.c.version == name)).all()
        if not rows:
            return None
        since: int = rows[0].valid_from
        later = select(func.min(PRICES.c.valid_from)).where(PRICES.c.valid_from > since)
        until = self._connection.execute(later).scalar_one_or_none()
        return _Version({(row.model, row.action): _price(row) for row in rows}, since, until)


def add_price_list(connection: Connection, prices: Sequence[Price], *, valid_from: int) -> None:
    """Add a version of the price list. Models that are not in it cost nothing."""
    versions = {price.version for price in prices}
    taken = connection.execute(select(PRICES.c.version).where(PRICES.c.version.in_(versions))).first()
    if len(versions) != 1 or taken is not None:
        raise refuse("malformed", "A price list has one version, which was not there before.")
    if any(price.model.startswith(LOCAL) for price in prices):
        raise refuse("malformed", f"Models that begin with {LOCAL} run on machines of the users' own: they are free.")
    rows = [
        {
            **{"version": price.version, "model": price.model, "action": price.action, "valid_from": valid_from},
            **{"input_price": price.input_mcr, "output_price": price.output_mcr},
        }
        for price in prices
    ]
    connection.execute(insert(PRICES), rows)


def set_plan(connection: Connection, name: str, changes: dict[str, Any], *, now: int) -> None:
    """Change a plan, or make one; what is offered is checked as a whole."""
    known = connection.execute(select(PLANS).where(PLANS.c.name == name)).one_or_none()
    fresh = {"tier": "starter", "credits_per_month": 0, "price_monthly": 0, "price_annual": 0, "currency": "USD"}
    more = {"features": [], "overdraft_limit": 0, "is_popular": False, "is_active": True}
    before = {"name": name, **fresh, **more}
    if known is not None:
        before = dict(known._mapping) | {"features": json.loads(known.features)}
    after = before | changes | {"changed_at": now}
    try:
        _plan_of(after)
    except ValidationError as error:
        raise refuse("malformed", "This cannot be offered: " + error.errors()[0]["msg"]) from error
    after["features"] = json.dumps(after["features"], ensure_ascii=False)
    if known is None:
        connection.execute(insert(PLANS), after)
    else:
        connection.execute(update(PLANS).where(PLANS.c.name == name).values(**after))


def catalogue(connection: Connection, *, now: int) -> Catalogue:
    """The plans on offer and the price list in force; its version follows from what is in it."""
    offered = select(PLANS).where(PLANS.c.is_active).order_by(PLANS.c.price_monthly, PLANS.c.name)
    rows = connection.execute(offered).all()
    newest = select(func.max(PRICES.c.valid_from)).where(PRICES.c.valid_from <= now)
    since = connection.execute(newest).scalar_one_or_none()
    in_force = select(PRICES).where(PRICES.c.valid_from == since).order_by(PRICES.c.model, PRICES.c.action)
    prices = tuple(_price(row) for row in connection.execute(in_force)) if since is not None else ()
    plans = tuple(_plan(row) for row in rows)
    content = json.dumps([value.model_dump(mode="json") for value in (*plans, *prices)]).encode()
    return Catalogue(
        version=hashlib.sha256(content).hexdigest()[:16],
        valid_from=moment_of(max([since or 0, *(row.changed_at for row in rows)])),
        plans=plans,
        price_version=prices[0].version if prices else None,
        prices=prices,
    )


def _price(row: Row[tuple[object, ...]]) -> Price:
    return Price(
        version=row.version,
        model=row.model,
        action=row.action,
        input_mcr=row.input_price,
        output_mcr=row.output_price,
    )


def _plan(row: Row[tuple[object, ...]]) -> Plan:
    return _plan_of(dict(row._mapping) | {"features": json.loads(row.features)})


def _plan_of(told: dict[str, Any]) -> Plan:
    return Plan(
        name=told["name"],
        tier=told["tier"],
        credits_per_month_mcr=told["credits_per_month"],
        price_monthly=told["price_monthly"],
        price_annual=told["price_annual"],
        currency=told["currency"],
        features=tuple(told["features"]),
        is_popular=told["is_popular"],
        overdraft_limit_mcr=told["overdraft_limit"],
    )
