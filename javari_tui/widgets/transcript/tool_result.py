"""What a tool gave, as something that can be shown whole beside the chat."""

from __future__ import annotations

from javari_tui.domain.blocks import BlockKind, SourceBlock
from javari_tui.domain.chat import ToolCall
from javari_tui.domain.diff_parsing import looks_like_diff
from javari_tui.domain.untrusted_text import clean
from javari_tui.widgets.transcript.tool_words import given, said_of

_PLAIN = "text"


def result_of(call: ToolCall) -> SourceBlock | None:
    """The result with a fitting name and language; none where there is none yet."""
    text = clean(call.result)
    if not text.strip():
        return None
    path = given(call).get("path")
    title = clean(path)[:120] if isinstance(path, str) and call.name == "read_file" else said_of(call)
    language = "diff" if looks_like_diff(text) else _ending(title) if call.name == "read_file" else _PLAIN
    return SourceBlock(kind=BlockKind.CODE, text=text, language=language, title=title, call_id=call.id)


def _ending(name: str) -> str:
    """What a file's name says of its language; plain text where it says nothing."""
    ending = name.rpartition("/")[2].rpartition(".")[2].lower()
    return ending if 0 < len(ending) <= 12 and ending.isalnum() and "." in name else _PLAIN
