"""A program on a pseudo terminal: when which output came, what it cost, what stands on the screen.

Nothing is parsed while the program runs, since that would take time from it: pieces are only stored with
their moment. The few questions a program asks a terminal are answered as a plain modern one would.
"""

from __future__ import annotations

import fcntl
import os
import pty
import random
import re
import struct
import termios
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.drawn_screen import DrawnScreen
from benchmarks.terminal_process import TerminalProcess

_ESCAPES = re.compile(
    rb"\x1b\[[0-?]*[ -/]*[@-~]"
    rb"|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)"
    rb"|\x1b[P_^X][^\x1b]*\x1b\\"
    rb"|\x1b[()*+][0-9A-Za-z]"
    rb"|\x1b[0-9=>A-Za-z]"
)
_ANSWERS: Mapping[bytes, bytes] = {
    b"\x1b[c": b"\x1b[?62;22c",
    b"\x1b[>c": b"\x1b[>41;390;0c",
    b"\x1b[>q": b"\x1bP>|XTerm(390)\x1b\\",
    b"\x1b[>0q": b"\x1bP>|XTerm(390)\x1b\\",
    b"\x1b[5n": b"\x1b[0n",
    b"\x1b[6n": b"\x1b[1;1R",
    b"\x1b[?2026$p": b"\x1b[?2026;2$y",
    b"\x1b[?2048$p": b"\x1b[?2048;0$y",
    b"\x1b[?u": b"\x1b[?0u",
    b"\x1b]11;?\x07": b"\x1b]11;rgb:1e1e/1e1e/1e1e\x07",
    b"\x1b]11;?\x1b\\": b"\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\",
    b"\x1b]10;?\x07": b"\x1b]10;rgb:e0e0/e0e0/e0e0\x07",
    b"\x1b]10;?\x1b\\": b"\x1b]10;rgb:e0e0/e0e0/e0e0\x1b\\",
}
_LONGEST_QUESTION = max(map(len, _ANSWERS))


@dataclass(frozen=True, slots=True)
class Piece:
    """Output that arrived at once."""

    moment: float
    data: bytes


class PseudoTerminal:
    """One program from its start to its end. Use as a context manager."""

    def __init__(
        self, command: Sequence[str], *, environ: Mapping[str, str], rows: int = 40, columns: int = 120
    ) -> None:
        self.rows, self.columns = rows, columns
        self.pieces: list[Piece] = []
        self._screen, self._drawn = DrawnScreen(rows, columns), 0
        self._main, program_side = pty.openpty()
        fcntl.ioctl(program_side, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, columns * 10, rows * 20))
        self.process = TerminalProcess(command, environ, program_side)
        os.close(program_side)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> PseudoTerminal:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def _read(self) -> None:
        """Store output and answer questions until the program is gone."""
        tail = b""
        while True:
            try:
                data = os.read(self._main, 65536)
            except OSError:
                return
            if not data:
                return
            self.pieces.append(Piece(time.perf_counter(), data))
            seen = tail + data
            for question, answer in _ANSWERS.items():
                self._write(answer * (seen.count(question) - tail.count(question)))
            tail = seen[-(_LONGEST_QUESTION - 1) :]

    def _write(self, data: bytes) -> None:
        try:
            os.write(self._main, data)
        except OSError:
            return  # the program ended meanwhile

    def send(self, keys: str) -> float:
        """Type keys; returns when."""
        moment = time.perf_counter()
        self._write(keys.encode())
        return moment

    def type_slowly(self, text: str) -> None:
        """Type a text letter by letter, so that it is not taken for a paste."""
        for letter in text:
            self.send(letter)
            time.sleep(0.02)

    def text(self, since: int = 0) -> str:
        """All output without escape sequences, from a piece on."""
        return _plain(piece.data for piece in self.pieces[since:])

    def wait_for(self, pattern: str, *, seconds: float = 30.0, since: int = 0) -> float | None:
        """The moment at which a pattern first stood in the output; None when it did not come in time."""
        wanted = re.compile(pattern)
        if not self.wait_until(lambda: wanted.search(self.text(since)) is not None, seconds=seconds):
            return None
        for end in range(since + 1, len(self.pieces) + 1):
            if wanted.search(_plain(piece.data for piece in self.pieces[since:end])):
                return self.pieces[end - 1].moment
        return None

    def wait_until(self, condition: Callable[[], bool], *, seconds: float = 30.0) -> bool:
        """Whether a condition came true before the time was over or the program ended."""
        until = time.perf_counter() + seconds
        while time.perf_counter() < until:
            if condition():
                return True
            if not self._reader.is_alive():
                return condition()
            time.sleep(0.002)
        return False

    def wait_quiet(self, quiet: float = 0.4, *, seconds: float = 20.0) -> bool:
        """Wait until nothing was printed for a while."""
        return self.wait_until(lambda: time.perf_counter() - self._last_moment() > quiet, seconds=seconds)

    def _last_moment(self) -> float:
        return self.pieces[-1].moment if self.pieces else self.process.started

    def echo_times(self, keys: str, *, gap: float = 0.1) -> list[float]:
        """Milliseconds from each key to its letter on the screen; infinite where it never came."""
        times, dice = [], random.Random(5)
        for key in keys:
            before = len(self.pieces)
            sent = self.send(key)
            shown = self.wait_for(re.escape(key), seconds=2.0, since=before)
            times.append((shown - sent) * 1000 if shown is not None else float("inf"))
            # Uneven, or every key would meet the same moment between two pictures.
            time.sleep(gap * dice.uniform(0.5, 1.5))
        return times

    def screen(self) -> list[str]:
        """The lines that stand on the screen now."""
        return self._drawn_to(len(self.pieces)).lines

    def _drawn_to(self, end: int) -> DrawnScreen:
        """The screen as it was after so many pieces; it never goes back."""
        self._screen.feed(b"".join(piece.data for piece in self.pieces[self._drawn : end]))
        self._drawn = max(end, self._drawn)
        return self._screen

    def wait_on_screen(self, pattern: str, *, seconds: float = 30.0, poll: float = 0.02) -> float | None:
        """The moment at which a pattern first stood on the screen; None when it did not in time."""
        wanted = re.compile(pattern, re.MULTILINE)
        return self.wait_screen(lambda screen: wanted.search(screen) is not None, seconds=seconds, poll=poll)

    def wait_screen(
        self, condition: Callable[[str], bool], *, seconds: float = 30.0, poll: float = 0.005
    ) -> float | None:
        """The moment at which the screen first was so; None when it was not in time."""
        if condition("\n".join(self._screen.lines)):
            return time.perf_counter()
        until = time.perf_counter() + seconds
        while time.perf_counter() < until:
            is_alive = self._reader.is_alive()
            while self._drawn < len(self.pieces):
                piece = self.pieces[self._drawn]
                if condition("\n".join(self._drawn_to(self._drawn + 1).lines)):
                    return piece.moment
            if not is_alive:
                break
            time.sleep(poll)
        return None

    def byte_count(self) -> int:
        """Bytes written to the terminal so far."""
        return sum(len(piece.data) for piece in self.pieces)

    def shown_completely(self, since: int, *, quiet: float = 0.12) -> float:
        """Wait for output after a piece and its end: the moment since which the words that stand there then do.

        Infinite when nothing came or no word changed.
        """
        self.wait_until(lambda: len(self.pieces) > since, seconds=3)
        self.wait_quiet(quiet)
        moment, before = float("inf"), self._drawn_to(since).words
        for number in range(since, len(self.pieces)):
            words = self._drawn_to(number + 1).words
            if words != before:
                before, moment = words, self.pieces[number].moment
        return moment

    def close(self) -> None:
        """End the program."""
        self.process.end()
        self._reader.join(timeout=2)
        os.close(self._main)


def _plain(pieces: Iterable[bytes]) -> str:
    """Output without escape sequences."""
    return _ESCAPES.sub(b"", b"".join(pieces)).decode("utf-8", "replace")
