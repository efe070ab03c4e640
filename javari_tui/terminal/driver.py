"""The terminal as Textual drives it, steady where stock Textual is not.

A terminal may go away while something is written to it, stop and come back, or send bytes that are no text.
"""

from __future__ import annotations

import os
import select
import signal
import termios
import time
from contextlib import suppress
from functools import partial
from types import FrameType
from typing import Any, Protocol, TextIO

from textual import events
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from javari_tui.terminal import first_keys
from javari_tui.terminal.display import ThinDisplay
from javari_tui.terminal.input import InputParser, InputReader
from javari_tui.terminal.replies import ReplyFilter

_RESTORE = (
    "\x1b[?2026l"  # show what is drawn
    "\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?1016l"  # mouse
    "\x1b[?2004l\x1b[?2048l\x1b[?7h"  # pastes in brackets, reports of the size; lines wrap
    "\x1b[<u\x1b[?1049l\x1b[?25h\x1b[?1004l"  # keys, the other screen, cursor, focus
)


_MOST_WAITING = 3
"""Writes on their way at which no more frames are made: the rest of what changes goes into the next one."""


class LinkGate(Protocol):
    """What measures the line: on a slow one each large frame waits until the one before was seen."""

    @property
    def is_waiting(self) -> bool:
        """Whether a frame is still on its way."""

    def frame_written(self, size: int) -> None:
        """A frame of so many characters was written."""


class SteadyOutput:
    """The stream to the terminal; once that is gone, what is written is dropped.

    Written without a buffer: what the terminal does not take at once is waited for, whatever another program left
    of its settings.
    """

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._encoding, self._errors = file.encoding or "utf-8", file.errors or "strict"
        self._is_gone = False
        self._blocked, self._began = 0.0, 0.0
        self.written = 0
        """Characters so far."""
        self.taken = 0
        """Writes that the terminal has taken whole, or that were dropped."""

    @property
    def blocked(self) -> float:
        """Seconds spent so far until what was written was taken."""
        began = self._began
        return self._blocked + (time.perf_counter() - began if began else 0.0)

    def write(self, text: str) -> None:
        """Write, if there is still somebody to read."""
        self.written += len(text)
        # An error would end Textual's writing thread, and with its queue full the app would hang for ever.
        if not self._is_gone:
            began = self._began = time.perf_counter()
            try:
                self._write(text.encode(self._encoding, self._errors))
            except OSError:
                self._is_gone = True
                self._drain()
            self._blocked, self._began = self._blocked + time.perf_counter() - began, 0.0
        self.taken += 1

    def _write(self, data: bytes) -> None:
        rest = memoryview(data)
        while rest:
            try:
                rest = rest[os.write(self.fileno(), rest) :]
            except BlockingIOError:  # the descriptor is shared: somebody else may have set it not to wait
                select.select((), (self.fileno(),), (), 1.0)

    def flush(self) -> None:
        """Nothing is kept back."""

    def fileno(self) -> int:
        """The stream's descriptor."""
        return self._file.fileno()

    def isatty(self) -> bool:
        """Whether this is a terminal."""
        return self._file.isatty()

    def _drain(self) -> None:
        """Let what is still buffered run dry: Python would end with another exit code when it cannot be written."""
        nowhere = os.open(os.devnull, os.O_WRONLY | os.O_CLOEXEC)
        os.dup2(nowhere, self._file.fileno())
        os.close(nowhere)


class JavariDriver(LinuxDriver):
    """Textual's driver that starts and stops as often as it is told, and knows whether it is showing anything."""

    def __init__(
        self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self.output = SteadyOutput(self._file)
        """The stream, which knows how much it has written and how long that took."""
        self._file: Any = self.output
        self.is_showing = False
        """Whether the terminal is ours: not before the start, while suspended, or at the end."""
        self._is_leaving = False
        self._first_keys = b""
        """What was typed before the terminal was ours."""
        self.gate: LinkGate | None = None
        """What measures the line, as soon as something does."""
        self._written = 0
        if isinstance(app, ThinDisplay):
            app.line = self

    def write(self, data: str) -> None:
        """Write to the terminal while it is ours; a late frame must not land in the user's shell."""
        if self.is_showing:
            self._written += 1
            super().write(data)

    def takes_more(self) -> bool:
        """Whether another frame may be written. A few may wait: the thread that writes has its turn a little later."""
        return self._written - self.output.taken < _MOST_WAITING and not (self.gate and self.gate.is_waiting)

    def frame_written(self, size: int) -> None:
        """Let who measures the line know."""
        if self.gate is not None:
            self.gate.frame_written(size)

    def start_application_mode(self) -> None:
        """Take the terminal; nothing happens where it is ours or we are leaving. In the background we stop first."""
        while not (self.is_showing or self._is_leaving or self._in_foreground()) and _has_shell():
            os.kill(os.getpid(), signal.SIGSTOP)  # until `fg`, whose SIGCONT may have taken it already
        if not (self.is_showing or self._is_leaving) and self._in_foreground():
            self.is_showing = True
            attributes = self._take_over()
            super().start_application_mode()  # type: ignore[no-untyped-call]
            self.attrs_before = attributes or self.attrs_before
            if isinstance(self._app, ThinDisplay):
                self._app.forget_display()  # others had the terminal meanwhile
                self._app.tell_loss()

    def stop_application_mode(self) -> None:
        """Give the terminal back as it was; nothing happens where it is not ours."""
        if self.is_showing:
            self._let_answers_come()
            if self._mouse_pixels:
                self.write("\x1b[?1016l")  # which stock Textual leaves on for the next program
            super().stop_application_mode()
            self.is_showing = False

    def process_message(self, message: Message) -> None:
        """Pass it on. Without a button the mouse is nowhere: nothing stays marked as being under it."""
        super().process_message(message)
        if isinstance(message, events.MouseUp) and not self._down_buttons:
            self._app.call_later(self._app._set_mouse_over, None, None)

    def _enable_mouse_support(self) -> None:
        """Clicks, the wheel and drags; not every movement, which would be sent over the line for nothing."""
        if self._mouse:
            self.write("\x1b[?1000h\x1b[?1002h\x1b[?1006h")

    def _disable_mouse_support(self) -> None:
        """The mouse is the terminal's again, whatever it was told by whom."""
        if self._mouse:
            self.write("\x1b[?1006l\x1b[?1003l\x1b[?1002l\x1b[?1000l")

    def _let_answers_come(self) -> None:
        """An answer on its way must find us here: the user's shell would take it for keys."""
        # No lock and no event: this may run in a signal's handler.
        while (
            (ReplyFilter.latest and ReplyFilter.latest.is_answer_near)
            and (self._key_thread and self._key_thread.is_alive())  # which reads it, unless the terminal is gone
        ):
            time.sleep(0.01)

    @property
    def is_lent(self) -> bool:
        """Whether another program has the terminal until it ends: the user's editor."""
        return not (self.is_showing or self._auto_restart)

    def leave(self) -> None:
        """From now on nothing takes the terminal any more."""
        self._is_leaving = True
        # Whoever ends us in the background must not stop us on the way out.
        signal.signal(signal.SIGTTOU, signal.SIG_IGN)

    def give_back(self, last_words: str) -> None:
        """The last resort, when the orderly way is blocked: restore the terminal without waiting for anything."""
        if self.is_showing and self.attrs_before is not None:
            with suppress(termios.error):
                termios.tcsetattr(self.fileno, termios.TCSANOW, self.attrs_before)
        with suppress(OSError):
            # A door of our own, that never waits: the usual one may be what everything hangs on.
            door = os.open(os.ttyname(self.fileno), os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
            os.write(door, ((_RESTORE if self.is_showing else "") + last_words).encode(errors="replace"))
            os.close(door)
        self.is_showing = False

    def run_input_thread(self) -> None:
        """Read keys until the end; a terminal that went away ends it too."""
        reader = InputReader(self.fileno, InputParser(self._debug), self.process_message)
        first, self._first_keys = self._first_keys, b""
        with suppress(OSError):
            reader.run(self.exit_event, first=first)

    def _sigtstp_application(self, *_: int | FrameType | None) -> None:
        """Stop with all that runs in the same job, such as make; not where no shell could let us go on."""
        if self._is_leaving or not _has_shell():
            return
        if self._auto_restart:
            self.suspend_application_mode()
            self._must_signal_resume = True
        signal.signal(signal.SIGTSTP, signal.SIG_DFL)
        os.kill(0 if self._auto_restart else os.getpid(), signal.SIGTSTP)
        signal.signal(signal.SIGTSTP, self._sigtstp_application)
        self._sigcont_application()

    def _sigcont_application(self, *_: int | FrameType | None) -> None:
        """Go on after a stop, and draw anew, which stock Textual leaves out: others may have used the screen."""
        super()._sigcont_application()
        # Threadsafe: what a signal's handler wants done must wake the loop.
        draw = self._app.draw_anew if isinstance(self._app, ThinDisplay) else partial(self._app.refresh, layout=True)
        self._loop.call_soon_threadsafe(draw)

    def _take_over(self) -> list[Any] | None:
        """The terminal's own attributes, where it was held since the first moment."""
        taken = first_keys.take_over()
        if taken is None:
            return None
        attributes, self._first_keys = taken
        return attributes

    def _in_foreground(self) -> bool:
        """Whether the terminal listens to us; one that is not our controlling terminal always does."""
        try:
            return os.tcgetpgrp(self.fileno) == os.getpgrp()
        except OSError:
            return True


def _has_shell() -> bool:
    """Whether somebody in our session waits for us: whoever started us there."""
    try:
        return os.getsid(os.getppid()) == os.getsid(0)
    except ProcessLookupError:
        return False
