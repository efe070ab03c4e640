"""Why a server is not reached is told in words of our own."""

from __future__ import annotations

import socket
import ssl

import httpx2
import pytest

from javari_tui.billing.causes import cause_of
from javari_tui.billing.exchange import Exchange, NotSent, Question


def _wrapped(cause: Exception) -> Exception:
    """As the library has it."""
    try:
        try:
            raise OSError("All connection attempts failed") from ExceptionGroup("several", [OSError("x"), cause])
        except OSError as error:
            raise httpx2.ConnectError(str(error)) from error
    except httpx2.ConnectError as error:
        return error


@pytest.mark.parametrize(
    ("cause", "words"),
    [
        (ConnectionRefusedError("no"), "takes connections"),
        (socket.gaierror(-2, "Name or service not known"), "no “box”"),
        (ssl.SSLCertVerificationError("self-signed"), "certificate"),
        (TimeoutError(), "too long"),
        (OSError(101, "Network is unreachable"), "from this network"),
    ],
)
def test_each_cause_has_its_words(cause: Exception, words: str) -> None:
    assert words in cause_of(_wrapped(cause), "box")


async def test_a_closed_port_is_told_without_the_words_of_the_library() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        exchange = Exchange(f"http://127.0.0.1:{taken.getsockname()[1]}")
        with pytest.raises(NotSent) as caught:
            await exchange.ask(Question(path="/v1/plans", limit=10))
        await exchange.close()
    assert "takes connections" in caught.value.detail
    assert "attempts" not in caught.value.detail
