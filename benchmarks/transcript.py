"""What the transcript costs: CPU for each streamed token, and opening a chat of 10,000 messages.

Run it with `python -m benchmarks.transcript`. No provider and no terminal take part: the figures are the
widget's own, with Textual's drawing of the changed rows.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from datetime import UTC, datetime

from textual.app import App, ComposeResult

from javari_tui.domain.chat import Message, MessageState, Role, ScrollPlace
from javari_tui.themes import VARIABLE_DEFAULTS
from javari_tui.widgets.transcript import Transcript

TOKENS = 2_000
TOKENS_A_SECOND = 200
TOKEN = 6
"""Characters of a token."""

_PROSE = (
    "The quick **brown** fox jumps over the `lazy` dog, and then it reads [the manual](https://example.com/manual) "
    "before it sleeps. Nobody knows why, but *everybody* has an opinion about it.\n\n"
)
_CODE = "def rotate(path: Path, keep: int = 7) -> None:\n    for number in range(keep, 0, -1):\n        print(number)\n"
_ROW = "| `option-{}` | {} | what it does and why one would want it |\n"


class Bench(App[None]):
    """Nothing but a transcript."""

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Colours that the stylesheet names."""
        return VARIABLE_DEFAULTS

    def compose(self) -> ComposeResult:
        """The transcript alone."""
        yield Transcript()


def message(number: int, role: Role, text: str, state: MessageState = MessageState.COMPLETE) -> Message:
    """A message of some chat."""
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    return Message(id=number, chat_id=1, parent_id=None, role=role, text=text, created_at=moment, state=state)


def documents() -> Iterator[tuple[str, str]]:
    """A text of each kind, long enough."""
    size = TOKENS * TOKEN
    yield "prose", (_PROSE * (size // len(_PROSE) + 1))[:size]
    yield "code", ("```python\n" + _CODE * (size // len(_CODE) + 1))[:size]
    head = "| Option | Number | Meaning |\n|---|---:|---|\n"
    yield "table", (head + "".join(_ROW.format(n, n * 7) for n in range(size // 40)))[:size]
    item = "- **item** with some words about `it`, and a few more of them\n"
    yield "list", (item * (size // len(item) + 1))[:size]


async def stream(name: str, text: str) -> None:
    """Stream a text at the pace of a fast model, and print what a token cost early and late."""
    app = Bench()
    async with app.run_test(size=(120, 40)) as pilot:
        transcript = app.query_one(Transcript)
        before = [message(1, Role.USER, "Please."), message(2, Role.ASSISTANT, "", MessageState.STREAMING)]
        transcript.show(before, has_older=False, place=ScrollPlace())
        await pilot.pause()
        tokens = [text[at : at + TOKEN] for at in range(0, len(text), TOKEN)]
        costs: list[float] = []
        began = time.perf_counter()
        part = len(tokens) // 10
        for tenth in range(10):
            cpu = time.process_time()
            for index in range(tenth * part, (tenth + 1) * part):
                transcript.grow(2, tokens[index])
                await asyncio.sleep(max(began + (index + 1) / TOKENS_A_SECOND - time.perf_counter(), 0))
            costs.append((time.process_time() - cpu) / part * 1000)
        transcript.flush()
    early, late = sum(costs[1:4]) / 3, sum(costs[7:10]) / 3
    print(f"{name:8} {sum(costs) / 10:6.3f} ms a token   early {early:6.3f}   late {late:6.3f}   {late / early:4.2f}×")


async def floor() -> None:
    """What the same pace costs when nothing is shown."""
    app = Bench()
    async with app.run_test(size=(120, 40)):
        cpu, began = time.process_time(), time.perf_counter()
        for index in range(TOKENS // 4):
            await asyncio.sleep(max(began + (index + 1) / TOKENS_A_SECOND - time.perf_counter(), 0))
        print(f"{'floor':8} {(time.process_time() - cpu) / (TOKENS // 4) * 1000:6.3f} ms a token (nothing shown)")


async def open_chat(count: int) -> None:
    """Open a chat of so many messages at its end, and page up through some of it."""
    texts = (_PROSE * 3, "Short question?", "```python\n" + _CODE * 8 + "```\n")
    roles = (Role.ASSISTANT, Role.USER)
    messages = [message(n, roles[n % 2], texts[n % 3]) for n in range(count)]
    app = Bench()
    async with app.run_test(size=(120, 40)) as pilot:
        transcript = app.query_one(Transcript)
        cpu = time.process_time()
        transcript.show(messages, has_older=False, place=ScrollPlace())
        opened = time.process_time() - cpu
        pages: list[float] = []
        for _page in range(60):
            cpu = time.process_time()
            transcript.action_page(-1)
            await pilot.pause(0)
            pages.append(time.process_time() - cpu)
    pages.sort()
    print(f"open {count:6,} messages {opened * 1000:7.1f} ms   PageUp p95 {pages[57] * 1000:6.1f} ms")


async def main() -> None:
    """All figures."""
    await floor()
    for name, text in documents():
        await stream(name, text)
    for count in (10, 10_000):
        await open_chat(count)


if __name__ == "__main__":
    asyncio.run(main())
