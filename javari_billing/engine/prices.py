"""Plans and price lists. A list is never changed: a new version comes beside it, and old usage keeps its own."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from sqlalchemy import Connection, Row, func, insert, select

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
    return Plan(
        name=row.name,
        tier=row.tier,
        credits_per_month_mcr=row.credits_per_month,
        price_monthly=row.price_monthly,
        price_annual=row.price_annual,
        currency=row.currency,
        features=tuple(json.loads(row.features)),
        is_popular=row.is_popular,
        overdraft_limit_mcr=row.overdraft_limit,
    )
