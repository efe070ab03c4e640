"""The app as far as it ends: by the user's wish, from outside, or by an error nobody foresaw."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, Any

from textual import on
from textual.events import Event, Key
from textual.notifications import Notify
from textual.worker import WorkerFailed

from javari_tui.domain.errors import JavariError
from javari_tui.i18n import _
from javari_tui.messages import InterruptWanted, QuitWanted
from javari_tui.paths import Folders
from javari_tui.terminal.crash import described, drawn
from javari_tui.terminal.display import ThinDisplay
from javari_tui.terminal.driver import JavariDriver
from javari_tui.terminal.early_input import ListeningApp
from javari_tui.terminal.ending import Ending

if TYPE_CHECKING:
    from rich.console import RenderableType

_TWICE = 2.0
"""Seconds between two presses of Ctrl+C that together end Javari."""


class EndingApp(ListeningApp, ThinDisplay, inherit_bindings=False):
    """An app that leaves no terminal behind that it has changed, and nothing unsaved."""

    NOTIFICATION_TIMEOUT = 2.5

    def __init__(self, folders: Folders) -> None:
        super().__init__(driver_class=JavariDriver)
        self.ending = Ending(
            self, save=self.save, close=self.close_services, crashes=folders.crashes, redact=_without_secrets
        )
        self._copy_file = folders.state / "copied.txt"
        self._interrupted_at = -_TWICE
        self.stop_running: Callable[[], bool] = lambda: False
        """Stops what Esc stops. Whether there was something."""

    def on_load(self) -> None:
        """What fails on the loop outside of Textual must not go by unseen."""
        asyncio.get_running_loop().set_exception_handler(self._loop_failed)

    def _loop_failed(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """An error in a callback or a task is as bad as one in a widget; troubles of connections are only logged."""
        error = context.get("exception")
        if isinstance(error, Exception) and ("handle" in context or "task" in context):
            self._handle_exception(error)
        else:
            loop.default_exception_handler(context)

    async def save(self) -> None:
        """Put on disk what is on screen. Raises a JavariError where something would be lost."""

    async def close_services(self) -> None:
        """End what runs and give everything back. May be called again."""

    async def leave(self) -> None:
        """Save everything and go."""
        await self.ending.leave()

    @on(QuitWanted)
    def _quit_wanted(self) -> None:
        self.run_worker(self.leave(), group="leaving", exclusive=True)

    @on(InterruptWanted)
    async def _interrupt_wanted(self) -> None:
        """Copy what is selected, or stop what runs; otherwise twice within two seconds ends Javari, drafts kept."""
        selected = self.screen.get_selected_text()
        if selected:
            from javari_tui.terminal.clipboard import copied_sentence, copy_text  # noqa: PLC0415 - not at the start

            copied = await copy_text(selected, ask_terminal=self.copy_to_clipboard, fallback=self._copy_file)
            self.notify(copied_sentence(copied, selected), markup=False)
            self.screen.clear_selection()
        elif self.stop_running():
            self._interrupted_at = -_TWICE
        elif monotonic() - self._interrupted_at < _TWICE:
            self.post_message(QuitWanted())
        else:
            self._interrupted_at = monotonic()
            self.notify(_("Press it once more to quit. Your draft is kept."), timeout=_TWICE, markup=False)

    def on_notify(self, event: Notify) -> None:
        """Before Textual shows it."""
        from javari_tui.terminal.notices import make_room  # noqa: PLC0415 - with the first notice

        make_room(self, event.notification)

    async def on_event(self, event: Event) -> None:
        """Esc takes notices away, beside what else it does."""
        if isinstance(event, Key) and event.key == "escape" and len(self._notifications):
            self.clear_notifications()
        await super().on_event(event)

    def _handle_exception(self, error: Exception) -> None:
        """An error raised on purpose that nobody took is told; only others end Javari."""
        cause = error.error if isinstance(error, WorkerFailed) else error
        if isinstance(cause, JavariError):
            self.notify(str(cause), title=_("Not done"), severity="error", timeout=12, markup=False)
        else:
            super()._handle_exception(error)

    def panic(self, *renderables: RenderableType) -> None:
        """An error that Textual would draw itself; it is kept in the report instead."""
        self.ending.crashed(drawn(renderables))
        self._close_messages_no_wait()

    def _fatal_error(self) -> None:
        """Textual's last resort, without its traceback: that shows local variables and takes many seconds."""
        error = sys.exc_info()[1] or self._exception
        self.ending.crashed(described(error) if error is not None else "")
        self._close_messages_no_wait()


def _without_secrets(text: str) -> str:
    """A text without what is named like a secret in the environment; all that is known before the services are open."""
    from javari_tui.services.keys.redaction import Redactor  # noqa: PLC0415 - only where something broke at the start

    return Redactor.of_environment(os.environ).redact(text)
