"""Real terminals of the same size (tmux) side by side, each given other output. Do they show the same?"""

from __future__ import annotations

import fcntl
import os
import select
import struct
import subprocess
import termios
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pyte
from pyte.screens import Char

from tests.real_terminal import PATIENCE, Tmux, require_tmux, wait_until

Cells = list[list[Char]]


class SideBySide:
    """Windows of a tmux server by their names."""

    def __init__(self, tmux: Tmux, socket: str, columns: int, rows: int, names: Sequence[str]) -> None:
        self._tmux, self._socket = tmux, socket
        self.columns, self.rows = columns, rows
        self._marks = self._pictures = 0
        self._waiting = dict.fromkeys(names, "")
        self.written = dict.fromkeys(names, 0)
        """Bytes so far."""

    def write(self, name: str, text: str) -> None:
        """Give a window some output."""
        self._waiting[name] += text
        self.written[name] += len(text.encode())

    def resize(self, columns: int, rows: int) -> None:
        """Another size for all."""
        self._let_out()
        self.columns, self.rows = columns, rows
        for name in self._waiting:
            self._tmux.run("resize-window", "-t", name, "-x", str(columns), "-y", str(rows))

    def cells(self) -> dict[str, Cells]:
        """What each shows. tmux does not tell the ground of cells that were erased: it comes as the usual one."""
        self._let_out()
        return {name: self._captured(name) for name in self._waiting}

    def drawn(self, name: str) -> Cells:
        """What a window shows, as tmux draws it for a client that comes in: with every ground."""
        self._let_out()
        master, slave = os.openpty()
        fcntl.ioctl(master, termios.TIOCSWINSZ, struct.pack("HHHH", self.rows, self.columns, 0, 0))
        command = ["tmux", "-L", self._socket, "attach-session", "-r", "-t", f"side:{name}"]
        environ = {**os.environ, "TERM": "tmux-256color"}
        environ.pop("TMUX", None)
        client = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, env=environ, start_new_session=True)
        os.close(slave)
        try:
            heard = self._whole_picture(master)
        finally:
            client.kill()
            client.wait()
            os.close(master)
        screen = pyte.Screen(self.columns, self.rows)
        pyte.ByteStream(screen).feed(heard)
        return _all_visible(screen)

    def _whole_picture(self, master: int) -> bytes:
        """What a client that comes in writes until everything is drawn.

        tmux writes a new title just before it draws: with the title of the second picture the first one is whole.
        """
        heard = b""
        for _ in range(2):
            self._pictures += 1
            title = f"picture {self._pictures}."
            self._tmux.run("set-option", "-g", "set-titles-string", title)
            until = time.monotonic() + PATIENCE
            while title.encode() not in heard:
                assert time.monotonic() < until, f"{title} never came: {heard[-500:]!r}"
                if select.select([master], [], [], 0.02)[0]:
                    heard += os.read(master, 65536)
        return heard.partition(title.encode())[0].rpartition(b"\x1b")[0]

    def _let_out(self) -> None:
        """Give the windows what waits for them, and wait until they took it in."""
        self._marks += 1
        for name, text in self._waiting.items():
            with Path(self._asked(name, "#{pane_tty}")).open("w", newline="") as terminal:
                terminal.write(f"{text}\x1b]2;mark {self._marks}\x07")
            self._waiting[name] = ""
        for name in self._waiting:
            wait_until(
                lambda name=name: self._asked(name, "#{pane_title}") == f"mark {self._marks}",  # type: ignore[misc]
                lambda name=name: f"{name} never took everything in",  # type: ignore[misc]
            )

    def _captured(self, name: str) -> Cells:
        text = self._tmux.run("capture-pane", "-t", name, "-p", "-e", "-N")
        return captured_cells(text, self.columns, self.rows)

    def _asked(self, name: str, what: str) -> str:
        return self._tmux.run("display-message", "-t", name, "-p", what).strip()


def captured_cells(text: str, columns: int, rows: int) -> Cells:
    """The cells of what `tmux capture-pane -e -N` prints."""
    screen = pyte.Screen(columns, rows)
    stream = pyte.Stream(screen)
    for y, line in enumerate(text.split("\n")[:rows]):
        stream.feed(f"\x1b[{y + 1}H{line}")
    return _all_visible(screen)


def _all_visible(screen: pyte.Screen) -> Cells:
    return [[_visible(screen.buffer[y][x]) for x in range(screen.columns)] for y in range(screen.lines)]


def _visible(cell: Char) -> Char:
    """A cell without what nobody can see: the ink of a blank."""
    if cell.data != " " or cell.underscore or cell.strikethrough or cell.reverse:
        return cell
    return cell._replace(fg="default", bold=False, italics=False)


def first_difference(stock: Cells, ours: Cells, *, grounds: bool = True) -> str:
    """Where two screens differ and how; empty where they do not. Without grounds those of blanks do not count."""
    for y, (wanted, shown) in enumerate(zip(stock, ours, strict=True)):
        for x, (cell, seen) in enumerate(zip(wanted, shown, strict=True)):
            are_blank = cell.data == seen.data == " "
            if cell == seen or (are_blank and (not grounds or cell.bg == "default")):
                continue  # stock output leaves a hole without ground where something covers half of a wide character
            rows = "\n".join("".join(char.data for char in row) for row in (wanted, shown))
            return f"row {y}, column {x}: {seen} should be {cell}\n{rows}"
    return ""


@contextmanager
def side_by_side(columns: int, rows: int, *names: str) -> Iterator[SideBySide]:
    """As many windows of a tmux server of our own, which ends with them."""
    require_tmux()
    socket = f"javari-side-{uuid.uuid4().hex[:12]}"
    tmux = Tmux(socket)
    quiet = "stty raw -echo; printf '\\033[?7l\\033]2;ready\\007'; exec sleep 600"
    size = ("-x", str(columns), "-y", str(rows))
    tmux.run("new-session", "-d", *size, "-s", "side", "-n", names[0], quiet)
    try:
        tmux.run("set-option", "-g", "status", "off", ";", "set-option", "-as", "terminal-features", "*:RGB:title")
        tmux.run("set-option", "-g", "set-titles", "on")
        for name in names[1:]:
            tmux.run("new-window", "-n", name, quiet)
        tmux.run("set-option", "-g", "window-size", "manual")  # tmux 3.3 dies when a window is made after this
        for name in names:
            tmux.run("resize-window", "-t", name, *size)
            wait_until(
                lambda name=name: "ready" in tmux.run("display-message", "-t", name, "-p", "#{pane_title}"),  # type: ignore[misc]
                lambda: "the terminals never became ready",
            )
        yield SideBySide(tmux, socket, columns, rows, names)
    finally:
        subprocess.run(["tmux", "-L", socket, "kill-server"], capture_output=True, timeout=20)
