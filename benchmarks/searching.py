"""Full-text search over 100,000 messages, through the service that the list of chats uses."""

from __future__ import annotations

import asyncio
import random
import statistics
import time
from pathlib import Path

from benchmarks.figures import Figure, p95
from benchmarks.libraries import TECHNICAL, vocabulary
from benchmarks.parts import Measured, Plan
from javari_tui.paths import folders
from javari_tui.services.opening import open_services
from javari_tui.settings import SettingsStore

QUERIES = 40


def queries() -> list[str]:
    """One to three words as they are typed: the last one often only begun, now and then a word that is everywhere."""
    dice = random.Random(3)
    frequent = vocabulary(random.Random(11))[:20]
    made = []
    for number in range(QUERIES):
        words = dice.sample(TECHNICAL, k=1 + number % 3)
        if number % 5 == 0:
            words[0] = dice.choice(frequent)
        last = words[-1]
        words[-1] = last[: dice.randint(min(3, len(last)), len(last))]
        made.append(" ".join(words))
    return made


async def search_times(home: Path, rounds: int) -> dict[str, list[float]]:
    """Milliseconds of every query, asked several times; the first of each is not warmer than it is for a user."""
    places = folders({"JAVARI_HOME": str(home)})
    services = await open_services(places, SettingsStore.load(places.config_file), environ={})
    times: dict[str, list[float]] = {query: [] for query in queries()}
    try:
        for _ in range(rounds):
            for query, measured in times.items():
                began = time.perf_counter()
                await services.chats.search(query)
                measured.append((time.perf_counter() - began) * 1000)
    finally:
        await services.close()
    return times


def search(plan: Plan) -> Measured:
    """The part of the benchmark."""
    times = asyncio.run(search_times(plan.libraries.large, max(plan.runs, 3)))
    few = asyncio.run(search_times(plan.libraries.small, max(plan.runs, 3)))
    slowest = p95([statistics.median(measured) for measured in times.values()])
    reference = p95([statistics.median(measured) for measured in few.values()])
    return Measured(
        [
            Figure(
                name="search in 100,000 messages, p95 (reference: in 100)",
                unit="ms",
                measured=slowest,
                reference=reference,
                most=80,
            ),
            Figure(
                name="the same, slowest first time",
                unit="ms",
                measured=max(measured[0] for measured in times.values()),
                reference=max(measured[0] for measured in few.values()),
            ),
        ],
        {"search": times, "search in few": few},
    )
