"""Javari at a raw terminal: every byte it writes, in order, and a terminal that can be taken away from it."""

from __future__ import annotations

import fcntl
import os
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import pyte
from rich.cells import cell_len

from tests.real_terminal import PATIENCE, ROOT, wait_until

JAVARI = (sys.executable, "-m", "javari_tui")
READY = r"Guide|Guía|Claude"
"""Stands in the header as soon as the services are open."""


class Screen(pyte.Screen):
    """pyte's screen, which also tells what stands on it when one half of a wide character was written over."""

    @property
    def display(self) -> list[str]:
        """The lines; what is left of such a character is a space, as terminals show it."""
        return ["".join(self._shown(self.buffer[y])) for y in range(self.lines)]

    def _shown(self, line: Mapping[int, pyte.screens.Char]) -> Iterator[str]:
        cells = [line[x].data for x in range(self.columns)]
        for before, cell, after in zip(["", *cells], cells, [*cells[1:], ""], strict=False):
            if cell_len(cell) == 2:
                yield " " if after else cell
            elif cell or cell_len(before) != 2:
                yield cell or " "


class PtyJavari:
    """One running Javari and the other side of its terminal."""

    def __init__(self, process: subprocess.Popen[bytes], master: int, columns: int, rows: int) -> None:
        self.process, self.master = process, master
        self.raw = bytearray()
        self._screen = Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._fed = 0
        self._shown = ""
        self._lock = threading.Lock()
        self._is_closed = threading.Event()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        while not self._is_closed.is_set():
            with suppress(OSError):
                if select.select([self.master], [], [], 0.02)[0]:
                    data = os.read(self.master, 65536)
                    with self._lock:
                        self.raw += data
                    if not data:
                        return
                continue
            return

    @property
    def output(self) -> str:
        """Everything written to the terminal so far."""
        with self._lock:
            return self.raw.decode(errors="replace")

    @property
    def screen(self) -> str:
        """What stands on the screen now."""
        self._take_in()
        if not self._shown:
            self._shown = "\n".join(line.rstrip() for line in self._screen.display)
        return self._shown

    def grounds(self, row: int) -> list[str]:
        """The colours behind the cells of a row."""
        self._take_in()
        return [self._screen.buffer[row][column].bg for column in range(self._screen.columns)]

    def _take_in(self) -> None:
        """Draw what was written since the last look."""
        with self._lock:
            # pyte takes the kitty keys' sequences for text.
            fresh, self._fed = bytes(self.raw[self._fed :]), len(self.raw)
        self._stream.feed(re.sub(rb"\x1b\[[<>=][0-9;]*[a-z]", b"", fresh))
        if fresh:
            self._shown = ""

    def forget_screen(self) -> None:
        """Let the screen be blank: only what is drawn from now on stands on it."""
        self._take_in()
        self._screen.erase_in_display(2)
        self._shown = ""

    def type(self, text: str | bytes) -> None:
        """What the keyboard sends."""
        os.write(self.master, text.encode() if isinstance(text, str) else text)

    def wait_for(self, pattern: str) -> str:
        """The screen, as soon as the pattern stands on it."""
        wait_until(
            lambda: re.search(pattern, self.screen, re.MULTILINE) is not None or self.process.poll() is not None,
            lambda: f"{pattern!r} never came:\n{self.screen}",
        )
        wait_until(  # what an ended program wrote last may still be on its way
            lambda: re.search(pattern, self.screen, re.MULTILINE) is not None,
            lambda: f"{pattern!r} never came; it ended with {self.process.poll()}:\n{self.screen}",
            seconds=1,
        )
        return self.screen

    def wait_ready(self) -> None:
        """Until the services are open."""
        self.wait_for(READY)

    def resize(self, columns: int, rows: int) -> None:
        """Another size for the terminal, also one that no window has."""
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        if columns and rows:
            self._take_in()  # it was drawn for the size before
            self._screen.resize(rows, columns)
            self._shown = ""

    def stop_reading(self) -> None:
        """Take nothing more, as a line that is stuck."""
        self._is_closed.set()
        self._reader.join()

    def read_on(self) -> None:
        """Take again what is written."""
        self._is_closed.clear()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def fill_terminal(self) -> None:
        """Let the screen be drawn again and again until the terminal that nobody reads takes nothing more."""
        columns, quiet = 80, 0
        while quiet < 5:
            columns = 160 - columns + 1 if columns == 80 else 80
            before = self._written()
            self.resize(columns, 24)
            end = time.monotonic() + 0.15
            while time.monotonic() < end and self._written() == before:
                time.sleep(0.01)
            quiet = quiet + 1 if self._written() == before else 0

    def _written(self) -> int:
        """Bytes that the program has written anywhere: what its terminal does not take is not among them."""
        return int(re.search(r"wchar: (\d+)", Path(f"/proc/{self.process.pid}/io").read_text())[1])  # type: ignore[index]

    def hang_up(self) -> None:
        """Close the terminal, as a lost line does."""
        self.stop_reading()
        os.close(self.master)
        self.master = -1

    def wait_quiet(self, seconds: float) -> None:
        """Until nothing was written for so long."""
        before, since = len(self.raw), time.monotonic()
        while time.monotonic() - since < seconds:
            time.sleep(0.01)
            if len(self.raw) != before:
                before, since = len(self.raw), time.monotonic()

    def wait_end(self, seconds: float = PATIENCE) -> int:
        """The exit code as a shell tells it."""
        code = self.process.wait(seconds)
        if self.master >= 0:
            self.wait_quiet(0.1)  # what was written last is still on its way
        return 128 - code if code < 0 else code

    @property
    def is_cooked(self) -> bool:
        """Whether the terminal shows what is typed again and takes whole lines, as shells leave it."""
        local = termios.tcgetattr(self.master)[3]
        return bool(local & termios.ECHO) and bool(local & termios.ICANON)


@contextmanager
def javari_at_pty(
    home: Path | None,
    *arguments: str,
    columns: int = 80,
    rows: int = 24,
    environ: Mapping[str, str | None] | None = None,
    command: Sequence[str] = JAVARI,
    controlling: bool = True,
) -> Iterator[PtyJavari]:
    """Javari (or another command) at a terminal of its own; whatever it started ends with it.

    Without `controlling` no signal tells it that the terminal was closed.
    """
    master, slave = os.openpty()
    fcntl.ioctl(master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    # The first terminal that the leader of a session opens becomes the one that controls it.
    opened = ["sh", "-c", 'exec "$@" <>"$0" >&0 2>&0', os.ttyname(slave)] if controlling else []
    process = subprocess.Popen(
        [*opened, *command, *arguments],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        env=variables(home, environ or {}),
        start_new_session=True,
    )
    os.close(slave)
    javari = PtyJavari(process, master, columns, rows)
    try:
        yield javari
    finally:
        if process.poll() is None:  # otherwise its number may be somebody else's by now
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        if javari.master >= 0:
            javari.hang_up()


def variables(home: Path | None, more: Mapping[str, str | None]) -> dict[str, str]:
    """The whole environment of a Javari under test; None takes a variable away."""
    usual = {
        "JAVARI_HOME": str(home) if home else None,
        "JAVARI_DISCOVERY": "off",
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "PYTHONPATH": str(ROOT),
        "HOME": os.environ.get("HOME", "/"),
        "PATH": os.environ["PATH"],
    }
    return {name: value for name, value in {**usual, **more}.items() if value is not None}
