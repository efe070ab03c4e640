"""Everything a model may call, and the one way it is carried out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from pathlib import Path

from javari_tui.domain.chat import ToolCall, ToolState
from javari_tui.domain.errors import JavariError, ToolDenied, ToolRefused
from javari_tui.domain.tools import CommandOutcome, Risk, ToolInfo
from javari_tui.domain.untrusted_text import reveal
from javari_tui.i18n import N_
from javari_tui.services.toolbox.acting import ActingTools
from javari_tui.services.toolbox.calls import Called
from javari_tui.services.toolbox.own import OwnTools
from javari_tui.services.toolbox.results import settled
from javari_tui.tools.arguments import read_arguments
from javari_tui.tools.own_tools import OWN_TOOLS
from javari_tui.tools.registry import TOOLS
from javari_tui.tools.running import run_line

Carry = Callable[[Called], Awaitable[str]]


class Toolbox:
    """The tools there are. What they give has no secrets in it, is cleaned, and is of bearable length."""

    def __init__(
        self,
        acting: ActingTools,
        own: OwnTools,
        *,
        mask: Callable[[str], str],
        is_enabled: Callable[[], bool],
        folder: Path,
        environ: Mapping[str, str],
    ) -> None:
        """`mask` takes secrets out of a text; `folder` is where lines run that the user types."""
        self._mask = mask
        self._is_enabled = is_enabled
        self._folder = folder
        self._environ = environ
        by_risk: dict[Risk, Carry] = {
            Risk.NONE: acting.tell_time,
            Risk.READS: acting.read,
            Risk.WRITES: acting.change,
            Risk.RUNS: acting.run,
            Risk.NETWORK: acting.fetch,
        }
        own_work: dict[str, Carry] = {
            "show": own.show,
            "search_chats": _noting(acting, own.search_chats),
            "search_help": own.search_help,
            "save_asset": own.save_asset,
        }
        self._tools: dict[str, tuple[ToolInfo, Carry]] = {
            **{name: (info, own_work[name]) for name, info in OWN_TOOLS.items()},
            **{name: (tool.info, by_risk[tool.info.risk]) for name, tool in TOOLS.items()},
        }

    async def offered(self, chat_id: int) -> tuple[ToolInfo, ...]:
        """What a model may call in a chat; none when the tools are switched off."""
        return tuple(info for info, _carry in self._tools.values()) if self._is_enabled() else ()

    async def carry_out(
        self, call: ToolCall, *, chat_id: int, message_id: int, tell: Callable[[ToolCall], None]
    ) -> ToolCall:
        """The call with what came of it: DONE, FAILED or DENIED. Cancelling ends what runs and takes questions back.

        `tell` is called when it waits for the user, and when it runs.
        """
        try:
            text, state = await self._carried_out(call, chat_id, message_id, tell), ToolState.DONE
        except ToolDenied as error:
            text, state = str(error), ToolState.DENIED
        except JavariError as error:
            text, state = str(error), ToolState.FAILED
        return replace(call, state=state, result=settled(text, self._mask))

    async def run_line(self, line: str) -> CommandOutcome:
        """A line that the user typed themselves, for a shell, in the folder Javari was started in; no sandbox.

        ToolRefused when it cannot be started. Cancelling kills it.
        """
        outcome = await run_line(self._folder, self._environ, line)
        return replace(outcome, output=settled(outcome.output, self._mask))

    async def _carried_out(
        self, call: ToolCall, chat_id: int, message_id: int, tell: Callable[[ToolCall], None]
    ) -> str:
        found = self._tools.get(call.name)
        if found is None:
            raise ToolRefused(N_("There is no tool “{name}”."), name=reveal(call.name)[:100])
        if not self._is_enabled():
            raise ToolDenied(N_("Tools are switched off in the settings."))
        info, carry = found
        given = read_arguments(call.arguments, info.schema)
        return await carry(Called(call=call, chat_id=chat_id, message_id=message_id, tool=info, given=given, tell=tell))


def _noting(acting: ActingTools, carry: Carry) -> Carry:
    """The same, and from then on the chat holds what was said elsewhere."""

    async def noted(called: Called) -> str:
        acting.note_read(called.chat_id)
        return await carry(called)

    return noted
