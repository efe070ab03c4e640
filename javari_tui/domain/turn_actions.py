"""What a turn was, by what it did: the action that its use is written down as."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum

from javari_tui.domain.chat import Attachment, AttachmentKind, ToolCall, ToolState
from javari_tui.domain.tool_info import Risk


class Action(StrEnum):
    """What credits were used for."""

    CHAT = "chat"
    CODE_GENERATION = "code_generation"
    FILE_ANALYSIS = "file_analysis"


_FEWEST_LINES = 3
"""A fence with fewer lines is a command to type or a name quoted, not code that was made."""
_NOT_CODE = frozenset({"text", "txt", "plain", "plaintext", "output", "log", "console", "markdown", "md", "quote"})
# Behind backticks there are no others on the line, or it is code in the text.
_FENCE = re.compile(r"^ {0,3}(?P<fence>`{3,}(?=[^`]*$)|~{3,})[ \t]*(?P<language>\S*)")


def action_of(
    answer: str,
    calls: Iterable[tuple[ToolCall, Risk]] = (),
    attachments: Iterable[Attachment] = (),
) -> Action:
    """What a turn was: code when it changed files or wrote code, an analysis when it read files, else a chat.

    `answer` is all that the model wrote in the turn, `calls` are its calls with the risks of their tools,
    `attachments` are those of the question. Only calls that were carried out count.
    """
    done = {risk for call, risk in calls if call.state is ToolState.DONE}
    if Risk.WRITES in done or _has_code(answer):
        return Action.CODE_GENERATION
    if Risk.READS in done or any(attachment.kind is AttachmentKind.FILE for attachment in attachments):
        return Action.FILE_ANALYSIS
    return Action.CHAT


def _has_code(markdown: str) -> bool:
    """Whether a text has a fence with some lines of code; one that was cut off inside counts too."""
    fence, language, lines = "", "", 0
    for line in markdown.splitlines():
        if not fence:
            found = _FENCE.match(line)
            if found:
                fence, language, lines = found["fence"], found["language"].lower(), 0
        elif _closes(line, fence):
            fence = ""
        elif line.strip() and language not in _NOT_CODE:
            lines += 1
            if lines >= _FEWEST_LINES:
                return True
    return False


def _closes(line: str, fence: str) -> bool:
    mark = line.strip()
    return len(mark) >= len(fence) and set(mark) == {fence[0]}
