"""The document says what the table says, and nothing in it leads nowhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from javari_billing.wire.endpoints import ENDPOINTS
from javari_billing.wire.openapi import document


def walk(node: object) -> Iterator[dict[str, Any]]:
    """Every object in a JSON document."""
    if isinstance(node, dict):
        yield node
        for child in node.values():
            yield from walk(child)
    elif isinstance(node, list):
        for child in node:
            yield from walk(child)


def test_every_endpoint_stands_in_it_once_with_what_it_may_refuse() -> None:
    paths: Any = document()["paths"]
    listed = [(method.upper(), path) for path, methods in paths.items() for method in methods]
    assert sorted(listed) == sorted((endpoint.method, endpoint.path) for endpoint in ENDPOINTS)
    hold = paths["/v1/holds"]["post"]
    assert {"201", "400", "401", "402", "403", "413", "422", "429", "500", "503"} == set(hold["responses"])
    assert hold["security"] == [{"bearer": []}]
    assert "304" in paths["/v1/balance"]["get"]["responses"]


def test_nothing_in_it_leads_nowhere() -> None:
    whole: Any = json.loads(json.dumps(document()))
    known = {f"#/components/schemas/{name}" for name in whole["components"]["schemas"]}
    used = {node["$ref"] for node in walk(whole) if "$ref" in node}
    assert used <= known
    assert len(known) >= 20


def test_no_number_in_it_is_a_fraction_and_every_one_is_bounded() -> None:
    """Integers only: what has a type `number` would let floats in."""
    schemas: Any = document()["components"]
    nodes = list(walk(schemas))
    assert not [node for node in nodes if node.get("type") == "number"]
    assert not [node for node in nodes if node.get("type") == "integer" and "maximum" not in node]
