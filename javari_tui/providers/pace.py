"""Reading a stream in breaths: what came meanwhile is read at once, for a fraction of the processor's time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterable
from contextlib import AsyncExitStack

BREATH = 0.03
"""Seconds between two reads of a running stream. A picture of the answer takes longer than this anyway."""
AT_ONCE = 4
"""So many pieces that had to be waited for come without a breath behind them: the first of them carry no text."""
_WAITED = 0.0002
"""Seconds after which a piece was not there already: it had to be read from the network."""


async def in_breaths(pieces: AsyncIterable[bytes]) -> AsyncGenerator[bytes]:
    """The pieces as they come; after each that had to be waited for, the network may gather some more.

    Servers send each token by itself. Read one by one, the HTTP library's work for each costs as much as all that
    is done with it afterwards.
    """
    loop = asyncio.get_running_loop()
    waited_for = 0
    async with AsyncExitStack() as stack:
        if isinstance(pieces, AsyncGenerator):
            stack.push_async_callback(pieces.aclose)
        asked = loop.time()
        async for piece in pieces:
            had_to_wait = loop.time() - asked > _WAITED
            yield piece
            waited_for += had_to_wait
            if had_to_wait and waited_for > AT_ONCE:
                await asyncio.sleep(BREATH)
            asked = loop.time()
