"""One call of a tool, as it is carried out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from javari_tui.domain.chat import ToolCall, ToolState
from javari_tui.domain.tool_info import ToolInfo
from javari_tui.tools.arguments import Arguments


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """A tool that was called with arguments that were checked."""

    call: ToolCall
    chat_id: int
    message_id: int
    tool: ToolInfo
    given: Arguments
    tell: Callable[[ToolCall], None]

    def waits(self) -> None:
        """Tell that the user is asked."""
        self.tell(replace(self.call, state=ToolState.WAITING))

    def runs(self) -> None:
        """Tell that it is done now."""
        self.tell(replace(self.call, state=ToolState.RUNNING))

    def word(self, name: str) -> str:
        """An argument that is a text."""
        return str(self.given[name])

    def number(self, name: str) -> int:
        """An argument that is a number."""
        value = self.given[name]
        assert isinstance(value, int)
        return value

    def words(self, name: str) -> tuple[str, ...]:
        """An argument that is a list of texts."""
        value = self.given[name]
        assert isinstance(value, list)
        return tuple(value)
