"""From the end of an answer to the figure in the bar: its price is on disk with it, and whoever shows that is told.

`python -m benchmarks.bar_update` prints it alone.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import tempfile
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from javari_tui.domain.balance_view import BalanceView
from javari_tui.domain.chat import MessageState
from javari_tui.domain.models import Finished, ModelRef, StopReason, TextPiece, Usage, UsageReported
from javari_tui.domain.prices import read_price_list
from javari_tui.paths import folders
from javari_tui.providers.scripted import Hold, Script, Scripted
from javari_tui.services.models.provider_setup import make_registry
from javari_tui.services.opening import Services, open_services
from javari_tui.settings import SettingsStore
from javari_tui.storage.database import Database
from javari_tui.storage.messages import MessageStore

ANSWERS = 12
"""Answers in a round."""
_PRICES = """
    version = "bench"
    [[price]]
    model = "scripted/*"
    from = 2020-01-01
    input = 1
    output = 2
    cache_read = 1
    cache_write = 1
"""
_TEXT = "A sentence of an answer, as long as many. " * 25

Times = list[tuple[float, float]]
"""Milliseconds of the clock and of the processor."""


def update_times(rounds: int) -> dict[str, Times]:
    """Of the bar's update after an answer, and of the bare commit of such an answer, by turns."""
    with tempfile.TemporaryDirectory(prefix="javari-bar-") as home:
        before = {name: os.environ.get(name) for name in ("JAVARI_HOME", "JAVARI_DISCOVERY")}
        os.environ.update(JAVARI_HOME=home, JAVARI_DISCOVERY="off")
        try:
            return asyncio.run(_measure(rounds, Path(home)))
        finally:
            for name, value in before.items():
                if value is None:
                    del os.environ[name]
                else:
                    os.environ[name] = value


async def _measure(rounds: int, home: Path) -> dict[str, Times]:
    found: dict[str, Times] = {"bar": [], "bare": []}
    ended: list[tuple[float, float]] = []

    async def end() -> None:
        # What came before is shown and written down: only the end is measured.
        await asyncio.sleep(0.01)
        ended.append(_now())

    script: Script = (
        TextPiece(_TEXT),
        UsageReported(Usage(input=900, output=250)),
        Hold(end),
        Finished(StopReason.END),
    )
    async with _opened(Scripted(lambda request: script)) as services:
        await _answer(services, ended)
        for _ in range(rounds):
            for _ in range(ANSWERS):
                found["bar"].append(await _answer(services, ended))
            found["bare"] += _bare_commits(home)
    return found


async def _answer(services: Services, ended: list[tuple[float, float]]) -> tuple[float, float]:
    """What passes from the last event of an answer until its price is told."""
    told: asyncio.Future[tuple[float, float]] = asyncio.get_running_loop().create_future()
    count = len(ended)

    def hear(_view: BalanceView) -> None:
        if len(ended) > count and not told.done():
            told.set_result(_now())

    stop = services.ledger.listen(hear)
    chat = await services.conversation.send(None, "How long does it take?")
    clock, processor = await told
    stop()
    while services.conversation.is_running(chat.id):
        await asyncio.sleep(0)
    return (clock - ended[-1][0]) * 1000, (processor - ended[-1][1]) * 1000


def _bare_commits(home: Path) -> Times:
    """The same text written into a message and nothing else, with no thread and no listener between."""
    database = Database.open(home / "data" / "javari.db", backups=home / "backups", keep=0)
    try:
        messages, found = MessageStore(database), []
        for _ in range(ANSWERS):
            began = _now()
            messages.change(2, text=_TEXT, state=MessageState.COMPLETE, usage=Usage(input=900, output=250))
            now = _now()
            found.append(((now[0] - began[0]) * 1000, (now[1] - began[1]) * 1000))
        return found
    finally:
        database.close()


@asynccontextmanager
async def _opened(model: Scripted) -> AsyncGenerator[Services]:
    """Javari with a model that costs something."""

    async def no_key(name: str) -> str | None:
        return None

    settings = SettingsStore.load(folders().config_file, os.environ)
    registry = make_registry(settings.settings, os.environ, no_key)
    registry.register(model)
    services = await open_services(folders(), settings, environ=os.environ, providers=registry)
    model._info = replace(model._info, is_local=False)
    prices = read_price_list(_PRICES)
    services.conversation._desk.spending.figures.prices = lambda: prices  # type: ignore[method-assign]
    await services.models.choose(ModelRef("scripted", "script"))
    try:
        yield services
    finally:
        await services.close()


def _now() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


def medians(found: dict[str, Times]) -> dict[str, tuple[float, float]]:
    """Of each, of the clock and of the processor."""
    return {
        name: (statistics.median(one[0] for one in times), statistics.median(one[1] for one in times))
        for name, times in found.items()
    }


if __name__ == "__main__":
    times = update_times(5)
    for name, (clock, processor) in medians(times).items():
        worst = max(one[0] for one in times[name])
        print(f"{name}: {clock:.2f} ms, at most {worst:.2f} ms; {processor:.2f} ms of the processor")
