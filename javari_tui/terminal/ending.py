"""How Javari ends, whatever asks for it: save what can be saved in time, give the terminal back, go."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Awaitable, Callable, Coroutine
from functools import partial
from pathlib import Path

from textual.app import App

from javari_tui.domain.errors import JavariError, StorageError
from javari_tui.i18n import N_, _
from javari_tui.terminal import first_keys
from javari_tui.terminal.crash import write_crash_report
from javari_tui.terminal.driver import JavariDriver
from javari_tui.terminal.signals import Deadline, on_ending_signals, on_terminal_gone

_SAVING = 0.7
"""Seconds that saving may take."""
_WHOLE_END = 1.0
"""Seconds until the process is gone, even where its event loop hangs."""
_WARNED = 12.0
"""Seconds in which the wish to leave, said again, is meant."""
_LAST_TASKS = 0.05
"""Seconds that what still runs has to end, once the terminal is back."""


class NotSavedInTime(StorageError):
    """The disk took too long at the end."""

    TITLE = N_("The disk did not answer in time, so Javari left without its last changes.")
    CURE = N_("What was on the screen a moment before is kept.")


class Ending:
    """The one end of an app: who asked for it, what became of it, what is said once the terminal is back."""

    def __init__(
        self,
        app: App[None],
        *,
        save: Callable[[], Coroutine[object, object, None]],
        close: Callable[[], Awaitable[None]],
        crashes: Path,
        redact: Callable[[str], str],
    ) -> None:
        self._app, self._save, self._close = app, save, close
        """`save` raises a JavariError where something would be lost; `close` may be called again."""
        self._crashes, self.redact = crashes, redact
        """`redact` takes secrets out of a text; a better one may take its place."""
        self._loop: asyncio.AbstractEventLoop | None = None
        """The loop of `run`; none where the app is driven by a test."""
        self._is_mounted = False
        self._asked_by: int | None = None
        """The signal that asked for the end."""
        self._is_crash = False
        self._saving: asyncio.Task[None] | None = None
        """What a crash left to be saved."""
        self._has_spoken = False
        self._report: Path | None = None
        self._unsaved: JavariError | None = None
        self._warned_at = -_WARNED
        self.failure: JavariError | None = None
        """What kept Javari from opening; told again once the terminal is back."""
        self._deadline = Deadline(self._give_up)

    def run(self, *, mouse: bool) -> int:
        """Run the app until it ends; the exit code. The terminal is itself again when this returns."""
        on_ending_signals(self._signalled)
        # What is logged when the log is closed already must not be printed by Python.
        logging.getLogger().addHandler(logging.NullHandler())
        loop = self._loop = asyncio.new_event_loop()
        asyncio.set_event_loop(loop)
        self._app.run(mouse=mouse, loop=loop)
        first_keys.give_back()  # which an app that never began has not taken over
        # Not asyncio.run: that would wait for threads as long as they like.
        loop.run_until_complete(self._after())
        loop.close()
        sys.stderr.write(self._last_words())
        sys.stderr.flush()
        _end_threads(self._code)
        self._deadline.met()
        return self._code

    def watch_terminal(self) -> None:
        """The app is mounted: notice when the terminal goes. Who asked for an end meanwhile gets it now."""
        self._is_mounted = True
        driver, loop = self._driver, self._loop
        if driver is not None and loop is not None:
            on_terminal_gone(driver.fileno, partial(_tell, loop, partial(self._signalled, signal.SIGHUP)))
        self._begin()

    async def leave(self, *, may_stay: bool = True) -> None:
        """Save and go. Who would lose what they wrote is told and stays, once."""
        until = asyncio.get_running_loop().time() + _SAVING
        error = await _in_time(self._save, until)
        if may_stay and error is not None and self._warns_of(error):
            return
        self._be_gone_in_time()
        self._unsaved = error or await _in_time(self._close, until)
        self._app.exit(return_code=self._code)

    def crashed(self, what: str) -> None:
        """Give the terminal back at once, and keep a report."""
        if self._is_crash:
            return
        self._is_crash = True
        self._be_gone_in_time()
        if self._loop is not None:
            # Begun before Textual takes the widgets apart: it reads from them what is to be saved.
            self._saving = self._loop.create_task(self._save())
        if self._driver is not None:
            self._driver.stop_application_mode()
        self._report = write_crash_report(what, self._crashes, self.redact)

    def _last_words(self) -> str:
        """What is to be said on the terminal when it is itself again, once; empty after a good end."""
        if self._has_spoken:
            return ""
        self._has_spoken = True
        lines = []
        if self._is_crash:
            lines.append(_("Javari stopped because of an error it did not expect. Your chats are safe."))
        if self._report is not None:
            lines.append(_("A report without secrets is in {file}.").format(file=self._report))
        lines += [str(error) for error in (self.failure, self._unsaved) if error is not None]
        return "".join(f"{line}\n" for line in lines)

    @property
    def _driver(self) -> JavariDriver | None:
        driver = self._app._driver
        return driver if isinstance(driver, JavariDriver) else None

    @property
    def _code(self) -> int:
        if self._asked_by is not None:
            return 128 + self._asked_by
        return 1 if self._is_crash or self._unsaved is not None else self._app.return_code or 0

    def _warns_of(self, error: JavariError) -> bool:
        """Tell what leaving now would lose; not twice, and not where waiting longer is all that could help."""
        last, self._warned_at = self._warned_at, time.monotonic()
        if isinstance(error, NotSavedInTime) or self._warned_at - last < _WARNED:
            return False
        self._app.notify(
            f"{error}\n{_('Quit once more to leave without it.')}",
            title=_("Your draft could not be saved"),
            severity="error",
            timeout=_WARNED,
            markup=False,
        )
        return True

    def _signalled(self, number: int) -> None:
        """The process is asked to end. Runs in the main thread, whatever that is doing."""
        driver = self._driver
        is_for_another = number == signal.SIGINT and driver is not None and driver.is_lent
        if self._asked_by is not None or is_for_another:
            return
        self._asked_by = number
        if driver is not None:
            driver.leave()
        self._be_gone_in_time()
        if self._loop is not None:
            _tell(self._loop, self._begin)

    def _begin(self) -> None:
        if self._asked_by is not None and self._is_mounted:
            self._app.run_worker(self.leave(may_stay=False), group="leaving", exclusive=True)

    def _be_gone_in_time(self) -> None:
        if self._loop is not None:
            self._deadline.start(_WHOLE_END, lambda: self._code)

    def _give_up(self) -> None:
        first_keys.give_back()
        if self._driver is not None:
            self._driver.give_back(self._last_words())

    async def _after(self) -> None:
        """What is left to do on the loop when the app has ended; a crash has left drafts and answers open."""
        if self._saving is not None:
            until = asyncio.get_running_loop().time() + _SAVING
            await asyncio.wait({self._saving}, timeout=_SAVING)
            self._unsaved = _outcome(self._saving) or await _in_time(self._close, until)
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=_LAST_TASKS)


def _outcome(saving: asyncio.Task[None]) -> JavariError | None:
    """What kept the drafts from being saved at a crash; what else goes wrong then, the crash is to blame for."""
    if not saving.done():
        return NotSavedInTime()
    error = None if saving.cancelled() else saving.exception()
    return error if isinstance(error, JavariError) else None


def _tell(loop: asyncio.AbstractEventLoop, work: Callable[[], None]) -> None:
    """Let the loop do something soon, wherever this is called; a loop that is over needs nothing done."""
    if not loop.is_closed():
        loop.call_soon_threadsafe(work)


async def _in_time(work: Callable[[], Awaitable[None]], until: float) -> JavariError | None:
    """Do something until a time of the loop's clock; what kept it from being done."""
    try:
        async with asyncio.timeout_at(until):
            await work()
    except TimeoutError:
        return NotSavedInTime()
    except JavariError as error:
        return error
    return None


def _end_threads(code: int) -> None:
    """Wait a moment for the threads that Python would wait for without end; leave without them if they hang."""
    until = time.monotonic() + _LAST_TASKS
    threads = [
        thread for thread in threading.enumerate() if not thread.daemon and thread is not threading.main_thread()
    ]
    for thread in threads:
        thread.join(max(0.0, until - time.monotonic()))
    if any(thread.is_alive() for thread in threads):
        sys.stderr.flush()
        os._exit(code)
