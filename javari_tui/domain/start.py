"""What the `javari` command is asked to open the app with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class StartOptions(NamedTuple):
    """How the app shall open; the defaults open it as it was left."""

    chat_id: int | None = None
    new_chat: bool = False
    language: str = ""
    """A language for this run only; empty for the chosen one."""
    theme: str = ""
    """A theme for this run only; empty for the chosen one."""


def read_start_options(words: Sequence[str]) -> StartOptions | None:
    """The options of a plain start; None when the words are anything else (or wrong), which the command line sorts out.

    Written by hand because the first picture would wait for a command-line library.
    """
    given: dict[str, str] = {}
    new_chat = False
    rest = list(words)
    while rest:
        name, equals, value = rest.pop(0).partition("=")
        if name == "--new" and not equals:
            new_chat = True
        elif name in ("--chat", "--language", "--theme"):
            if not equals and not rest:
                return None
            given[name] = value if equals else rest.pop(0)
        else:
            return None
    chat = given.get("--chat", "")
    if (chat and not (chat.isascii() and chat.isdigit())) or (chat and new_chat) or "" in given.values():
        return None
    return StartOptions(
        chat_id=int(chat) if chat else None,
        new_chat=new_chat,
        language=given.get("--language", ""),
        theme=given.get("--theme", ""),
    )
