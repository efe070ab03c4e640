"""Reading a stream in breaths: what came meanwhile is read at once, for a fraction of the processor's time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterable

BREATH = 0.03
"""Seconds between two reads of a running stream. A picture of the answer takes longer than this anyway."""
_WAITED = 0.0002
"""Seconds after which a piece was not there already: it had to be read from the network."""


async def in_breaths(pieces: AsyncIterable[bytes]) -> AsyncGenerator[bytes]:
    """The pieces as they come; after each that had to be waited for, the network may gather some more.

    Servers send each token by itself. Read one by one, the HTTP library's work for each costs as much as all that
    is done with it afterwards.
    """
    loop = asyncio.get_running_loop()
    asked = loop.time()
    async for piece in pieces:
        had_to_wait = loop.time() - asked > _WAITED
        yield piece
        if had_to_wait:
            await asyncio.sleep(BREATH)
        asked = loop.time()
