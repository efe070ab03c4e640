"""Typing into Javari: how soon a letter stands on the screen, at rest and while an answer streams, and its bytes."""

from __future__ import annotations

import tempfile
import time
from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path

from benchmarks.figures import Figure, middle, p95
from benchmarks.model_server import model_server, question
from benchmarks.parts import Measured, Plan
from benchmarks.programs import JAVARI_WITH_MODEL, settle, with_model
from benchmarks.pseudo_terminal import PseudoTerminal
from benchmarks.texts import END_MARK, answer, unused_letters

LETTERS = "qwertyuiopasdfghjklzxcvbnmqwertyuiopasdf"
_CLEAR = "\x15"
"""Ctrl+U: deletes the line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Typing:
    """One session at the keyboard. Times in milliseconds."""

    bytes_of_letters: list[int]
    idle: list[float]
    streaming: list[float]


def typing(address: str) -> Typing:
    """Type at rest, then while an answer streams."""
    with tempfile.TemporaryDirectory() as home, JAVARI_WITH_MODEL.started(with_model(Path(home), address)) as javari:
        settle(javari)
        sizes = [_bytes_of(letter, javari) for letter in LETTERS]
        idle = javari.echo_times(LETTERS, gap=0.2)
        javari.send(_CLEAR)
        javari.wait_quiet()
        javari.type_slowly(question("prose"))
        settle(javari)
        asked = javari.send("\r")
        time.sleep(1)
        streaming: list[float] = []
        letters = unused_letters(answer("prose"))
        while time.perf_counter() < asked + 9.2:
            streaming += javari.echo_times(letters[len(streaming) % len(letters)], gap=0.2)
        if javari.wait_on_screen(END_MARK, seconds=150, poll=0.1) is None:
            raise SystemExit("The answer never ended:\n" + "\n".join(javari.screen()))
        return Typing(bytes_of_letters=sizes, idle=idle, streaming=streaming)


def _bytes_of(letter: str, program: PseudoTerminal) -> int:
    """All that is written because of a letter."""
    before, pieces = program.byte_count(), len(program.pieces)
    program.send(letter)
    program.wait_until(lambda: len(program.pieces) > pieces, seconds=2)
    program.wait_quiet(0.12)
    return program.byte_count() - before


def keys(plan: Plan) -> Measured:
    """The part of the benchmark."""
    with model_server() as address:
        runs = [typing(address) for _ in range(plan.runs)]
    idle = p95(list(chain.from_iterable(run.idle for run in runs)))
    streaming = p95(list(chain.from_iterable(run.streaming for run in runs)))
    letter = middle(chain.from_iterable(run.bytes_of_letters for run in runs), float)
    return Measured(
        [
            Figure(name="bytes for a typed letter", unit="B", measured=letter, most=60),
            Figure(
                name="key echo p95 while streaming (reference: idle)",
                unit="ms",
                measured=streaming,
                reference=idle,
                most=40,
                most_ratio=2,
            ),
        ],
        {"typing": [asdict(run) for run in runs]},
    )
