"""A server, a network that loses things, and machines that crash: the real parts of all three, in one process.

The server is the engine behind its own table of operations; the machine is the app's own ledger, outbox, client and
sender over SQLite. Only time, the line between them and the power are ours.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from sqlalchemy import Connection

from javari_billing.engine.database import Ledgers
from javari_billing.engine.reading import account_row, bring_up_to_date
from javari_billing.engine.refusals import Refused
from javari_billing.server.calls import Call
from javari_billing.server.operations import OPERATIONS
from javari_billing.wire.endpoints import ENDPOINTS, Endpoint
from javari_billing.wire.problems import MEDIA_TYPE
from javari_billing.wire.values import moment_of
from javari_tui.billing.client import BillingClient
from javari_tui.billing.exchange import Answer, Exchange, Question
from javari_tui.domain.balance_view import BalanceView
from javari_tui.domain.billing import Account, ReconcileReport, SyncReport
from javari_tui.domain.billing_errors import BillingError, BillingTrouble
from javari_tui.domain.secret import Secret
from javari_tui.services.billing.books import SyncBooks
from javari_tui.services.billing.rounds import Round, Times
from javari_tui.services.clock import SystemClock
from javari_tui.services.disk import DiskThread
from javari_tui.services.stored import Stored
from javari_tui.storage.accounts import AccountStore
from javari_tui.storage.database import Database
from tests.billing.bench import Clock

P = ParamSpec("P")
T = TypeVar("T")

ENDPOINT = "https://billing.example"
_MEMORY = Path("/dev/shm") if Path("/dev/shm").is_dir() else None


class PowerCut(BaseException):
    """The process is gone, in the middle of what it did."""


@dataclass
class Fault:
    """What happens to one request."""

    is_lost: bool = False
    """It never arrives."""
    comes_twice: bool = False
    answer_is_lost: bool = False
    """It is carried out, and nobody hears of it."""
    comes_late: bool = False
    """It is given up by who sent it, and arrives some time later."""
    is_old: bool = False
    """A balance comes as it was told the last time, from somewhere between."""
    power_fails: bool = False
    """Whoever sent it dies before the answer is there."""


class Server:
    """All accounts, in memory. Each request is one transaction."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.ledgers = Ledgers.open("sqlite://", clock=self.clock)
        self._served: dict[tuple[str, str], Endpoint] = {(each.method, each.path): each for each in ENDPOINTS}

    def answer(self, question: Question, account: str) -> Answer:
        """What it says to a request, as the line carries it."""
        endpoint = self._served[question.method, question.path]
        bring_up_to_date(self.ledgers, account)
        try:
            status, headers, body = self.ledgers.write(
                lambda connection: self._done(connection, endpoint, question, account)
            )
        except Refused as refused:
            headers = {"content-type": MEDIA_TYPE}
            status, body = refused.problem.status, refused.problem.model_dump_json(exclude_none=True).encode()
        headers["date"] = format_datetime(moment_of(self.clock()).astimezone(UTC), usegmt=True)
        return Answer(status=status, headers=headers, body=body, sent_at=datetime.now(UTC), took=timedelta())

    def _done(
        self, connection: Connection, endpoint: Endpoint, question: Question, account: str
    ) -> tuple[int, dict[str, str], bytes]:
        body = None if endpoint.takes is None else endpoint.takes.model_validate_json(question.body)
        call = Call(endpoint, self.clock(), body=body, account=account if endpoint.scope else "")
        reply = OPERATIONS[endpoint.name].do(connection, call)
        headers = {"content-type": "application/json"}
        if endpoint.scope:
            headers["javari-ledger-seq"] = str(account_row(connection, account).ledger_seq)
        if reply.etag:
            headers["etag"] = reply.etag
            if question.headers.get("If-None-Match") == reply.etag:
                return 304, headers, b""
        return endpoint.status, headers, reply.value.model_dump_json(by_alias=True, exclude_none=True).encode()


class Line(Exchange):
    """One machine's line to the server: what happens on it is told beforehand."""

    def __init__(self, server: Server, account: str, time: Callable[[], datetime]) -> None:
        super().__init__(ENDPOINT)
        self._server, self._account, self._time = server, account, time
        self.faults: list[Fault] = []
        self.late: list[Question] = []
        """What is still on its way."""
        self._told: Answer | None = None

    async def ask(self, question: Question) -> Answer:
        """Carry a request there and its answer back, if both get through."""
        fault = self.faults.pop(0) if self.faults else Fault()
        if fault.comes_late:
            self.late.append(question)
        if fault.is_lost or fault.comes_late:
            if fault.power_fails:
                raise PowerCut
            raise BillingError(BillingTrouble.UNREACHABLE, detail="lost")
        answer = self._server.answer(question, self._account)
        if fault.comes_twice:
            answer = self._server.answer(question, self._account)
        if fault.power_fails:
            raise PowerCut
        if fault.answer_is_lost:
            raise BillingError(BillingTrouble.UNREACHABLE, detail="cut off")
        if question.path == "/v1/balance" and answer.status == 200:
            self._told, before = answer, self._told
            answer = before if fault.is_old and before is not None else answer
        return replace(answer, sent_at=self._time())

    def deliver(self, newest_first: bool) -> None:
        """What was late arrives, in some order; nobody waits for the answers any more."""
        late, self.late = self.late[:: -1 if newest_first else 1], []
        for question in late:
            self._server.answer(question, self._account)


class _Here(DiskThread):
    """The thread of the disk, in line: the order is the same, and nothing is left running."""

    async def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return work(*args, **kwargs)

    async def look(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return work(*args, **kwargs)


class _Key:
    """The line knows whose it is."""

    async def token(self, *, refused: Secret | None = None) -> Secret:
        return Secret("key")


@dataclass
class Machine:
    """One machine with the app's database, signed in to an account."""

    server: Server
    account: str
    template: Path
    skew: timedelta = timedelta()
    """How far its clock is ahead of the server's."""
    folder: Path = field(init=False)
    line: Line = field(init=False)
    stored: Stored = field(init=False)
    signed_in: Account = field(init=False)
    times: Times = field(init=False)

    def __post_init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(dir=_MEMORY))
        shutil.copytree(self.template, self.folder / "data")
        self.line = Line(self.server, self.account, self.now)
        self._open()
        self.signed_in = AccountStore(self.stored.database).sign_in(self.account, ENDPOINT, at=self.now())

    def now(self) -> datetime:
        """By its own clock."""
        return moment_of(self.server.clock()) + self.skew

    def sync(self, *faults: Fault) -> SyncReport | None:
        """A round with the server; None when it did not work. A power cut leaves the machine started anew."""
        self.line.faults = list(faults)
        try:
            return _done(self._round())
        except BillingError:
            return None
        except PowerCut:
            self.restart()
            return None
        finally:
            self.line.faults = []

    def compare(self) -> ReconcileReport:
        """What comparing both ledgers finds, on a good line."""
        return _done(self._new_round().reconcile())

    def restart(self) -> None:
        """The process is gone, and another one begins."""
        self.stored.database.close()
        self._open()

    def close(self) -> None:
        """Nothing of it is left."""
        self.stored.database.close()
        shutil.rmtree(self.folder)

    async def _round(self) -> SyncReport:
        try:
            self.stored.outbox.hurry(at=self.now())
            return await self._new_round().exchange(is_forced=True)
        except BillingError as error:
            books = SyncBooks(self.stored, time=self.now)
            books.failed(books.begin(), error)
            raise

    def _new_round(self) -> Round:
        client, books, clock = BillingClient(self.line, _Key()), SyncBooks(self.stored, time=self.now), SystemClock()
        return Round(self.stored, books, client, self.signed_in, times=self.times, clock=clock, sent=_nobody)

    def _open(self) -> None:
        database = Database.open(self.folder / "data" / "javari.db", backups=self.folder / "backups")
        self.stored, self.times = Stored.over(database, _Here()), Times()


async def _nobody() -> BalanceView:
    return BalanceView()


def _done(work: Coroutine[Any, Any, T]) -> T:
    """What a coroutine comes to that never waits: nothing here is really asynchronous."""
    try:
        work.send(None)
    except StopIteration as ended:
        result: T = ended.value
        return result
    raise AssertionError("it waits for something")
