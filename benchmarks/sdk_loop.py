"""The floor of a streamed answer: a loop that reads it with the model's SDK and draws nothing.

`python -m benchmarks.sdk_loop QUESTION`; the address and the key come from the environment. It asks once to be
warm, then for each line on its input.
"""

from __future__ import annotations

import asyncio
import sys

import anthropic

MODEL = "claude-opus-5-5"


async def read(client: anthropic.AsyncAnthropic, question: str) -> None:
    """One answer, piece by piece."""
    messages: list[anthropic.types.MessageParam] = [{"role": "user", "content": question}]
    async with client.messages.stream(model=MODEL, max_tokens=9_999, messages=messages) as stream:
        async for _piece in stream.text_stream:
            pass


async def main() -> None:
    """Warm up, then answer each line."""
    async with anthropic.AsyncAnthropic() as client:
        await read(client, "hello")
        print("LOOP-READY", flush=True)
        while await asyncio.to_thread(sys.stdin.readline):
            await read(client, sys.argv[1])
            print("THEEND", flush=True)


if __name__ == "__main__":
    asyncio.run(main())
