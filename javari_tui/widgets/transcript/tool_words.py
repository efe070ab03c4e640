"""What a tool call is in words that people understand: “Read src/app.py, lines 1–80”."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable, Mapping
from functools import lru_cache

from javari_tui.domain.chat import ToolCall, ToolState
from javari_tui.domain.untrusted_text import reveal
from javari_tui.i18n import N_, _, ngettext
from javari_tui.widgets.transcript.chrome import one_line
from javari_tui.widgets.transcript.line import cell_width

_LARGEST = 1_000_000
"""Characters of arguments that are read for it."""
LONGEST_NAME = 40
"""Characters of the name of a tool nobody knows."""
_LONGEST = 300

_WORDS = {
    "read_file": (N_("Reading {what}"), N_("Read {what}")),
    "list_files": (N_("Listing {what}"), N_("Listed {what}")),
    "search_files": (N_("Searching for {what}"), N_("Searched for {what}")),
    "write_file": (N_("Writing {what}"), N_("Wrote {what}")),
    "edit_file": (N_("Changing {what}"), N_("Changed {what}")),
    "run_command": (N_("Running {what}"), N_("Ran {what}")),
    "fetch_url": (N_("Fetching {what}"), N_("Fetched {what}")),
    "get_time": (N_("Looking at the clock"), N_("Looked at the clock")),
    "show": (N_("Showing {what}"), N_("Showed {what}")),
    "search_chats": (N_("Searching your chats for {what}"), N_("Searched your chats for {what}")),
    "search_help": (N_("Searching the help for {what}"), N_("Searched the help for {what}")),
    "save_asset": (N_("Keeping {what} as an asset"), N_("Kept {what} as an asset")),
}
"""While it goes on or came to nothing, and when it is done."""

_COUNTED = frozenset({"read_file", "list_files", "search_files", "show"})

Given = Mapping[str, object]


def said_of(call: ToolCall) -> str:
    """What it does or did, on one line; its name where that is all there is to say."""
    return _said(call.name, call.arguments, is_done=call.state is ToolState.DONE)


def counted_of(call: ToolCall) -> str | None:
    """How much it gave, where that says more than how it begins; empty where its words say it all."""
    if call.state is not ToolState.DONE or call.name not in _COUNTED:
        return None
    if call.name == "show":
        return ""
    rows = call.result.rstrip("\n").split("\n")
    while rows and rows[-1].startswith("[") and rows[-1].endswith("]"):
        rows.pop()  # what the tool says of what is missing
    count = len(rows)
    if call.name == "list_files":
        return ngettext("{count} name", "{count} names", count).format(count=count)
    return ngettext("{count} line", "{count} lines", count).format(count=count)


def cut(text: str, cells: int, ellipsis: str) -> str:
    """As much of a text as so many cells hold, its end left out where it is longer."""
    if cell_width(text) <= cells:
        return text
    while text and cell_width(text) > cells - len(ellipsis):
        text = text[: -1 - max(0, (cell_width(text) - cells) // 2)]
    return text + ellipsis


def given(call: ToolCall) -> Given:
    """Its arguments, as far as they can be read."""
    return _read(call.arguments)


def _said(name: str, arguments: str, *, is_done: bool) -> str:
    words = _WORDS.get(name)
    what = _what(name, _read(arguments)) if words is not None else ""
    if words is None or (not what and "{what}" in words[0]):
        return one_line(name, LONGEST_NAME)
    return _(words[is_done]).format(what=one_line(what, _LONGEST))


@lru_cache(maxsize=32)
def _read(arguments: str) -> Given:
    if len(arguments) > _LARGEST:
        return {}
    try:
        read = json.loads(arguments)
    except (ValueError, RecursionError):
        return {}
    return read if isinstance(read, dict) else {}


def _what(name: str, given: Given) -> str:
    """The thing it is about."""
    of_its_own = _OF_ITS_OWN.get(name)
    if of_its_own is not None:
        return of_its_own(given)
    return next((text for key in ("path", "url", "title") if (text := _text(given, key))), "")


def _file(given: Given) -> str:
    path, first, many = _text(given, "path"), _number(given, "offset"), _number(given, "limit")
    if not path or not (first or many):
        return path
    if not many:
        return _("{path}, from line {first}").format(path=path, first=first)
    first = first or 1
    return _("{path}, lines {first}–{last}").format(path=path, first=first, last=first + many - 1)


def _search(given: Given) -> str:
    pattern, folder = _text(given, "pattern"), _text(given, "path")
    if not pattern or folder in ("", "."):
        return pattern and _("“{words}”").format(words=pattern)
    return _("“{words}” in {folder}").format(words=pattern, folder=folder)


def _list(given: Given) -> str:
    folder = _text(given, "path")
    return _("the folder") if folder in ("", ".") else folder


def _command(given: Given) -> str:
    words = given.get("command")
    return shlex.join(map(str, words[:100])) if isinstance(words, list) else ""


def _show(given: Given) -> str:
    return next((text for key in ("title", "path", "kind") if (text := _text(given, key))), "")


def _looked_for(given: Given) -> str:
    words = _text(given, "words")
    return words and _("“{words}”").format(words=words)


def _kept(given: Given) -> str:
    title = _text(given, "title")
    return title and _("“{words}”").format(words=title)


_OF_ITS_OWN: dict[str, Callable[[Given], str]] = {
    "read_file": _file,
    "search_files": _search,
    "list_files": _list,
    "run_command": _command,
    "show": _show,
    "search_chats": _looked_for,
    "search_help": _looked_for,
    "save_asset": _kept,
}


def _text(given: Given, key: str) -> str:
    value = given.get(key)
    return reveal(value[: _LONGEST * 4]).strip() if isinstance(value, str) else ""


def _number(given: Given, key: str) -> int:
    value = given.get(key)
    return value if isinstance(value, int) and 0 < value < 10**12 else 0
