"""What every command needs: the opened database, and amounts as they are written."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeVar

import click
from sqlalchemy import Connection

from javari_billing.engine.database import Ledgers
from javari_billing.wire.values import MICRO

_T = TypeVar("_T")


def opened(database: str) -> Ledgers:
    """The database, until the command ends."""
    ledgers = Ledgers.open(database)
    click.get_current_context().call_on_close(ledgers.close)
    return ledgers


def write(database: str, work: Callable[[Connection, int], _T]) -> _T:
    """Do some work in one transaction; it gets the time too."""
    ledgers = opened(database)
    return ledgers.write(lambda connection: work(connection, ledgers.clock()))


def micro(credits: str) -> int:
    """Micro-credits from credits as they are written, without floats."""
    if not re.fullmatch(r"[0-9]{1,10}(\.[0-9]{1,6})?", credits):
        raise click.BadParameter("must be a number of credits, such as 500 or 12.5")
    whole, _, part = credits.partition(".")
    return int(whole) * MICRO + int(part.ljust(6, "0") or 0)
