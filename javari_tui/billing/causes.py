"""Why a server could not be reached, in words of our own: those of the libraries are for the log."""

from __future__ import annotations

import errno
import socket
import ssl
from collections.abc import Iterator

from javari_tui.i18n import _

_NO_NETWORK = frozenset({errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN})


def cause_of(error: BaseException, host: str) -> str:
    """What an error of the line comes from; empty where nothing is known but that it broke."""
    for one in _causes(error):
        if isinstance(one, ssl.SSLError):
            return _("The certificate of “{host}” is not trusted here, or it speaks no https.").format(host=host)
        if isinstance(one, socket.gaierror):
            return _("There is no “{host}” on the network.").format(host=host)
        if isinstance(one, ConnectionRefusedError):
            return _("Nothing takes connections at “{host}”.").format(host=host)
        if isinstance(one, TimeoutError) or "Timeout" in type(one).__name__:
            return _("“{host}” took too long to answer.").format(host=host)
        if isinstance(one, OSError) and one.errno in _NO_NETWORK:
            return _("There is no way to “{host}” from this network.").format(host=host)
    return ""


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """An error and what it came from, the innermost first; libraries wrap the plain one, several in a group."""
    todo: list[BaseException | None] = [error]
    found: list[BaseException] = []
    while todo and len(found) < 50:
        one = todo.pop()
        if one is None or one in found:
            continue
        found.append(one)
        todo += [one.__context__, one.__cause__]
        if isinstance(one, BaseExceptionGroup):
            todo += one.exceptions
    yield from reversed(found)
