"""As much of Stripe's API as the server uses, on a port of its own, for the real SDK to talk to.

What it takes and what it answers are held to the SDK's own types, which Stripe generates from its published OpenAPI.
"""

from __future__ import annotations

import hmac
import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import stripe
from stripe.params.billing_portal import SessionCreateParams as PortalParams
from stripe.params.checkout import SessionCreateParams, SessionCreateParamsSubscriptionData
from stripe.params.checkout import SessionCreateParamsLineItem as LineItem
from stripe.params.checkout import SessionCreateParamsLineItemPriceData as PriceData

Json = dict[str, Any]

MONTH = 30 * 86_400
CLASSES: dict[str, type] = {
    "checkout.session": stripe.checkout.Session,
    "billing_portal.session": stripe.billing_portal.Session,
    "subscription": stripe.Subscription,
    "subscription_item": stripe.SubscriptionItem,
    "invoice": stripe.Invoice,
    "invoice_payment": stripe.InvoicePayment,
    "charge": stripe.Charge,
    "dispute": stripe.Dispute,
    "event": stripe.Event,
}


def held_to_its_type(thing: Json) -> Json:
    """A thing, when its class in the SDK has every field of it."""
    known = CLASSES[thing["object"]].__annotations__
    assert thing.keys() <= known.keys(), thing.keys() - known.keys()
    return thing


def nested(pairs: list[tuple[str, str]]) -> Json:
    """`a[b][0]=c` as the SDK sends it, as objects."""
    whole: Json = {}
    for name, value in pairs:
        *path, last = re.findall(r"[^\[\]]+", name)
        here = whole
        for part in path:
            here = here.setdefault(part, {})
        here[last] = value
    return whole


@dataclass
class StripeApi:
    """An account at Stripe, in memory."""

    url: str = ""
    things: dict[str, Json] = field(default_factory=dict)
    requests: list[tuple[str, str, Json, dict[str, str]]] = field(default_factory=list)
    before_answer: Callable[[], None] = lambda: None
    is_down: bool = False
    _answers: dict[str, tuple[str, Json]] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=count)
    _lock: Any = field(default_factory=threading.Lock)

    def answer(self, method: str, path: str, params: Json, headers: dict[str, str]) -> tuple[int, Json]:
        """What one request gets."""
        with self._lock:
            self.requests.append((method, path, params, headers))
        if self.is_down:
            return 500, {"error": {"type": "api_error", "message": "down"}}
        key = headers.get("idempotency-key", "")
        asked = json.dumps([path, params], sort_keys=True)
        if method == "POST":
            assert key, "every create has a key"
            with self._lock:
                known = self._answers.get(key)
            if known is not None:
                if known[0] != asked:
                    return 400, {"error": {"type": "idempotency_error", "message": "other parameters"}}
                return 200, known[1]
            self.before_answer()
        made = self._do(method, path.removeprefix("/v1/"), params)
        if made is None:
            return 404, {"error": {"type": "invalid_request_error", "code": "resource_missing", "message": path}}
        if method == "POST":
            with self._lock:
                self._answers[key] = (asked, made)
        return 200, made

    def add(self, kind: str, prefix: str, **more: Any) -> Json:  # noqa: ANN401 - fields of it
        """A new thing."""
        with self._lock:
            name = f"{prefix}_{next(self._numbers)}"
        self.things[name] = {"id": name, "object": kind, **more}
        return held_to_its_type(self.things[name])

    def pay(self, session_id: str, *, start: int | None = None, length: int = MONTH) -> Json:
        """What happens when somebody pays on a page."""
        page = self.things[session_id]
        page |= {"status": "complete", "payment_status": "paid", "customer": page["customer"] or "cus_1"}
        if page["mode"] == "payment":
            page["payment_intent"] = f"pi_{session_id}"
            self.add("charge", "ch", **_charge(page["amount_total"], page["payment_intent"]))
            return page
        begun = int(time.time()) if start is None else start
        data = {"object": "list", "data": [], "has_more": False}
        one = self.add(
            kind="subscription",
            prefix="sub",
            **{"status": "active", "cancel_at": None, "cancel_at_period_end": False, "items": data},
            metadata=page["subscription_data"]["metadata"],
        )
        page["subscription"] = one["id"]
        self.bill(one["id"], start=begun, length=length, price=page["amount_total"])
        return page

    def bill(self, name: str, *, start: int, length: int = MONTH, price: int = 900, paid: bool = True) -> Json:
        """A new period of a subscription, with its invoice."""
        one = self.things[name]
        item = {"id": f"si_{name}", "object": "subscription_item"}
        period = {"current_period_start": start, "current_period_end": start + length}
        one["items"]["data"] = [held_to_its_type(item | period)]
        parent = {"type": "subscription_details", "subscription_details": {"subscription": name}}
        invoice = self.add("invoice", "in", status="paid" if paid else "open", parent=parent)
        one["latest_invoice"] = invoice["id"]
        if paid:
            intent = f"pi_{invoice['id']}"
            self.add("charge", "ch", **_charge(price, intent))
            payment = {"type": "payment_intent", "payment_intent": intent}
            self.add("invoice_payment", "inpay", invoice=invoice["id"], payment=payment)
        return invoice

    def charge_of(self, intent: str) -> Json:
        """The charge of a payment."""
        return next(one for one in self.things.values() if one.get("payment_intent") == intent and "amount" in one)

    def _do(self, method: str, path: str, params: Json) -> Json | None:
        kind, _, name = path.rpartition("/")
        match method, path:
            case "POST", "checkout/sessions":
                return self._checkout(params)
            case "POST", "billing_portal/sessions":
                assert params.keys() <= PortalParams.__annotations__.keys()
                made = self.add("billing_portal.session", "bps", created=int(time.time()), **params)
                return made | {"url": f"https://billing.stripe.com/{made['id']}"}
            case "GET", "checkout/sessions" | "disputes" | "invoice_payments":
                return {"object": "list", "data": self._matching(params, path), "has_more": False, "url": path}
            case "DELETE", _ if kind == "subscriptions" and self.things.get(name, {}).get("status") != "canceled":
                self.things[name] |= {"status": "canceled"}
                return self.things[name]
            case "GET", _ if name in self.things:
                return self._expanded(self.things[name], params)
        return None

    def _checkout(self, params: Json) -> Json:
        assert params.keys() <= SessionCreateParams.__annotations__.keys()
        item = params["line_items"]["0"]
        assert item.keys() <= LineItem.__annotations__.keys()
        assert item["price_data"].keys() <= PriceData.__annotations__.keys()
        assert params.get("subscription_data", {}).keys() <= SessionCreateParamsSubscriptionData.__annotations__.keys()
        assert ("recurring" in item["price_data"]) == (params["mode"] == "subscription")
        made = self.add(
            kind="checkout.session",
            prefix="cs",
            **{name: params.get(name) for name in ("mode", "client_reference_id", "customer")},
            **{"status": "open", "payment_status": "unpaid", "payment_intent": None, "subscription": None},
            amount_total=int(item["price_data"]["unit_amount"]) * int(item["quantity"]),
            currency=item["price_data"]["currency"],
            expires_at=int(time.time()) + 86_400,
        )
        made["url"] = f"https://checkout.stripe.com/c/pay/{made['id']}"
        self.things[made["id"]]["subscription_data"] = params.get("subscription_data")
        return dict(made)

    def _matching(self, params: Json, path: str) -> list[Json]:
        kind = {"disputes": "dispute", "invoice_payments": "invoice_payment"}.get(path, "checkout.session")
        wanted = params.get("payment") or {name: value for name, value in params.items() if name != "limit"}
        return [
            one
            for one in self.things.values()
            if one["object"] == kind and wanted.items() <= (one.get("payment") or one).items()
        ]

    def _expanded(self, thing: Json, params: Json) -> Json:
        shown = dict(thing)
        for path in sorted(params.get("expand", {}).values()):
            *parents, last = path.split(".")
            here = shown
            for part in parents:
                here = here[part] or {}
            if here.get(last):
                here[last] = dict(self.things[here[last]])
        return shown


def _charge(amount: int, intent: str) -> Json:
    return {"amount": amount, "amount_refunded": 0, "disputed": False, "payment_intent": intent}


def signed(kind: str, thing: Json, secret: str, *, at: int | None = None) -> tuple[bytes, dict[str, str]]:
    """A webhook as Stripe sends it: its body and its signature, made by hand."""
    stamp = int(time.time()) if at is None else at
    event = {"id": f"evt_{kind}", "object": "event", "type": kind, "created": stamp, "data": {"object": thing}}
    body = json.dumps(held_to_its_type(event)).encode()
    digest = hmac.new(secret.encode(), f"{stamp}.".encode() + body, sha256).hexdigest()
    return body, {"Stripe-Signature": f"t={stamp},v1={digest}"}


@contextmanager
def stripe_api() -> Iterator[StripeApi]:
    """It listens while the block runs."""
    api = StripeApi()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _any(self) -> None:
            where = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("content-length", 0))).decode()
            headers = {name.lower(): value for name, value in self.headers.items()}
            params = nested(parse_qsl(where.query) + parse_qsl(body))
            status, answer = api.answer(self.command, where.path, params, headers)
            told = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("stripe-should-retry", "false")
            self.send_header("content-length", str(len(told)))
            self.end_headers()
            self.wfile.write(told)

        do_GET = do_POST = do_DELETE = _any

        def log_message(self, *_: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    api.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield api
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
