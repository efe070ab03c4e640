"""The table of endpoints: what each takes, gives and may refuse. Server, document and tests read it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from javari_billing.wire.balance import AccountBalance
from javari_billing.wire.holds import Hold, HoldRequest, SettleRequest
from javari_billing.wire.ledger import LedgerPage
from javari_billing.wire.plans import Catalogue, CheckoutRequest, PaymentPage, Received
from javari_billing.wire.reconcile import ReconcileAnswer, ReconcileRequest
from javari_billing.wire.sign_in import DeviceCode, Service, SignedOut, SignInError, Tokens
from javari_billing.wire.usage import UsageBatch, UsageVerdicts
from javari_billing.wire.values import Value
from javari_billing.wire.webhooks import WebhookEndpoint, WebhookEndpointRequest, WebhookEndpoints

Scope = Literal["usage:write", "balance:read", "checkout:create", "webhooks:write"]
SCOPES: Final[tuple[Scope, ...]] = ("usage:write", "balance:read", "checkout:create", "webhooks:write")


@dataclass(frozen=True, slots=True)
class Parameter:
    """Something in the address or the head of a request; `schema` is its JSON schema."""

    name: str
    place: Literal["path", "query", "header"]
    schema: dict[str, object]
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One method at one address."""

    name: str
    method: Literal["GET", "POST", "DELETE"]
    path: str
    summary: str
    answer: type[Value]
    status: int = 200
    scope: Scope | None = None
    takes: type[Value] | None = None
    takes_form: tuple[str, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    problems: tuple[str, ...] = ()
    has_etag: bool = False
    error: type[Value] | None = None
    """The shape of its errors where they are no problems."""


_KEY = Parameter("Idempotency-Key", "header", {"type": "string", "pattern": "^[!-~]{1,100}$"}, is_required=True)
_IF_NONE_MATCH = Parameter("If-None-Match", "header", {"type": "string"})
_ID = Parameter("id", "path", {"type": "string", "maxLength": 100}, is_required=True)
_AFTER = Parameter("after", "query", {"type": "integer", "minimum": 0, "maximum": 2**53 - 1, "default": 0})
_LIMIT = Parameter("limit", "query", {"type": "integer", "minimum": 1, "maximum": 500, "default": 100})
_KEYED = ("idempotency-key-missing", "idempotency-key-reused", "malformed", "too-large", "account-closed")
_PAID = ("payments-not-set-up", "idempotency-key-in-progress", *_KEYED)

ENDPOINTS: Final[tuple[Endpoint, ...]] = (
    Endpoint("service", "GET", "/.well-known/javari-billing", "What the service is, and its limits", Service),
    Endpoint(
        *("usage", "POST", "/v1/usage", "Report usage: one verdict for each event", UsageVerdicts),
        scope="usage:write",
        takes=UsageBatch,
        problems=("malformed", "too-large", "account-closed"),
    ),
    Endpoint(
        *("hold", "POST", "/v1/holds", "Set credits aside", Hold, 201),
        scope="usage:write",
        takes=HoldRequest,
        parameters=(_KEY,),
        problems=("insufficient-credits", "limit-exceeded", *_KEYED),
    ),
    Endpoint(
        *("settle", "POST", "/v1/holds/{id}:settle", "End a hold by the usage it was for", Hold),
        scope="usage:write",
        takes=SettleRequest,
        parameters=(_ID,),
        problems=(
            *("insufficient-credits", "hold-ended", "event-conflict", "timestamp-out-of-range", "subject-mismatch"),
            *("price-mismatch", "plan-outdated", "not-found", "malformed", "too-large", "account-closed"),
        ),
    ),
    Endpoint(
        *("release", "POST", "/v1/holds/{id}:release", "End a hold without any usage", Hold),
        scope="usage:write",
        parameters=(_ID,),
        problems=("hold-ended", "not-found"),
    ),
    Endpoint(
        *("balance", "GET", "/v1/balance", "What is left", AccountBalance),
        scope="balance:read",
        parameters=(_IF_NONE_MATCH,),
        has_etag=True,
    ),
    Endpoint(
        *("ledger", "GET", "/v1/ledger", "The ledger, page by page", LedgerPage),
        scope="balance:read",
        parameters=(_AFTER, _LIMIT),
        problems=("malformed",),
    ),
    Endpoint(
        *("plans", "GET", "/v1/plans", "Plans and prices", Catalogue),
        parameters=(_IF_NONE_MATCH,),
        has_etag=True,
    ),
    Endpoint(
        *("reconcile", "POST", "/v1/reconcile", "Compare both ledgers by day", ReconcileAnswer),
        scope="balance:read",
        takes=ReconcileRequest,
        problems=("malformed", "too-large"),
    ),
    Endpoint(
        *("checkout", "POST", "/v1/checkout-sessions", "A page where something is paid for", PaymentPage, 201),
        scope="checkout:create",
        takes=CheckoutRequest,
        parameters=(_KEY,),
        problems=("not-found", "plan-current", "limit-exceeded", *_PAID),
    ),
    Endpoint(
        *("portal", "POST", "/v1/portal-sessions", "A page for cards and invoices", PaymentPage, 201),
        scope="checkout:create",
        parameters=(_KEY,),
        problems=("not-found", *_PAID),
    ),
    Endpoint(
        *("payment-webhook", "POST", "/v1/payments/webhook", "What the provider of payments has to tell", Received),
        problems=("malformed", "too-large", "payments-not-set-up"),
    ),
    Endpoint(
        *("webhook-add", "POST", "/v1/webhook-endpoints", "Tell an address of changes", WebhookEndpoint, 201),
        scope="webhooks:write",
        takes=WebhookEndpointRequest,
        problems=("malformed", "too-large", "account-closed", "limit-exceeded"),
    ),
    Endpoint(
        *("webhook-list", "GET", "/v1/webhook-endpoints", "The addresses that are told", WebhookEndpoints),
        scope="webhooks:write",
    ),
    Endpoint(
        *("webhook-rotate", "POST", "/v1/webhook-endpoints/{id}:rotate", "Another secret for one", WebhookEndpoint),
        scope="webhooks:write",
        parameters=(_ID,),
        problems=("not-found",),
    ),
    Endpoint(
        *("webhook-delete", "DELETE", "/v1/webhook-endpoints/{id}", "Tell an address nothing more", WebhookEndpoint),
        scope="webhooks:write",
        parameters=(_ID,),
        problems=("not-found",),
    ),
    Endpoint(
        *("device-code", "POST", "/oauth/device_authorization", "Begin to sign in", DeviceCode),
        takes_form=("client_id", "scope"),
        error=SignInError,
    ),
    Endpoint(
        *("token", "POST", "/oauth/token", "Take or renew the tokens", Tokens),
        takes_form=("client_id", "grant_type", "device_code", "refresh_token"),
        error=SignInError,
    ),
    Endpoint(
        *("revoke", "POST", "/oauth/revoke", "Sign out: end every token that came from one approval", SignedOut),
        takes_form=("client_id", "token"),
        error=SignInError,
    ),
)
