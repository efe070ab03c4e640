"""What the tests of providers share."""

from __future__ import annotations

from tests.model_server import model_server

__all__ = ["model_server"]
