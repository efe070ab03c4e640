"""A request, read and checked by what the table of endpoints says of it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import parse_qsl

from fastapi import Request
from pydantic import ValidationError
from pydantic_core import from_json

from javari_billing.engine.refusals import Refused, refuse
from javari_billing.server.limits import bearer_in
from javari_billing.wire.endpoints import Endpoint
from javari_billing.wire.problems import FieldFault, problem
from javari_billing.wire.usage import MAX_BYTES, MAX_EVENTS
from javari_billing.wire.values import Value

_BODY_SECONDS = 30
MAX_FIELD = 200
"""Characters in a field of a form."""
_V = TypeVar("_V", bound=Value)


@dataclass(frozen=True, slots=True)
class Call:
    """What is asked."""

    endpoint: Endpoint
    now: int
    key: str = ""
    """The bearer's key or token."""
    body: Value | None = None
    idempotency_key: str = ""
    path_id: str = ""
    """The id in the address."""
    page: str = ""
    """Where users approve devices."""
    allow_private: bool = False
    """Whether webhooks may go to addresses that are not on the public internet."""
    after: int = 0
    limit: int = 100
    if_none_match: str = ""
    form: Mapping[str, str] = field(default_factory=dict)
    account: str = ""
    """Whose key it is; known once the key was looked up."""

    def read(self, kind: type[_V]) -> _V:
        """The body."""
        assert isinstance(self.body, kind)
        return self.body


async def read_call(
    endpoint: Endpoint, request: Request, *, now: int, page: str = "", allow_private: bool = False
) -> Call:
    """Read a request, or refuse it."""
    fields: dict[str, Any] = {}
    for parameter in endpoint.parameters:
        if parameter.name == "Idempotency-Key":
            fields["idempotency_key"] = _idempotency_key(request)
        elif parameter.place == "query":
            fields[parameter.name] = _number(request, parameter.name, parameter.schema)
    if endpoint.takes is not None:
        fields["body"] = _checked(endpoint.takes, await read_body(request))
    if endpoint.takes_form:
        fields["form"] = await read_form(request)
    return Call(
        endpoint,
        now,
        key=_bearer(request) if endpoint.scope else "",
        page=page,
        allow_private=allow_private,
        path_id=request.path_params.get("id", ""),
        if_none_match=request.headers.get("if-none-match", ""),
        **fields,
    )


async def read_form(request: Request) -> dict[str, str]:
    """The fields of a form; of one that comes twice the last."""
    try:
        pairs = parse_qsl((await read_body(request)).decode(), keep_blank_values=True, max_num_fields=20)
    except ValueError as error:
        raise refuse("malformed", "The body is no form.") from error
    if any(len(value) > MAX_FIELD for _, value in pairs):
        raise refuse("malformed", f"A field has more than {MAX_FIELD} characters.")
    return dict(pairs)


def _bearer(request: Request) -> str:
    key = bearer_in(request)
    if not key:
        raise refuse("unauthenticated")
    return key


def _idempotency_key(request: Request) -> str:
    key = request.headers.get("idempotency-key", "")
    if not key:
        raise refuse("idempotency-key-missing")
    if len(key) > 100 or not key.isascii() or not key.isprintable():
        raise refuse("malformed", "Idempotency-Key must be at most 100 printable ASCII characters.")
    return key


def _number(request: Request, name: str, schema: dict[str, Any]) -> int:
    text = request.query_params.get(name, str(schema["default"]))
    # Digits of other scripts are digits too, and Python has a limit of its own for long ones.
    if not (text.isascii() and text.isdigit() and len(text) <= 16):
        raise refuse("malformed", f"“{name}” must be a whole number.")
    if not schema["minimum"] <= int(text) <= schema["maximum"]:
        raise refuse("malformed", f"“{name}” must be from {schema['minimum']} to {schema['maximum']}.")
    return int(text)


async def read_body(request: Request) -> bytes:
    """The whole body, unless it is too long or too slow."""
    body = bytearray()
    try:
        async with asyncio.timeout(_BODY_SECONDS):
            async for piece in request.stream():
                body += piece
                if len(body) > MAX_BYTES:
                    raise refuse("too-large", f"At most {MAX_BYTES} bytes are read.")
    except TimeoutError as error:
        raise refuse("malformed", "The request took too long to arrive.") from error
    return bytes(body)


def _checked(kind: type[_V], body: bytes) -> _V:
    try:
        _refuse_endless(from_json(body))
        return kind.model_validate_json(body)
    except ValueError as error:
        if not isinstance(error, ValidationError):
            raise refuse("malformed", "The body is no JSON.") from error
        faults = error.errors(include_url=False, include_context=False, include_input=False)[:50]
        found = tuple(
            FieldFault(
                pointer="".join(f"/{part}" for part in fault["loc"])[:300],
                detail=fault["msg"][:300],
            )
            for fault in faults
        )
        raise Refused(problem("malformed", errors=found)) from error


def _refuse_endless(shape: object) -> None:
    """A list of a million wrong things would be told wrong a million times: a second of work for a second of line."""
    lists = [value for value in shape.values() if isinstance(value, list)] if isinstance(shape, dict) else []
    if any(len(value) > MAX_EVENTS for value in lists):
        raise refuse("malformed", f"No list may have more than {MAX_EVENTS} elements.")
