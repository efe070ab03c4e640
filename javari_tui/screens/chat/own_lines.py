"""Lines for the shell that the user types themselves: run here, and attached to what is written next."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING

from javari_tui.commands import tools as commands
from javari_tui.domain.attachments import attach_paste
from javari_tui.domain.drafts import Attachment
from javari_tui.domain.errors import JavariError
from javari_tui.domain.untrusted_text import clean
from javari_tui.i18n import _
from javari_tui.screens.base import Handler
from javari_tui.screens.chat.page import ChatPage, Place
from javari_tui.widgets.credits_bar import CreditsBar

if TYPE_CHECKING:
    from javari_tui.domain.tools import CommandOutcome
    from javari_tui.widgets.prompt.prompt import Prompt

_LONGEST_NAME = 60


def own_line(text: str) -> str:
    """The line that a text gives to the shell; empty for every other text, such as “! and then”."""
    line = text.strip()
    is_one = line.startswith("!") and "\n" not in line and not line[1:2].isspace()
    return line[1:] if is_one else ""


class OwnLines:
    """One line at a time. Nothing is sent to a model before the user sends it."""

    def __init__(self, page: ChatPage) -> None:
        self._page = page
        self._task: asyncio.Task[CommandOutcome] | None = None

    def handlers(self) -> Mapping[str, Handler]:
        """Run one, stop it."""
        return {commands.RUN_LINE.id: self.run, commands.STOP_LINE.id: self.stop}

    def is_available(self, command_id: str) -> bool:
        """Only what runs can be stopped."""
        return command_id != commands.STOP_LINE.id or self._task is not None

    def takes(self, text: str) -> bool:
        """Whether a text is such a line, rather than a message, or another version of one."""
        return bool(own_line(text)) and self._page.place.editing is None

    def stop(self) -> bool:
        """End the line that runs; whether one did."""
        if self._task is None:
            return False
        self._task.cancel()
        return True

    async def submitted(self, sent: Prompt.Submitted) -> None:
        """A line was entered in the prompt."""
        page = self._page
        if self._task is not None or sent.attachments:
            page.prompt.load(sent.draft)
            text = _("A line that begins with “!” runs alone: take away what is attached to it.")
            page.tell(_one_runs() if self._task is not None else text, warning=True)
            return
        try:
            await self._remember(sent.text)
        except JavariError as error:
            page.prompt.load(sent.draft)
            page.report(error)
            return
        page.prompt.clear()
        await self._run(own_line(sent.text))

    async def run(self, line: str = "") -> None:
        """A line was given to the command for it."""
        if not line.strip():
            self._page.tell(_("Write the line behind it, such as: /run git status"), warning=True)
        elif self._task is not None:
            self._page.tell(_one_runs(), warning=True)
        else:
            await self._remember(f"!{line.strip()}")
            await self._run(line.strip())

    async def _remember(self, text: str) -> None:
        """Among the earlier prompts, where Up and Ctrl+R find it."""
        prompts = (await self._page.services()).prompts
        await prompts.remember(text)
        self._page.prompt.set_history(await prompts.history())

    async def _run(self, line: str) -> None:
        page, place = self._page, self._page.place
        toolbox = (await page.services()).toolbox
        self._task = asyncio.ensure_future(toolbox.run_line(line))
        self._show_running(line)
        try:
            outcome = await self._task
        except asyncio.CancelledError:
            if (own := asyncio.current_task()) is not None and own.cancelling():
                raise  # Javari ends, and with it what runs
            page.tell(_("Stopped: {line}").format(line=_short(line)))
            return
        except JavariError as error:
            page.report(error)
            return
        finally:
            if not self._task.done():
                self._task.cancel()
            self._task = None
            self._show_running("")
        self._attach(line, outcome, place)

    def _attach(self, line: str, outcome: CommandOutcome, place: Place) -> None:
        """What it gave goes with the next message that is written there."""
        page = self._page
        attachment: Attachment = attach_paste(_short(line), f"$ {clean(line)}\n{outcome.as_text()}")
        if page.place is not place:
            page.tell(_("“{line}” is done; its chat is not open, so nothing was attached.").format(line=_short(line)))
            return
        page.prompt.attach(attachment)
        code = "–" if outcome.exit_code is None else str(outcome.exit_code)
        text = _("“{line}” is done (exit code {code}). What it gave is attached; Enter sends it.")
        page.tell(text.format(line=_short(line), code=code), seconds=6)

    def _show_running(self, line: str) -> None:
        bar = self._page.screen.query_one(CreditsBar)
        bar.doing = _("Running: {line}").format(line=_short(line)) if line else ""
        self._page.screen.refresh_bindings()


def _one_runs() -> str:
    return _("A line still runs; Esc stops it.")


def _short(line: str) -> str:
    text = " ".join(clean(line).split())
    return text if len(text) <= _LONGEST_NAME else text[: _LONGEST_NAME - 1] + "…"
