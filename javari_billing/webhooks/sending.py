"""Sending one message: to the address that was looked at, no further, not for long, and without reading much."""

from __future__ import annotations

import asyncio
import ssl
from dataclasses import dataclass
from typing import Final

import httpx2

from javari_billing.webhooks.targets import NotAllowed, resolve

_SECONDS: Final = 15
_READ: Final = 16 * 1024
"""How much of an answer is read; nothing in it matters."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How it went: the status that was answered, or why there is none."""

    status: int | None
    told: str

    @property
    def is_taken(self) -> bool:
        """Whether the message was taken."""
        return self.status is not None and 200 <= self.status < 300

    @property
    def is_gone(self) -> bool:
        """Whether nothing is wanted there any more."""
        return self.status == 410


class Sender:
    """Sends messages."""

    def __init__(self, *, allow_private: bool = False, trusted: ssl.SSLContext | None = None) -> None:
        self._allow_private = allow_private
        self._client = httpx2.AsyncClient(
            trust_env=False,
            follow_redirects=False,
            timeout=httpx2.Timeout(10, connect=5),
            limits=httpx2.Limits(max_connections=16, max_keepalive_connections=0),
            verify=True if trusted is None else trusted,
        )

    async def send(self, url: str, headers: dict[str, str], body: bytes) -> Outcome:
        """Send it once."""
        try:
            async with asyncio.timeout(_SECONDS):
                target = await resolve(url, allow_private=self._allow_private)
                told = headers | {"Host": target.host, "Content-Type": "application/json", "User-Agent": "javari"}
                return await self._post(target.url, told, body, target.name)
        except NotAllowed as error:
            return Outcome(None, str(error))
        except TimeoutError:
            return Outcome(None, "It took too long.")
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError, ValueError) as error:
            return Outcome(None, type(error).__name__)

    async def close(self) -> None:
        """Let go of the connections."""
        await self._client.aclose()

    async def _post(self, url: str, headers: dict[str, str], body: bytes, name: str) -> Outcome:
        # The certificate is that of the name, though the connection goes to the address.
        more = {"sni_hostname": name}
        async with self._client.stream("POST", url, headers=headers, content=body, extensions=more) as answer:
            read = 0
            async for piece in answer.aiter_raw():
                read += len(piece)
                if read > _READ:
                    break
            return Outcome(answer.status_code, str(answer.status_code))
