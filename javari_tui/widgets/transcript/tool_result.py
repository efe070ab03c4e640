"""What a tool gave, as something that can be shown whole beside the chat."""

from __future__ import annotations

from difflib import unified_diff

from javari_tui.domain.blocks import BlockKind, SourceBlock
from javari_tui.domain.chat import ToolCall, ToolState
from javari_tui.domain.diff_parsing import looks_like_diff
from javari_tui.domain.untrusted_text import clean
from javari_tui.widgets.transcript.tool_words import given, said_of

_PLAIN = "text"


def result_of(call: ToolCall) -> SourceBlock | None:
    """The result with a fitting name and language; none where there is none yet."""
    text = clean(call.result)
    if not text.strip():
        return None
    change = _change(call) if call.state is ToolState.DONE else None
    if change is not None:
        return change
    path = given(call).get("path")
    title = clean(path)[:120] if isinstance(path, str) and call.name == "read_file" else said_of(call)
    language = "diff" if looks_like_diff(text) else _ending(title) if call.name == "read_file" else _PLAIN
    return SourceBlock(kind=BlockKind.CODE, text=text, language=language, title=title, call_id=call.id)


def _change(call: ToolCall) -> SourceBlock | None:
    """What was written, rather than that it was: the text that took the place of another, or the whole file."""
    values = given(call)
    path, old, new, whole = (values.get(key) for key in ("path", "old", "new", "content"))
    if not isinstance(path, str):
        return None
    name = " ".join(clean(path).split())[:120]
    if call.name == "edit_file" and isinstance(old, str) and isinstance(new, str):
        lines = unified_diff(clean(old).split("\n"), clean(new).split("\n"), f"a/{name}", f"b/{name}", lineterm="")
        # Where in the file it was is not known any more.
        text = "\n".join("@@" if line.startswith("@@ -") else line for line in lines)
        return SourceBlock(kind=BlockKind.CODE, text=text, language="diff", title=name, call_id=call.id)
    if call.name == "write_file" and isinstance(whole, str):
        added = _all_added(call, name, clean(whole))
        if added:
            return SourceBlock(kind=BlockKind.CODE, text=added, language="diff", title=name, call_id=call.id)
        return SourceBlock(kind=BlockKind.CODE, text=clean(whole), language=_ending(name), title=name, call_id=call.id)
    return None


def _all_added(call: ToolCall, name: str, whole: str) -> str:
    """The diff of a file that had no lines before; empty where it had some, which are not known any more."""
    lines = whole.split("\n")
    end = ["\\ No newline at end of file"] if lines[-1] else []
    lines = lines if lines[-1] else lines[:-1]
    if not lines or f"(+{len(lines)} −0)" not in call.result:
        return ""
    head = ["--- /dev/null", f"+++ b/{name}", f"@@ -0,0 +1,{len(lines)} @@"]
    return "\n".join([*head, *(f"+{line}" for line in lines), *end])


def _ending(name: str) -> str:
    """What a file's name says of its language; plain text where it says nothing."""
    ending = name.rpartition("/")[2].rpartition(".")[2].lower()
    return ending if 0 < len(ending) <= 12 and ending.isalnum() and "." in name else _PLAIN
