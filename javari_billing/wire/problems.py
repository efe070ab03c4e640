"""Every way to say no, as problem types of RFC 9457: one table for the server, the document and the client."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final

from pydantic import Field

from javari_billing.wire.values import Address, Amount, Balance, Moment, Sentence, Value

MEDIA_TYPE: Final = "application/problem+json"
PREFIX: Final = "urn:javari:problem:"


@dataclass(frozen=True, slots=True)
class ProblemType:
    """A kind of problem: its name, its status and whether the same request may succeed later."""

    name: str
    status: int
    title: str
    retryable: bool = False

    @property
    def uri(self) -> str:
        """What stands in `type`."""
        return PREFIX + self.name


_TYPES = (
    ProblemType("malformed", 400, "The request is not what the contract describes."),
    ProblemType("idempotency-key-missing", 400, "The header Idempotency-Key is missing."),
    ProblemType("unauthenticated", 401, "The key or token is missing, unknown or expired."),
    ProblemType("insufficient-credits", 402, "There are not enough credits.", retryable=True),
    ProblemType("scope-missing", 403, "The key does not allow this."),
    ProblemType("account-closed", 403, "The account is closed."),
    ProblemType("not-found", 404, "There is no such thing."),
    ProblemType("payments-not-set-up", 404, "This server takes no payments."),
    ProblemType("method-not-allowed", 405, "This address does not know this method."),
    ProblemType("idempotency-key-in-progress", 409, "A request with this key is still running.", retryable=True),
    ProblemType("hold-ended", 409, "The hold has already ended."),
    ProblemType("plan-outdated", 409, "The price list is not known here, or was not in force then; refresh the plans."),
    ProblemType("event-conflict", 409, "An event with this id and other content is already in the ledger."),
    ProblemType("plan-current", 409, "The account has this plan already."),
    ProblemType("too-large", 413, "The request is too large."),
    ProblemType("idempotency-key-reused", 422, "This key was used for another request."),
    ProblemType("timestamp-out-of-range", 422, "The time of the event is outside the accepted window."),
    ProblemType("price-mismatch", 422, "The amount is not what the price list says."),
    ProblemType("subject-mismatch", 422, "The event belongs to another account."),
    ProblemType("limit-exceeded", 422, "The account cannot hold that many credits or holds."),
    ProblemType("too-many-requests", 429, "Too many requests.", retryable=True),
    ProblemType("internal", 500, "Something went wrong on the server.", retryable=True),
    ProblemType("unavailable", 503, "The server is busy or starting.", retryable=True),
)

TYPES: Final[dict[str, ProblemType]] = {kind.name: kind for kind in _TYPES}


class FieldFault(Value):
    """Where a request is wrong: a JSON pointer, and how."""

    pointer: Annotated[str, Field(max_length=300)]
    detail: Annotated[str, Field(max_length=300)]


class Problem(Value):
    """What every error answer holds."""

    type: Annotated[str, Field(max_length=200)]
    title: Sentence
    status: Annotated[int, Field(ge=400, le=599)]
    detail: Sentence | None = None
    retryable: bool = False
    available_mcr: Annotated[Balance | None, Field(description="What can still be spent")] = None
    needed_mcr: Amount | None = None
    checkout_url: Address | None = None
    state: Annotated[str | None, Field(max_length=20, description="How the hold ended")] = None
    server_time: Moment | None = None
    errors: Annotated[tuple[FieldFault, ...] | None, Field(max_length=50)] = None


def problem(name: str, detail: str | None = None, **more: object) -> Problem:
    """A problem of a type of the table."""
    kind = TYPES[name]
    known: dict[str, object] = {"title": kind.title, "status": kind.status, "retryable": kind.retryable}
    return Problem.model_validate({"type": kind.uri, "detail": detail, **known, **more})
