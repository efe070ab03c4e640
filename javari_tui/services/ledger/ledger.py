"""The ledger as the app sees it: what is left, what a draft may cost, what was spent on what."""

from __future__ import annotations

import asyncio
import csv
import io
import itertools
import logging
import uuid
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Protocol

from javari_tui.domain.answer_cost import AnswerCost
from javari_tui.domain.balance_view import BalanceView, DraftCost
from javari_tui.domain.billing import Account
from javari_tui.domain.chat import Attachment
from javari_tui.domain.credits import NOTHING
from javari_tui.domain.errors import StorageError
from javari_tui.domain.models import ModelInfo
from javari_tui.domain.plans import FREE_PLAN
from javari_tui.domain.spending import Balance, EntryKind, GrantSource, LedgerPage, Receipt, Room, Spending, SpendingBy
from javari_tui.domain.tokens import OVERHEAD_OF_A_TURN, estimate_message
from javari_tui.domain.waiting_accounts import WaitingAccount
from javari_tui.services.assets.export_files import write_asset
from javari_tui.services.ledger.spending import Spending as SpendingRules
from javari_tui.services.ledger.spending import Wanted
from javari_tui.services.stored import Stored
from javari_tui.storage.answer_costs import read_answer_costs
from javari_tui.storage.waiting_accounts import read_waiting_accounts

CSV_NAME = "javari-credits.csv"
"""What the file is called where only a folder is given."""
LONG = 100_000
"""Characters from which text is counted beside the loop."""
_LOOKED_AT = 12
"""Messages at the end of a chat among which its last price is looked for."""
_AT_ONCE = 500
"""Lines read for a file at once: others need the disk too."""

_log = logging.getLogger(__name__)


class Prompting(Protocol):
    """What is sent with a draft, and how long its answer may be."""

    async def model_at_hand(self, chat_id: int | None) -> ModelInfo | None:
        """The model of the next answer where no server must be asked."""

    async def prompt_tokens(self, chat_id: int | None, info: ModelInfo) -> int:
        """About what a chat's next request holds before the draft."""

    @property
    def system_prompt(self) -> Callable[[], Awaitable[str]]:
        """Exactly what is sent as the system prompt."""

    def answer_tokens(self, info: ModelInfo, prompt_tokens: int) -> int:
        """How long the answer may be."""


class Ledger:
    """Credits of whoever uses this Javari."""

    def __init__(
        self, stored: Stored, rules: SpendingRules, prompting: Prompting, end_abandoned: Callable[[str], int]
    ) -> None:
        """`end_abandoned` pays, on the disk thread, what dead processes left open; it gets the system prompt."""
        self._stored, self._figures, self._rules, self._prompting = stored, rules.figures, rules, prompting
        self._end_abandoned = end_abandoned

    async def open(self) -> None:
        """Pay what dead processes left open, and read the balance; what the disk refuses is done the next time."""
        try:
            await self.refresh()
            if await self._stored.disk.run(self._end_abandoned, await self._prompting.system_prompt()):
                await self.refresh()
        except StorageError as error:
            _log.error("the ledger could not be brought up to date: %s", error)

    @property
    def view(self) -> BalanceView:
        """The balance as last told."""
        return self._figures.view

    def listen(self, listener: Callable[[BalanceView], None]) -> Callable[[], None]:
        """Tell `listener`, on the loop's thread, of each change; the result ends that."""
        return self._figures.listen(listener)

    def ask_for_tokens(self, is_tokenless: Callable[[Account], bool]) -> None:
        """Show from now on that this process needs signing in where that says so, whatever is on disk."""
        self._figures.ask_for_tokens(is_tokenless)

    async def refresh(self) -> BalanceView:
        """Read the balance again, and tell when it changed."""
        return await self._figures.refresh()

    async def cost_of(
        self, chat_id: int | None, text: str, attachments: Sequence[Attachment] = (), model: ModelInfo | None = None
    ) -> DraftCost:
        """What sending a draft may come to. Asks no server; a model that is not known yet has no price either."""
        info = model or await self._prompting.model_at_hand(chat_id)
        if info is None:
            return DraftCost(least=NOTHING, most=NOTHING, is_known=False)
        if self._rules.is_free(info.ref):
            return DraftCost(least=NOTHING, most=NOTHING, is_free=True)
        tokens = await self._prompting.prompt_tokens(chat_id, info) + await count_draft(text, tuple(attachments))
        return await self._rules.draft_cost(
            Wanted(
                model=info.ref,
                prompt_tokens=tokens,
                answer_tokens=self._prompting.answer_tokens(info, tokens),
                chat_id=chat_id or 0,
            )
        )

    async def balance(self) -> Balance:
        """What is there and what is held, with its grants in the order they are used up."""
        return await self._stored.disk.run(self._stored.ledger.balance, at=self._rules.time())

    async def receipts(self, message_id: int) -> tuple[Receipt, ...]:
        """What was taken for an answer, the oldest first."""
        return await self._stored.disk.look(self._stored.ledger_lines.receipts, message_id)

    async def costs(self, chat_id: int) -> Mapping[int, AnswerCost]:
        """What the answers of a chat cost, by message; those that cost nothing are left out."""
        return await self._stored.disk.look(read_answer_costs, self._stored.database, chat_id)

    async def spending(
        self, by: SpendingBy, since: datetime | None = None, until: datetime | None = None, limit: int = 400
    ) -> tuple[Spending, ...]:
        """What was spent, added up by days, models, actions or chats."""
        read = self._stored.ledger_lines.spending
        return await self._stored.disk.look(read, by, since=since, until=until, limit=limit)

    async def page(
        self, *, before: int | None = None, words: str = "", kind: EntryKind | None = None, limit: int = 100
    ) -> LedgerPage:
        """Lines of the ledger, the newest first."""
        read = self._stored.ledger_lines.page
        return await self._stored.disk.look(read, before=before, words=words, kind=kind, limit=limit)

    async def export_csv(self, path: Path) -> int:
        """Write the whole ledger to a new file, or into a folder; how many lines it has. StorageError says why not."""
        rows = self._stored.ledger_lines.csv_rows()
        out, count = io.StringIO(newline=""), -1
        writer = csv.writer(out)
        while some := await self._stored.disk.run(lambda: list(itertools.islice(rows, _AT_ONCE))):
            await asyncio.to_thread(writer.writerows, some)
            count += len(some)
        await write_asset(path, CSV_NAME, out.getvalue().encode("utf-8", "replace"), overwrite=False)
        return count

    async def add_budget(self) -> BalanceView:
        """As much again as the plan of this machine gives, until it renews. Nobody charges anything for it."""

        def add() -> None:
            with self._stored.database.writing():
                at = self._rules.time()
                renews_at = self._stored.ledger.balance(at=at).renews_at
                uid, amount = f"budget:{uuid.uuid4().hex}", FREE_PLAN.credits_per_month
                self._stored.ledger.grant(uid, amount, GrantSource.TOP_UP, expires_at=renews_at, at=at)

        await self._stored.disk.run(add)
        return await self.refresh()

    async def waiting_accounts(self) -> tuple[WaitingAccount, ...]:
        """The accounts that are not signed in and have uses that were not sent."""
        return await self._stored.disk.look(read_waiting_accounts, self._stored.database)

    async def caps_left(self, chat_id: int) -> tuple[Room, ...]:
        """What is left of each cap that is set."""
        return await self._rules.caps_left(chat_id)


async def count_draft(text: str, attachments: tuple[Attachment, ...]) -> int:
    """About how many tokens a draft adds to a request, with the answer's own turn; long ones are counted aside."""
    if len(text) < LONG:
        return estimate_message(text, attachments) + OVERHEAD_OF_A_TURN
    return await asyncio.to_thread(estimate_message, text, attachments) + OVERHEAD_OF_A_TURN
