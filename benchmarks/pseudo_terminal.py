"""A program on a pseudo terminal: when which output came, what it cost, what stands on the screen.

Nothing is parsed while the program runs, since that would take time from it: pieces are only stored with
their moment. The few questions a program asks a terminal are answered as a plain modern one would.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import signal
import struct
import termios
import threading
import time
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.drawn_screen import DrawnScreen
from benchmarks.processes import cpu_nanoseconds, memory_kib

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
        self.exit_code: int | None = None
        self._screen, self._drawn = DrawnScreen(rows, columns), 0
        size = struct.pack("HHHH", rows, columns, columns * 10, rows * 20)
        self._main, program_side = pty.openpty()
        fcntl.ioctl(program_side, termios.TIOCSWINSZ, size)
        self.started = time.perf_counter()
        with warnings.catch_warnings():
            # Python warns of forks beside threads; this child does nothing before it becomes another program.
            warnings.simplefilter("ignore", DeprecationWarning)
            self.pid = os.fork()
        if self.pid == 0:  # pragma: no cover - the program's process
            _become(command, environ, program_side)
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
        return self.pieces[-1].moment if self.pieces else self.started

    def echo_times(self, keys: str, *, gap: float = 0.1) -> list[float]:
        """Milliseconds from each key to its letter on the screen; infinite where it never came."""
        times = []
        for key in keys:
            before = len(self.pieces)
            sent = self.send(key)
            shown = self.wait_for(re.escape(key), seconds=2.0, since=before)
            times.append((shown - sent) * 1000 if shown is not None else float("inf"))
            time.sleep(gap)
        return times

    def screen(self) -> list[str]:
        """The lines that stand on the screen now."""
        return self._drawn_to(len(self.pieces)).lines

    def _drawn_to(self, end: int) -> DrawnScreen:
        """The screen as it was after so many pieces; it never goes back."""
        self._screen.feed(b"".join(piece.data for piece in self.pieces[self._drawn : end]))
        self._drawn = max(end, self._drawn)
        return self._screen

    def wait_on_screen(self, pattern: str, *, seconds: float = 30.0, poll: float = 0.02) -> bool:
        """Whether a pattern stood on the screen before the time was over."""
        until = time.perf_counter() + seconds
        while re.search(pattern, "\n".join(self.screen()), re.MULTILINE) is None:
            if time.perf_counter() > until or not self._reader.is_alive():
                return False
            time.sleep(poll)
        return True

    def byte_count(self) -> int:
        """Bytes written to the terminal so far."""
        return sum(len(piece.data) for piece in self.pieces)

    def cpu_ms(self) -> float:
        """Milliseconds of processor time of the program and its children so far."""
        return cpu_nanoseconds(self.pid) / 10**6

    def memory_mib(self) -> float:
        """Memory of the program and its children, shared pages divided by their sharers."""
        return memory_kib(self.pid) / 1024

    def close(self) -> None:
        """End the program: kindly, then firmly."""
        for end in (signal.SIGTERM, signal.SIGKILL):
            if self._is_gone(0.0):
                break
            os.kill(self.pid, end)
            if self._is_gone(3.0):
                break
        self._reader.join(timeout=2)
        os.close(self._main)

    def wait_end(self, seconds: float = 10.0) -> int | None:
        """The exit code once the program has ended by itself; None when it has not."""
        return self.exit_code if self._is_gone(seconds) else None

    def _is_gone(self, seconds: float) -> bool:
        until = time.perf_counter() + seconds
        while self.exit_code is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.exit_code = os.waitstatus_to_exitcode(status)
            elif time.perf_counter() >= until:
                return False
            else:
                time.sleep(0.01)
        return True


def _become(command: Sequence[str], environ: Mapping[str, str], terminal: int) -> None:  # pragma: no cover
    """In the new process: take the terminal and turn into the program."""
    try:
        os.login_tty(terminal)
        os.execvpe(command[0], list(command), dict(environ))
    finally:
        os._exit(127)


def _plain(pieces: Iterable[bytes]) -> str:
    """Output without escape sequences."""
    return _ESCAPES.sub(b"", b"".join(pieces)).decode("utf-8", "replace")
