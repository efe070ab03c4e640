"""The OpenAPI 3.1 document, made from the table of endpoints and the values."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic.json_schema import models_json_schema

from javari_billing.wire.endpoints import ENDPOINTS, SCOPES, Endpoint
from javari_billing.wire.problems import MEDIA_TYPE, TYPES, Problem
from javari_billing.wire.values import Value
from javari_billing.wire.webhooks import EVENTS, Message

Json = dict[str, object]

_ALWAYS = ("too-many-requests", "unavailable", "internal")
_HEADERS: Json = {
    "X-Request-Id": {"schema": {"type": "string"}, "description": "Names this request in the server's log"},
}
_LEDGER_SEQ: Json = {"schema": {"type": "string", "pattern": "^[0-9]+$"}, "description": "Where the ledger stands"}


def document(endpoints: Iterable[Endpoint] = ENDPOINTS) -> Json:
    """The document of some endpoints."""
    chosen = tuple(endpoints)
    paths: dict[str, Json] = {}
    for endpoint in chosen:
        paths.setdefault(endpoint.path, {})[endpoint.method.lower()] = _operation(endpoint)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Javari billing endpoint", "version": "1", "license": {"name": "Apache-2.0"}},
        "paths": paths,
        "webhooks": {name: {"post": _webhook(name)} for name in EVENTS},
        "components": {
            "schemas": _schemas(chosen),
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer", "description": ", ".join(SCOPES)}},
        },
    }


def _webhook(name: str) -> Json:
    """What is sent to addresses that want to be told."""
    taken: Json = {"2XX": {"description": "Taken; everything else is tried again"}}
    content: Json = {"application/json": _reference(Message)}
    return {"operationId": name, "requestBody": {"required": True, "content": content}, "responses": taken}


def _operation(endpoint: Endpoint) -> Json:
    operation: Json = {
        "operationId": endpoint.name,
        "summary": endpoint.summary,
        "parameters": [
            {"name": item.name, "in": item.place, "required": item.is_required, "schema": item.schema}
            for item in endpoint.parameters
        ],
        "responses": _responses(endpoint),
        "security": [{"bearer": []}] if endpoint.scope else [],
    }
    if endpoint.scope:
        operation["description"] = f"Needs the scope `{endpoint.scope}`."
    if endpoint.takes is not None:
        operation["requestBody"] = {"required": True, "content": {"application/json": _reference(endpoint.takes)}}
    if endpoint.takes_form:
        fields = {name: {"type": "string", "maxLength": 200} for name in endpoint.takes_form}
        form: Json = {"schema": {"type": "object", "properties": fields}}
        operation["requestBody"] = {"required": True, "content": {"application/x-www-form-urlencoded": form}}
    return operation


def _responses(endpoint: Endpoint) -> Json:
    headers = _HEADERS | ({"Javari-Ledger-Seq": _LEDGER_SEQ} if endpoint.scope else {})
    if endpoint.has_etag:
        headers = headers | {"ETag": {"schema": {"type": "string"}}}
    answer = {"application/json": _reference(endpoint.answer)}
    responses: Json = {
        str(endpoint.status): {"description": endpoint.summary, "headers": headers, "content": answer},
    }
    if endpoint.has_etag:
        responses["304"] = {"description": "Nothing changed", "headers": headers}
    if endpoint.error is not None:
        responses["400"] = {
            "description": "Not yet, or not at all",
            "content": {"application/json": _reference(endpoint.error)},
        }
    by_status: dict[int, list[str]] = {}
    of_keys = ("unauthenticated", "scope-missing") if endpoint.scope else ()
    for name in (*endpoint.problems, *of_keys, *_ALWAYS):
        by_status.setdefault(TYPES[name].status, []).append(TYPES[name].uri)
    for status, uris in sorted(by_status.items()):
        responses.setdefault(
            str(status),
            {"description": " · ".join(dict.fromkeys(uris)), "content": {MEDIA_TYPE: _reference(Problem)}},
        )
    return responses


def _reference(model: type[Value]) -> Json:
    return {"schema": {"$ref": f"#/components/schemas/{model.__name__}"}}


def _schemas(endpoints: tuple[Endpoint, ...]) -> Json:
    used: dict[type[Value], None] = {Problem: None, Message: None}
    for endpoint in endpoints:
        used |= {model: None for model in (endpoint.answer, endpoint.takes, endpoint.error) if model is not None}
    # Defaults make fields optional to send; answers hold every field that is not null.
    _, together = models_json_schema(
        [(model, "validation") for model in used], ref_template="#/components/schemas/{model}"
    )
    schemas: Json = together["$defs"]
    return schemas
