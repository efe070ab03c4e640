"""What the journeys share: the app driven by keys, and the model server of the tests."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from functools import partial

import pytest

from javari_tui.app import JavariApp
from tests.journeys.person import Person, at_javari
from tests.model_server import model_server

__all__ = ["model_server"]

Javari = Callable[..., AbstractAsyncContextManager[Person]]


@pytest.fixture
def javari(monkeypatch: pytest.MonkeyPatch) -> Javari:
    """Opens Javari, as often as wanted, in the same home: `async with javari([saying("Hello")]) as person`."""
    return partial(at_javari, monkeypatch)


@pytest.fixture
def copied(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the terminal was asked to copy."""
    texts: list[str] = []
    monkeypatch.setenv("SSH_CONNECTION", "1 2 3 4")  # over SSH only the terminal can be asked
    monkeypatch.setattr(JavariApp, "copy_to_clipboard", lambda _app, text: texts.append(text))
    return texts
