"""The OpenAPI document drives the real server: whatever is sent, it answers as the document says.

Requests that fit the document and such that do not; `JAVARI_BILLING_REQUESTS=1000` sends so many of each kind to each
endpoint, `make test` a few that are always the same.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import Case, Config, GenerationMode
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import positive_data_acceptance

from javari_billing.engine.accounts import make_key
from javari_billing.engine.database import Ledgers
from javari_billing.server.app import build
from javari_billing.server.limits import Limits
from javari_billing.wire.endpoints import ENDPOINTS, SCOPES, Endpoint
from javari_billing.wire.values import MICRO
from tests.billing.bench import Bench, Clock

REQUESTS = int(os.environ.get("JAVARI_BILLING_REQUESTS", "10"))


@pytest.fixture(scope="module")
def described(template: bytes, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[BaseSchema, str]]:
    """The document that a server gives out, and a key with which it lets in."""
    file = tmp_path_factory.mktemp("described") / "billing.db"
    file.write_bytes(template)
    ledgers = Ledgers.open(f"sqlite:///{file}")
    bench = Bench(ledgers, Clock(ledgers.clock()))
    bench.grant(1000 * MICRO)
    key = ledgers.write(lambda connection: make_key(connection, bench.account, SCOPES, now=ledgers.clock()))
    config = Config()
    # What the contract does not know it ignores, so that both sides may grow.
    config.projects.default.generation.update(allow_extra_parameters=False)
    app = build(ledgers, Limits(each_second=10**6, in_a_row=10**6), "https://billing.example")
    yield schemathesis.openapi.from_asgi("/openapi.json", app, config=config), key
    assert bench.breaches() == []
    ledgers.close()


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda endpoint: endpoint.name)
def test_every_answer_is_one_that_the_document_knows(
    described: tuple[BaseSchema, str], endpoint: Endpoint, mode: GenerationMode
) -> None:
    schema, key = described
    operation = schema[endpoint.path][endpoint.method]

    @settings(
        max_examples=REQUESTS,
        derandomize="JAVARI_BILLING_REQUESTS" not in os.environ,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Case[Any]) -> None:
        # Not everything that fits the document can be done: 1.0 is a JSON integer, and credits may be short.
        case.call_and_validate(headers={"Authorization": f"Bearer {key}"}, excluded_checks=[positive_data_acceptance])

    try:
        ask()
    except Unsatisfiable:
        assert mode is GenerationMode.NEGATIVE  # an endpoint that takes nothing cannot be asked wrongly
