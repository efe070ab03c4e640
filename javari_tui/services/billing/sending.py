"""Sending what waits: batch after batch, each event until the endpoint has it."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from javari_tui.billing.client import BillingClient
from javari_tui.domain.billing import Account, ServiceFacts, SyncReport, UsageAnswer, Verdict, VerdictStatus
from javari_tui.domain.billing_errors import BillingError
from javari_tui.domain.fates import Fate, FateKind
from javari_tui.domain.spending import OutboxEvent
from javari_tui.services.billing.books import Begun, Learned, SyncBooks
from javari_tui.services.billing.verdicts import OUT_OF_RANGE, PRICES, Clocks, fates_of, quarantined
from javari_tui.services.disk import DiskThread

_log = logging.getLogger(__name__)

_SPLIT = frozenset({"malformed", "too-large"})
"""Something in the batch is wrong: halves find out what."""
_MOST_SPLITS = 40
"""Requests spent on that in a round: when everything is refused, nobody looks at each of thousands."""


@dataclass(slots=True)
class Tally:
    """What a round came to so far."""

    requests: int = 0
    statuses: Counter[VerdictStatus] = field(default_factory=Counter)
    fates: Counter[FateKind] = field(default_factory=Counter)
    splits: int = 0
    wants_plans: bool = False

    def report(self, *, balance_changed: bool = False) -> SyncReport:
        """As it is told."""
        return SyncReport(
            sent=self.fates.total(),
            accepted=self.statuses[VerdictStatus.ACCEPTED],
            duplicates=self.statuses[VerdictStatus.DUPLICATE],
            quarantined=self.fates[FateKind.QUARANTINED],
            kept=self.fates[FateKind.LATER],
            requests=self.requests,
            balance_changed=balance_changed,
        )


class Sender:
    """Sends for one account, over one line."""

    def __init__(
        self,
        disk: DiskThread,
        books: SyncBooks,
        client: BillingClient,
        account: Account,
        *,
        sent: Callable[[], Awaitable[object]],
    ) -> None:
        """`sent` is told after every batch."""
        self._disk, self._books, self._client, self._account, self._sent = disk, books, client, account, sent
        # What the endpoint says of itself is asked for only when something does not fit.
        self._facts, self._has_facts = ServiceFacts(), False

    async def flush(self, tally: Tally) -> None:
        """Send everything that is due. BillingError: it cannot be told now what became of the rest."""
        while True:
            begun = await self._disk.run(self._books.lease, self._account, self._facts)
            if not begun.events:
                return
            try:
                await self._send(begun, begun.events, tally)
            except BillingError:
                await self._disk.run(self._books.give_back, begun.events)
                raise
            await self._sent()

    async def _send(self, begun: Begun, events: Sequence[OutboxEvent], tally: Tally) -> None:
        """Send a batch, in halves where something in it is not taken, and write down what becomes of it."""
        try:
            tally.requests += 1
            answer = await self._client.send_usage(events, source=self._account.source, subject=self._account.id)
        except BillingError as error:
            if error.problem not in _SPLIT or tally.splits >= _MOST_SPLITS:
                raise
            tally.splits += 1
            await self._send_halves(begun, events, tally, error.problem)
            return
        fates = await self._fates(events, answer, tally)
        tally.statuses.update(verdict.status for verdict in answer.verdicts)
        new = [verdict.seq or 0 for verdict in answer.verdicts if verdict.status is VerdictStatus.ACCEPTED]
        learned = Learned(answer.ledger_seq, self._client.heard.clock_offset, min(new, default=None))
        await self._write(begun, fates, learned, tally)

    async def _send_halves(self, begun: Begun, events: Sequence[OutboxEvent], tally: Tally, problem: str) -> None:
        if len(events) == 1:
            _log.warning("The billing server does not take event %s: %s", events[0].event, problem)
            await self._write(begun, [quarantined(events[0], problem)], Learned(None, None), tally)
            return
        if problem == "too-large":
            await self._learn_facts(tally)
        middle = len(events) // 2
        await self._send(begun, events[:middle], tally)
        await self._send(begun, events[middle:], tally)

    async def _fates(self, events: Sequence[OutboxEvent], answer: UsageAnswer, tally: Tally) -> list[Fate]:
        verdicts: tuple[Verdict, ...] = answer.verdicts
        problems = {verdict.problem for verdict in verdicts}
        if OUT_OF_RANGE in problems:
            await self._learn_facts(tally)
        tally.wants_plans = tally.wants_plans or not problems.isdisjoint(PRICES)
        clocks = Clocks(self._books.time(), self._client.heard.clock_offset, self._facts)
        fates, others = fates_of(events, verdicts, clocks)
        if others:
            _log.warning("The billing server spoke of %d events that it was not sent", others)
        for fate in fates:
            if fate.kind is FateKind.QUARANTINED:
                _log.warning("The billing server does not take event %s: %s", fate.event, fate.problem)
        return fates

    async def _write(self, begun: Begun, fates: Sequence[Fate], learned: Learned, tally: Tally) -> None:
        await self._disk.run(self._books.settle, fates, begun, learned)
        tally.fates.update(fate.kind for fate in fates)

    async def _learn_facts(self, tally: Tally) -> None:
        if not self._has_facts:
            tally.requests += 1
            self._facts, self._has_facts = await self._client.service(), True
