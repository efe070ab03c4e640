"""What every screen of Javari has: commands it answers, errors it reports, texts it draws anew."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from textual import on
from textual.app import App
from textual.await_complete import AwaitComplete
from textual.dom import DOMNode
from textual.screen import ModalScreen, Screen
from textual.worker import WorkType

from javari_tui.commands.application import EVERYWHERE_COMMANDS, EXPLAIN, INTERRUPT, QUIT, REDRAW, SUSPEND
from javari_tui.commands.bindings import bindings
from javari_tui.domain.errors import JavariError
from javari_tui.i18n import _
from javari_tui.messages import CommandWanted, ExplanationWanted, InterruptWanted, QuitWanted, RedrawWanted
from javari_tui.terminal.early_input import ListeningApp

ResultT = TypeVar("ResultT")
Handler = Callable[..., object | Awaitable[object]]
"""Carries out a command; may take the words after its slash word, may be asynchronous."""


@dataclass(eq=False, slots=True)
class _Run:
    """A command that is carried out: what is typed meanwhile is kept for what it opens."""

    is_over: bool = False


_RUN: ContextVar[_Run | None] = ContextVar("run", default=None)


def let_keys_go(app: App[object]) -> None:
    """Keys need not wait for the rest of the command that is carried out, which opens nothing any more."""
    run = _RUN.get()
    if run is not None and isinstance(app, ListeningApp):
        run.is_over = True
        app.call_later(app.let_keys_go, run)


class CommandNode(DOMNode):
    """Runs commands by their ids: keys, palette, slash words and the Guide all come through here."""

    def handlers(self) -> Mapping[str, Handler]:
        """Command id → what carries it out here; what works everywhere is here already."""
        return {
            EXPLAIN.id: self._explain,
            QUIT.id: self._quit,
            INTERRUPT.id: self._interrupt,
            SUSPEND.id: self.app.action_suspend_process,
            REDRAW.id: self._redraw_all,
        }

    def _explain(self) -> None:
        self.app.post_message(ExplanationWanted())

    def _quit(self) -> None:
        self.app.post_message(QuitWanted())

    def _interrupt(self) -> None:
        self.app.post_message(InterruptWanted())

    def _redraw_all(self) -> None:
        self.app.post_message(RedrawWanted())

    def is_available(self, command_id: str) -> bool:
        """Whether the command works now; footer, palette and keys follow it."""
        return command_id in self.handlers()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Textual's question whether a key works now."""
        if action == "run_command":
            return self.is_available(str(parameters[0]))
        return super().check_action(action, parameters)

    def action_run_command(self, command_id: str, argument: str = "") -> None:
        """Run one command; what goes wrong on purpose is reported, not raised.

        An asynchronous handler runs in a worker, so that it may open dialogs and wait for their answers.
        """
        handler = self.handlers().get(command_id)
        if handler is None or not self.is_available(command_id):
            return
        run = _Run()
        self._hold_keys(run)
        try:
            result = handler(argument) if inspect.signature(handler).parameters else handler()
        except JavariError as error:
            self._over(run)
            self.report(error)
            return
        # Only coroutines: what `dismiss` gives back must not be waited for by the screen that it closes.
        if inspect.iscoroutine(result):
            work: WorkType[None] = partial(self._carry_out, result, run)
            self.run_worker(work, group=command_id)
        else:
            self._over(run)

    async def _carry_out(self, work: Awaitable[object], run: _Run) -> None:
        _RUN.set(run)
        try:
            await self.reporting(work)
        finally:
            self._over(run)

    def _hold_keys(self, run: _Run) -> None:
        if isinstance(self.app, ListeningApp):
            self.app.hold_keys(run)

    def _over(self, run: _Run) -> None:
        """Let keys go on, after all that was asked for meanwhile."""
        run.is_over = True
        app = self.app
        if isinstance(app, ListeningApp) and not self.call_later(app.call_later, app.let_keys_go, run):
            app.call_later(app.let_keys_go, run)

    async def reporting(self, work: Awaitable[object]) -> None:
        """Wait for some work and report the error it raises on purpose."""
        try:
            await work
        except JavariError as error:
            self.report(error)

    def report(self, error: JavariError) -> None:
        """The one way errors are shown: what happened, what the other side said, what to do next."""
        body = "\n".join(part for part in (error.title, error.detail, error.cure) if part)
        self.app.notify(body, title=_("Not done"), severity="error", timeout=12, markup=False)


class ClosedOnce(Screen[ResultT]):
    """A screen that closes once, however often it is told to: two keys may be read before the first has closed it."""

    _is_closed = False

    def __init__(self) -> None:
        super().__init__()
        self._opened_by = _RUN.get()
        """The command that opened it, which may go on when it closes."""

    def dismiss(self, result: ResultT | None = None) -> AwaitComplete:
        """Close with a result; nothing happens the second time."""
        if self._is_closed:
            return AwaitComplete()
        self._is_closed = True
        if self._opened_by is not None and not self._opened_by.is_over and isinstance(self.app, ListeningApp):
            self.app.hold_keys(self._opened_by)
        return super().dismiss(result)


class JavariScreen(CommandNode, ClosedOnce[ResultT]):
    """A whole page."""

    BINDINGS = bindings(EVERYWHERE_COMMANDS)
    # Styles come from the first base alone, so what Textual's screens have for the mouse's selection is said again.
    COMPONENT_CLASSES = {"screen--selection"}
    DEFAULT_CSS = """
    JavariScreen > .screen--selection {
        background: $screen-selection-background;
        color: $screen-selection-foreground;
    }
    """

    @on(CommandWanted)
    def _command_wanted(self, message: CommandWanted) -> None:
        message.stop()
        self.action_run_command(message.command_id, message.argument)


class JavariDialog(CommandNode, ClosedOnce[ResultT], ModalScreen[ResultT]):
    """A small window over a page. Esc closes it without a result."""

    BINDINGS = [*bindings(EVERYWHERE_COMMANDS), ("escape", "dismiss_empty", "")]
    COMPONENT_CLASSES = {"screen--selection"}
    DEFAULT_CSS = """
    JavariDialog {
        & > .screen--selection { background: $screen-selection-background; color: $screen-selection-foreground; }
        align: center middle;
        background: $background 60%;
        & > .dialog {
            width: 72;
            max-width: 94%;
            height: auto;
            max-height: 90%;
            padding: 1 2;
            background: $surface;
        }
        .dialog--title { text-style: bold; width: 1fr; height: auto; }
        .dialog--text { width: 1fr; height: auto; margin: 1 0 0 0; }
        .dialog--hint { width: 1fr; height: auto; color: $text-muted; margin: 1 0 0 0; }
    }
    """

    def action_dismiss_empty(self) -> None:
        """Close without a result."""
        self.dismiss(None)

    @on(CommandWanted)
    def _command_wanted(self, message: CommandWanted) -> None:
        message.stop()
        self.action_run_command(message.command_id, message.argument)
