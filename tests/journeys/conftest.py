"""What the journeys share: the app driven by keys, and the model server of the tests."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from functools import partial

import pytest

from tests.journeys.person import Person, at_javari
from tests.model_server import model_server

__all__ = ["model_server"]

Javari = Callable[..., AbstractAsyncContextManager[Person]]


@pytest.fixture
def javari(monkeypatch: pytest.MonkeyPatch) -> Javari:
    """Opens Javari, as often as wanted, in the same home: `async with javari([saying("Hello")]) as person`."""
    return partial(at_javari, monkeypatch)
