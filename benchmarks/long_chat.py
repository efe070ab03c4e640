"""Opening a chat of 10,000 messages from the list of chats, and paging through it, beside a chat of ten.

On a terminal, from outside: from the key to the moment the picture stands.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path

from benchmarks.figures import Figure, middle, p95
from benchmarks.libraries import LONG_TITLE, PICTURE_MARK, SHORT_TITLE, WARM_TITLE
from benchmarks.parts import Measured, Plan
from benchmarks.programs import JAVARI, settle, surroundings
from benchmarks.pseudo_terminal import PseudoTerminal

PAGES = 60
OPENINGS = 3
_OPEN_LIST, _PAGE_UP, _TO_END = "\x0f", "\x1b[5~", "\x1b[1;5F"
_IN_LIST = "Esc closes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One session with a chat. Times in milliseconds, memory in MiB."""

    openings: list[float]
    pages: list[float]
    memory: float


def reading(home: Path, title: str) -> Reading:
    """Open a chat some times, each time coming from another one, and page up in it."""
    with JAVARI.started(surroundings(home)) as javari:
        settle(javari)
        openings = []
        for _ in range(OPENINGS):
            opened(javari, WARM_TITLE)
            openings.append(opened(javari, title))
        # A chat of ten messages is a few pages long; at its top the key would change nothing.
        pages = [page_up(javari) for _ in range(PAGES if title == LONG_TITLE else 1)]
        settle(javari)
        memory = javari.process.memory_mib()
        javari.send(_TO_END)  # where the next session wants to find it again
        settle(javari)
        return Reading(openings=openings, pages=pages, memory=memory)


def opened(javari: PseudoTerminal, title: str) -> float:
    """Open a chat from the list: milliseconds from Enter until its last words stand on the screen."""
    javari.send(_OPEN_LIST)
    _must(javari, javari.wait_on_screen(_IN_LIST), "The list of chats never came")
    javari.type_slowly(title)
    # It stands in the filter and in the list.
    _must(javari, javari.wait_screen(lambda screen: screen.count(title) >= 2), f"{title} is not in the list")
    javari.wait_quiet(0.3)
    sent = javari.send("\r")
    mark = f"{PICTURE_MARK}{title}"
    shown = javari.wait_screen(lambda screen: mark in screen and _IN_LIST not in screen)
    moment = _must(javari, shown, f"{title} never opened")
    settle(javari)
    return (moment - sent) * 1000


def page_up(javari: PseudoTerminal) -> float:
    """Milliseconds from the key until the words of the page stand on the screen."""
    before = len(javari.pieces)
    sent = javari.send(_PAGE_UP)
    return (javari.shown_completely(before) - sent) * 1000


def long_chat(plan: Plan) -> Measured:
    """The part of the benchmark."""
    home = plan.libraries.large
    short, long = [], []
    for _ in range(plan.runs):
        short.append(reading(home, SHORT_TITLE))
        long.append(reading(home, LONG_TITLE))
    pages = [page for run in long for page in run.pages]
    return Measured(
        [
            Figure(
                name="open a chat of 10,000 messages (reference: of 10)",
                unit="ms",
                measured=middle(chain.from_iterable(run.openings for run in long), float),
                reference=middle(chain.from_iterable(run.openings for run in short), float),
                most_ratio=1.3,
            ),
            Figure(
                name="PageUp in it, p95",
                unit="ms",
                measured=p95(pages),
                most=40,
            ),
            Figure(
                name="memory it adds",
                unit="MiB",
                measured=middle(long, lambda run: run.memory) - middle(short, lambda run: run.memory),
                most=30,
            ),
        ],
        {"short chat": [asdict(run) for run in short], "long chat": [asdict(run) for run in long]},
    )


def _must(javari: PseudoTerminal, moment: float | None, complaint: str) -> float:
    if moment is None:
        raise SystemExit(f"{complaint}:\n" + "\n".join(javari.screen()))
    return moment
