"""The server as an ASGI application."""

from __future__ import annotations

import logging
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request, Response
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException
from starlette.routing import Route

from javari_billing.engine.database import Ledgers
from javari_billing.engine.refusals import Refused
from javari_billing.payments.desk import Desk
from javari_billing.payments.trial_provider import TrialPayments
from javari_billing.server.calls import read_call
from javari_billing.server.device_page import DevicePage
from javari_billing.server.limits import Buckets, Limits, caller_of
from javari_billing.server.operations import OPERATIONS, Reply
from javari_billing.server.payment_calls import PaymentCalls
from javari_billing.server.payment_pages import ReturnPage, TrialPages
from javari_billing.server.rounds import Rounds
from javari_billing.server.top_up_page import TopUpPage
from javari_billing.server.visits import Visits
from javari_billing.server.workers import Workers
from javari_billing.wire.endpoints import ENDPOINTS, Endpoint
from javari_billing.wire.openapi import document
from javari_billing.wire.problems import MEDIA_TYPE, PREFIX, Problem, problem
from javari_billing.wire.sign_in import SignInError

_LOG = logging.getLogger("javari_billing")
_AGAIN = {"idempotency-key-in-progress": 2, "unavailable": 5}
"""After how many seconds the same request may be tried again."""
_BY_STATUS = {404: "not-found", 405: "method-not-allowed"}

Handler = Callable[[Request], Awaitable[Response]]


def build(
    ledgers: Ledgers,
    limits: Limits,
    public_address: str,
    desk: Desk | None = None,
    *,
    only_here: bool = False,
    allow_private: bool = False,
) -> FastAPI:
    """The application over some ledgers, as it is reached from outside. It closes them when it ends.

    `only_here`: the test provider's pages are for this machine alone; `allow_private`: webhooks may stay inside.
    """
    workers = Workers(ledgers)
    rounds = Rounds(workers, desk, allow_private=allow_private)

    @asynccontextmanager
    async def life(_app: FastAPI) -> AsyncIterator[None]:
        async with rounds.going():
            yield
        workers.close()
        ledgers.close()

    app = FastAPI(lifespan=life, openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)
    _describe(app)
    public = public_address.rstrip("/")
    gate, page = Gate(limits, ledgers.clock, top_up=f"{public}/top-up" if desk else ""), f"{public}/device"
    calls = PaymentCalls(workers, desk)
    for endpoint in ENDPOINTS:
        is_one = endpoint.name in OPERATIONS
        handler = _handler(endpoint, workers, page, allow_private) if is_one else _payment(endpoint, calls)
        # Plain routes: there is nothing here for FastAPI to look up before each request.
        is_known = workers.was_good if endpoint.scope else None
        app.router.routes.append(Route(endpoint.path, gate.before(handler, is_known), methods=[endpoint.method]))
    for path, method, handler in _pages(workers, desk, public, only_here=only_here):
        app.add_api_route(path, gate.before(handler), methods=[method])
    app.add_exception_handler(HTTPException, _http_error)
    return app


def _describe(app: FastAPI) -> None:
    """Let the application tell its contract."""
    described = document()

    async def openapi() -> dict[str, object]:
        return described

    app.add_api_route("/openapi.json", openapi)


def _pages(workers: Workers, desk: Desk | None, public: str, *, only_here: bool) -> Iterator[tuple[str, str, Handler]]:
    """What is for browsers."""
    device = DevicePage(workers)
    yield "/device", "GET", device.show
    yield "/device", "POST", device.decide
    yield "/paid", "GET", ReturnPage(workers, desk).show
    if desk is None:
        return
    top_up = TopUpPage(workers, desk)
    yield "/top-up", "GET", top_up.show
    yield "/top-up", "POST", top_up.order
    if isinstance(desk.payments, TrialPayments):
        trial = TrialPages(workers, desk, Visits(public, only_here=only_here))
        yield "/test-payments/{session_id}", "GET", trial.show
        yield "/test-payments/{session_id}", "POST", trial.press


def _payment(endpoint: Endpoint, calls: PaymentCalls) -> Handler:
    async def open_page(request: Request) -> Response:
        call = await read_call(endpoint, request, now=calls.now)
        reply, seq = await calls.open_page(call)
        response = _answer(reply, endpoint.status, "")
        response.headers["Javari-Ledger-Seq"] = str(seq)
        return response

    async def hear(request: Request) -> Response:
        return _answer(await calls.hear(request), endpoint.status, "")

    return hear if endpoint.scope is None else open_page


def _handler(endpoint: Endpoint, workers: Workers, page: str, allow_private: bool) -> Handler:
    operation = OPERATIONS[endpoint.name]

    async def handle(request: Request) -> Response:
        try:
            call = await read_call(endpoint, request, now=workers.now, page=page, allow_private=allow_private)
        except Refused as refused:
            if endpoint.error is None:
                raise
            # OAuth has a shape of its own for errors (RFC 6749 §5.2).
            return _answer(
                Reply(SignInError(error="invalid_request", error_description=refused.problem.detail)), 400, ""
            )
        reply, seq = await workers.carry_out(operation, call)
        response = _answer(reply, reply.status or endpoint.status, call.if_none_match)
        if seq is not None:
            response.headers["Javari-Ledger-Seq"] = str(seq)
        return response

    return handle


def _answer(reply: Reply, status: int, if_none_match: str) -> Response:
    headers = {"Cache-Control": reply.cache}
    if reply.etag:
        headers["ETag"] = reply.etag
        # Weak comparison (RFC 9110 §13.1.2): both sides without the mark.
        asked = {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
        if reply.etag.removeprefix("W/") in asked or "*" in asked:
            return Response(status_code=304, headers=headers)
    content = reply.value.model_dump_json(by_alias=True, exclude_none=True)
    return Response(content, status, headers, "application/json")


class Gate:
    """What every request goes through: limits, a name for the log, and errors as problems."""

    def __init__(self, limits: Limits, clock: Callable[[], int], *, top_up: str = "") -> None:
        """`top_up` is the page that a refusal for want of credits names."""
        self._limits, self._buckets, self._running = limits, Buckets(limits, clock), 0
        self._top_up = top_up

    def before(self, handler: Handler, is_known: Callable[[str], bool] | None = None) -> Handler:
        """A handler that is asked only when there is room, and never fails.

        `is_known` tells whether a key was good before; without it callers are counted by their addresses.
        """

        async def handle(request: Request) -> Response:
            name = secrets.token_hex(8)
            wait = self._buckets.wait(caller_of(request, is_known=is_known))
            if wait:
                response = told(problem("too-many-requests"), retry_after=wait)
            elif self._running >= self._limits.at_once:
                response = told(problem("unavailable"), retry_after=1)
            else:
                self._running += 1
                try:
                    response = await _guarded(request, handler, name, self._top_up)
                finally:
                    self._running -= 1
            response.headers["X-Request-Id"] = name
            return response

        return handle


async def _guarded(request: Request, handler: Handler, name: str, top_up: str) -> Response:
    try:
        return await handler(request)
    except Refused as refused:
        kind, refusal = refused.problem.type.removeprefix(PREFIX), refused.problem
        if top_up and kind == "insufficient-credits":
            refusal = refusal.model_copy(update={"checkout_url": top_up})
        return told(refusal, retry_after=_AGAIN.get(kind, 0))
    except SQLAlchemyError:
        _LOG.exception("request %s: the database", name)
        return told(problem("unavailable"), retry_after=2)
    except Exception:  # noqa: BLE001 - the last resort: it is logged, and the client learns that it may try again
        _LOG.exception("request %s", name)
        return told(problem("internal"))


async def _http_error(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    response = told(problem(_BY_STATUS.get(error.status_code, "malformed")))
    response.headers.update({"X-Request-Id": secrets.token_hex(8)} | dict(error.headers or {}))
    return response


def told(refused: Problem, *, retry_after: int = 0) -> Response:
    """A problem as a response."""
    headers = {"Cache-Control": "no-store"}
    if retry_after:
        headers["Retry-After"] = str(retry_after)
    if refused.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return Response(refused.model_dump_json(exclude_none=True), refused.status, headers, MEDIA_TYPE)
