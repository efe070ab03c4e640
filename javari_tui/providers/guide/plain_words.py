"""An answer without Markdown, for where nobody draws it."""

from __future__ import annotations

import re

_FENCED = re.compile(r"(^(`{3,})[^\n]*\n.*?^\2`*[ \t]*$)", re.MULTILINE | re.DOTALL)
_MARK = re.compile(
    r"\\(?P<sign>[!-/:-@\[-`{-~])"
    r"|(?P<ticks>`+)(?P<code>.+?)(?P=ticks)(?!`)"
    r"|!?\[(?P<title>(?:\\.|[^\]\\\n])*)\]\((?P<goal>[^)\s]*)\)"
    r"|(?P<stars>\*{1,3})(?=\S)|(?<=\S)(?P<closing>\*{1,3})"
)
_HEADING = re.compile(r"^#{1,6} +", re.MULTILINE)


def plain_words(markdown: str) -> str:
    """The same in plain words: links by their titles, no marks of emphasis or code. Code blocks stay as they are."""
    parts = _FENCED.split(markdown)
    # Of three parts one is between code blocks, one a whole block, one the marks it opens with.
    return "".join(_unmarked(part) if at % 3 == 0 else part for at, part in enumerate(parts) if at % 3 != 2)


def _unmarked(text: str) -> str:
    return _MARK.sub(_meant, _HEADING.sub("", text))


def _meant(found: re.Match[str]) -> str:
    if found["sign"] is not None:
        return found["sign"]
    if found["code"] is not None:
        return found["code"].strip()
    if found["title"] is None:
        return ""
    title, goal = _unmarked(found["title"]), found["goal"]
    kind, _colon, place = goal.partition(":")
    if kind == "chat":
        return f"{title} (javari chats show {place})"
    return title if kind == "help" else f"{title} ({goal})"
