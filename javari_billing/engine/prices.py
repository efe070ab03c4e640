"""Plans and price lists. A list is never changed: a new version comes beside it, and old usage keeps its own."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Connection, Row, func, insert, select, update

from javari_billing.engine.refusals import refuse
from javari_billing.engine.tables import PLANS, PRICES
from javari_billing.wire.plans import Catalogue, Plan, Price, amount_of
from javari_billing.wire.problems import Problem
from javari_billing.wire.usage import UsageData
from javari_billing.wire.values import moment_of

_ANY = select(PRICES.c.version).limit(1)


class PriceList:
    """The prices that usage is checked against. A server without any takes the client's word for amounts."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._is_checked = connection.execute(_ANY).first() is not None
        self._read: dict[str, dict[tuple[str, str], Price]] = {}

    def reason_against(self, data: UsageData) -> Problem | None:
        """Why the amount cannot be right, if it cannot."""
        if not self._is_checked:
            return None
        prices = self._read.get(data.price_version)
        if prices is None:
            rows = self._connection.execute(select(PRICES).where(PRICES.c.version == data.price_version))
            prices = self._read[data.price_version] = {(row.model, row.action): _price(row) for row in rows}
        if not prices:
            return refuse("plan-outdated").problem
        price = prices.get((data.model or "", data.action))
        due = 0 if price is None else amount_of(price, input_tokens=data.input_tokens, output_tokens=data.output_tokens)
        return None if data.amount_mcr == due else refuse("price-mismatch", needed_mcr=due).problem


def add_price_list(connection: Connection, prices: Sequence[Price], *, valid_from: int) -> None:
    """Add a version of the price list. Models that are not in it cost nothing."""
    versions = {price.version for price in prices}
    taken = connection.execute(select(PRICES.c.version).where(PRICES.c.version.in_(versions))).first()
    if len(versions) != 1 or taken is not None:
        raise refuse("malformed", "A price list has one version, which was not there before.")
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
