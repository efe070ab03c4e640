"""From what a server or the network did to a `Failure`: the one table both protocols use."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from javari_tui.domain.errors import ModelError
from javari_tui.domain.models import Failure, FailureKind
from javari_tui.domain.untrusted_text import clean
from javari_tui.providers.no_tools import says_no_tools

LONGEST_DETAIL = 2000
_READ_FROM_BODY = 65_536

# Types and codes the servers give, of both protocols; they say more than a status does.
_BY_TYPE = {
    "authentication_error": FailureKind.BAD_KEY,
    "invalid_api_key": FailureKind.BAD_KEY,
    "billing_error": FailureKind.NO_CREDIT,
    "insufficient_quota": FailureKind.NO_CREDIT,
    "insufficient_credits": FailureKind.NO_CREDIT,
    "permission_error": FailureKind.FORBIDDEN,
    "model_not_found": FailureKind.NO_SUCH_MODEL,
    "request_too_large": FailureKind.TOO_LONG,
    "context_length_exceeded": FailureKind.TOO_LONG,
    "exceed_context_size_error": FailureKind.TOO_LONG,
    "rate_limit_error": FailureKind.RATE_LIMITED,
    "rate_limit_exceeded": FailureKind.RATE_LIMITED,
    "overloaded_error": FailureKind.OVERLOADED,
    "unavailable_error": FailureKind.OVERLOADED,
    "api_error": FailureKind.SERVER,
    "server_error": FailureKind.SERVER,
    "timeout_error": FailureKind.SERVER,
}
_BY_STATUS = {
    400: FailureKind.BAD_REQUEST,
    401: FailureKind.BAD_KEY,
    402: FailureKind.NO_CREDIT,
    403: FailureKind.FORBIDDEN,
    405: FailureKind.NOT_UNDERSTOOD,
    408: FailureKind.SERVER,
    409: FailureKind.SERVER,
    413: FailureKind.TOO_LONG,
    422: FailureKind.BAD_REQUEST,
    429: FailureKind.RATE_LIMITED,
    501: FailureKind.NOT_UNDERSTOOD,
    503: FailureKind.OVERLOADED,
    529: FailureKind.OVERLOADED,
}
_TOO_LONG = re.compile(
    r"context (length|window|size)|maximum context|prompt (is )?too long|too many (input )?tokens",
    re.IGNORECASE,
)
_NO_CREDIT = re.compile(r"credit balance|insufficient (balance|credits|quota|funds)", re.IGNORECASE)
_NO_MODEL = re.compile(r"model", re.IGNORECASE)
# What looks like a key, for those a server repeats that are not the one we sent.
_KEY_LIKE = re.compile(r"\b(?:sk|pk|rk|key|xai|gsk|or)-[\w-]{12,}|\bBearer\s+[\w.~+/=-]{8,}", re.IGNORECASE)


def failure_of_answer(
    status: int | None,
    body: object,
    *,
    headers: Mapping[str, str] | None = None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Failure:
    """The failure an error answer stands for. `status` is None for an error inside a stream that began well."""
    headers = {} if headers is None else headers
    error_type, message = describe(body)
    return Failure(
        kind=kind_of(status, error_type, message),
        detail=detail_of(message),
        status=status,
        retry_after=retry_after_of(headers, now),
        request_id=clean(headers.get("request-id") or headers.get("x-request-id") or "")[:200],
    )


def kind_of(status: int | None, error_type: str, message: str) -> FailureKind:
    """Which kind an error is: that no tools are taken, then what the server calls it, its words, the status."""
    if says_no_tools(status, message):
        return FailureKind.NO_TOOLS
    if (kind := _BY_TYPE.get(error_type)) is not None:
        return kind
    is_clients_fault = status is None or status in (400, 404, 413, 422)
    if is_clients_fault and (kind := _kind_by_words(message)) is not None:
        return kind
    if status == 404 or error_type == "not_found_error":
        return FailureKind.NO_SUCH_MODEL if _NO_MODEL.search(message) else FailureKind.NOT_UNDERSTOOD
    if status is None:
        return FailureKind.BAD_REQUEST if error_type == "invalid_request_error" else FailureKind.SERVER
    return _BY_STATUS.get(status) or _kind_by_range(status)


def _kind_by_words(message: str) -> FailureKind | None:
    """For servers that call everything a bad request."""
    if _NO_CREDIT.search(message):
        return FailureKind.NO_CREDIT
    return FailureKind.TOO_LONG if _TOO_LONG.search(message) else None


def _kind_by_range(status: int) -> FailureKind:
    """For statuses nobody agreed on: redirects and oddities are not the protocol, the rest is in ranges."""
    if status >= 500:
        return FailureKind.SERVER
    return FailureKind.BAD_REQUEST if status >= 400 else FailureKind.NOT_UNDERSTOOD


def describe(body: object) -> tuple[str, str]:
    """The type (or code) and the words of an error body, whatever its shape."""
    if isinstance(body, bytes | str):
        return _describe_text(body)
    if isinstance(body, list):
        return describe(body[0]) if body else ("", "")
    if not isinstance(body, Mapping):
        return "", "" if body is None else str(body)
    error = body.get("error", body)
    if not isinstance(error, Mapping):
        return "", str(error or body.get("message") or "")
    message = error.get("message") or error.get("detail") or body.get("message") or json.dumps(error, default=str)
    names = [name for name in (error.get("code"), error.get("type")) if isinstance(name, str)]
    known = next((name for name in names if name in _BY_TYPE), None)
    return known or (names[-1] if names else ""), message if isinstance(message, str) else json.dumps(message)


def _describe_text(body: bytes | str) -> tuple[str, str]:
    """The same for a body as it came: JSON, or a page meant for a browser."""
    text = body[:_READ_FROM_BODY].decode(errors="replace") if isinstance(body, bytes) else body[:_READ_FROM_BODY]
    try:
        parsed = json.loads(text)
    except (ValueError, RecursionError):
        return "", re.sub(r"<[^<>]*>|\s+", " ", text).strip()
    return describe(parsed) if isinstance(parsed, dict | list) else ("", str(parsed))


def detail_of(message: str, *, secrets: tuple[str, ...] = ()) -> str:
    """A server's words made fit to store and show: cleaned, without keys, at most 2,000 characters."""
    text = message[: LONGEST_DETAIL * 4]
    for secret in secrets:
        text = text.replace(secret, "…") if len(secret) >= 4 else text
    text = clean(_KEY_LIKE.sub("…", text)).strip()
    return text if len(text) <= LONGEST_DETAIL else f"{text[: LONGEST_DETAIL - 1]}…"


def without_secret(failure: Failure, secret: str | None) -> Failure:
    """The failure with a key that the server repeated taken out."""
    if not secret or secret not in failure.detail + failure.request_id:
        return failure
    return Failure(
        kind=failure.kind,
        detail=detail_of(failure.detail, secrets=(secret,)),
        status=failure.status,
        retry_after=failure.retry_after,
        request_id=failure.request_id.replace(secret, "…"),
    )


def retry_after_of(headers: Mapping[str, str], now: Callable[[], datetime]) -> float | None:
    """Seconds the server asks to wait, as it asks: nobody caps it here. Understands seconds and dates."""
    try:
        milliseconds = float(headers.get("retry-after-ms", ""))
    except ValueError:
        return _seconds(headers.get("retry-after", "").strip(), now)
    return max(0.0, milliseconds / 1000) if math.isfinite(milliseconds) else None


def _seconds(value: str, now: Callable[[], datetime]) -> float | None:
    try:
        seconds = float(value)
    except ValueError:
        return _seconds_until(value, now) if value else None
    return max(0.0, seconds) if math.isfinite(seconds) else None


def _seconds_until(date: str, now: Callable[[], datetime]) -> float | None:
    from email.utils import parsedate_to_datetime  # noqa: PLC0415 - ten milliseconds, for a rare form of the header

    try:
        until = parsedate_to_datetime(date)
    except ValueError:
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0.0, (until - now()).total_seconds())


def model_error(kind: FailureKind, detail: object = "") -> ModelError:
    """An error to raise for a failure that has no answer behind it."""
    return ModelError(Failure(kind=kind, detail=detail_of(str(detail))))
