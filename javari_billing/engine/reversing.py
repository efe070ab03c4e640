"""Payments that went back to who paid: what was bought with them is taken back, as new entries.

An account never falls below nothing by it, and what is held stays held: what was used already is the seller's loss,
and stands in the table of reversals. A dispute that is won gives back what was taken.
"""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from javari_billing.engine.books import Book
from javari_billing.engine.orders import page_of_session, purchase_of
from javari_billing.engine.payment_tables import REVERSALS
from javari_billing.engine.subscriptions import note_reversal
from javari_billing.engine.tables import GRANTS


def reverse_purchase(connection: Connection, provider: str, session_id: str, reversed_price: int, *, now: int) -> int:
    """Bring what was taken back to what `reversed_price` of the price is; how many credits were taken now."""
    page = page_of_session(connection, provider, session_id)
    if page is None or page.kind != "credits" or page.state != "paid":
        return 0
    book = Book(connection, page.account_id, now)
    mine = REVERSALS.c.reference == page.id
    sums = select(func.coalesce(func.sum(REVERSALS.c.wanted), 0), func.coalesce(func.sum(REVERSALS.c.taken), 0))
    wanted_before, taken_before = (int(value) for value in connection.execute(sums.where(mine)).one())
    in_all = page.credits * min(max(reversed_price, 0), page.price) // page.price
    wanted, taken = in_all - wanted_before, 0
    if wanted > 0:
        one = (GRANTS.c.account_id == page.account_id) & (GRANTS.c.reference == purchase_of(page))
        seq = connection.execute(select(GRANTS.c.seq).where(one)).scalar_one()
        taken = book.take_back(wanted, first=seq, note=f"Refund of {page.id}")
    elif wanted < 0:
        taken = -max(0, taken_before - in_all)
        if taken:
            book.give(-taken, kind="purchase", note=f"Given back: {page.id}")
    if wanted:
        note_reversal(book, page.id, price=reversed_price, wanted=wanted, taken=taken)
    book.write()
    return taken
