"""Tools as the Guide uses them: the same that a model is offered, called and answered in the same way."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from javari_tui.domain.models import ModelRequest, ToolAnswer, ToolUse, Turn
from javari_tui.i18n import _
from javari_tui.providers.guide.marks import quoted
from javari_tui.providers.tool_calls import CallIds


@dataclass(frozen=True, slots=True)
class Tools:
    """What can be called for a question, and what its calls came to."""

    offered: frozenset[str] = frozenset()
    answers: Mapping[str, ToolAnswer] = field(default_factory=dict)
    """By the name of the tool: the Guide calls each once for a question."""

    def wants(self, name: str) -> bool:
        """Whether the tool is there and was not called yet."""
        return name in self.offered and name not in self.answers

    def failure(self, name: str) -> str:
        """What a call that failed, or was not allowed, says of it, as Markdown; empty where it went well."""
        answer = self.answers.get(name)
        if answer is None or not answer.is_error:
            return ""
        # It is worded for models, so it is not said as the Guide's own.
        reason = quoted(answer.text, 400)
        return f"{_('I could not do that. The tool says:')}\n\n> {reason}" if reason else _("I could not do that.")


def call(name: str, /, **arguments: object) -> ToolUse:
    """A call with an id of its own."""
    return ToolUse(CallIds().take(""), name, json.dumps(arguments, ensure_ascii=False))


def tools_of(request: ModelRequest, turns: tuple[Turn, ...]) -> tuple[Tools, tuple[Turn, ...]]:
    """The tools for the last thing said, and the turns up to it: behind them are its calls and their answers."""
    answers: dict[str, ToolAnswer] = {}
    while len(turns) > 2 and turns[-1].tool_answers and not turns[-1].text.strip():
        came = {answer.id: answer for answer in turns[-1].tool_answers}
        for use in turns[-2].tool_uses:
            # A call without an answer is over, too: nothing is called again and again.
            answers[use.name] = came.get(use.id) or ToolAnswer(use.id, "", is_error=True)
        turns = turns[:-2]
    return Tools(frozenset(info.name for info in request.tools), answers), turns
