"""One answer of 2,000 tokens, from the key that sends the question until the program rests again."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass

from benchmarks.model_server import TOKENS_A_SECOND
from benchmarks.pseudo_terminal import PseudoTerminal
from benchmarks.texts import END_MARK, TOKENS

EARLY, LATE = (1.0, 3.5), (7.0, 9.5)
"""Seconds after the question; the answer takes ten."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamedAnswer:
    """What an answer cost. Times in milliseconds of processor time for each token, memory in MiB."""

    cpu: float
    early: float
    late: float
    byte_count: float
    """Bytes on the wire for each token."""
    seconds: float
    """From the question to the last token on the screen; infinite, as the rest, when it never came."""
    memory: float


def stream(program: PseudoTerminal) -> StreamedAnswer:
    """Press Enter and watch from outside."""
    cpu, written = program.process.cpu_ms(), program.byte_count()
    asked = program.send("\r")
    early = _cost_between(program, asked, EARLY)
    late = _cost_between(program, asked, LATE)
    ended = program.wait_on_screen(END_MARK, seconds=150, poll=0.1)
    if ended is None:
        print("An answer never ended:", *program.screen(), sep="\n", file=sys.stderr)
        return StreamedAnswer(
            **dict.fromkeys(("cpu", "early", "late", "byte_count", "seconds", "memory"), float("inf"))
        )
    program.wait_quiet(0.6)
    return StreamedAnswer(
        cpu=(program.process.cpu_ms() - cpu) / TOKENS,
        early=early,
        late=late,
        byte_count=(program.byte_count() - written) / TOKENS,
        seconds=ended - asked,
        memory=program.process.memory_mib(),
    )


def _cost_between(program: PseudoTerminal, asked: float, span: tuple[float, float]) -> float:
    """Processor time for each token of a part of the answer."""
    _sleep_until(asked + span[0])
    began, before = time.perf_counter(), program.process.cpu_ms()
    _sleep_until(asked + span[1])
    return (program.process.cpu_ms() - before) / ((time.perf_counter() - began) * TOKENS_A_SECOND)


def _sleep_until(moment: float) -> None:
    time.sleep(max(moment - time.perf_counter(), 0))
