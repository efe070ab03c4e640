"""The list of 1,000 chats: opening it, and each letter of the filter, beside a list of ten."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path

from benchmarks.figures import Figure, middle, p95
from benchmarks.libraries import CHATS, FEW_CHATS
from benchmarks.parts import Measured, Plan
from benchmarks.programs import JAVARI, settle, surroundings
from benchmarks.pseudo_terminal import PseudoTerminal

OPENINGS = 4
FILTERS = ("nginx", "cert", "kate", "timer", "database", "loka", "python", "backup")
_OPEN_LIST, _CLOSE_LIST, _CLEAR = "\x0f", "\x1b", "\x15"


@dataclass(frozen=True, slots=True, kw_only=True)
class Picking:
    """One session with the list of chats. Milliseconds."""

    openings: list[float]
    letters: list[float]


def picking(home: Path, chats: int) -> Picking:
    """Open the list some times, then type into its filter."""
    with JAVARI.started(surroundings(home)) as javari:
        settle(javari)
        openings = [_opening(javari, chats) for _ in range(OPENINGS)]
        javari.send(_OPEN_LIST)
        javari.wait_quiet(0.5)
        letters: list[float] = []
        for words in FILTERS:
            letters += [_letter(javari, letter) for letter in words]
            javari.send(_CLEAR)
            javari.wait_quiet(0.3)
        return Picking(openings=openings[1:], letters=letters)


def _opening(javari: PseudoTerminal, chats: int) -> float:
    """From the key until the whole window stands; the first time also imports it, which is not counted."""
    before = len(javari.pieces)
    sent = javari.send(_OPEN_LIST)
    shown = javari.shown_completely(before, quiet=0.5)
    if f"{chats} chats. Enter opens" not in "\n".join(javari.screen()):
        raise SystemExit("The list of chats never came:\n" + "\n".join(javari.screen()))
    javari.send(_CLOSE_LIST)
    settle(javari)
    return (shown - sent) * 1000


def _letter(javari: PseudoTerminal, letter: str) -> float:
    """From the key until what it finds stands in the list, the preview too."""
    before = len(javari.pieces)
    sent = javari.send(letter)
    return (javari.shown_completely(before) - sent) * 1000


def many_chats(plan: Plan) -> Measured:
    """The part of the benchmark."""
    few, many = [], []
    for _ in range(plan.runs):
        few.append(picking(plan.libraries.small, FEW_CHATS))
        many.append(picking(plan.libraries.large, CHATS))
    return Measured(
        [
            Figure(
                name="list of 1,000 chats (reference: of 10)",
                unit="ms",
                measured=middle(chain.from_iterable(run.openings for run in many), float),
                reference=middle(chain.from_iterable(run.openings for run in few), float),
            ),
            Figure(
                name="a letter in its filter, p95",
                unit="ms",
                measured=p95(list(chain.from_iterable(run.letters for run in many))),
                reference=p95(list(chain.from_iterable(run.letters for run in few))),
            ),
        ],
        {"few chats": [asdict(run) for run in few], "many chats": [asdict(run) for run in many]},
    )
