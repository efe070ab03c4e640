"""Tools that work with Javari itself: what is shown beside the chat, other chats, the help, what is kept.

Here is only what a model is told of them; `services/toolbox` carries them out.
"""

from __future__ import annotations

from collections.abc import Mapping

from javari_tui.domain.tools import Risk, ToolInfo
from javari_tui.tools.arguments import Schema, object_schema
from javari_tui.tools.schemas import choice, number, text

SHOWN_KINDS = ("code", "file", "diff", "json", "table", "markdown", "image")
"""What `show` can show. A file or image is named by `path`; anything else is a `text`, or read from `path`."""
KEPT_TYPES = ("document", "code")
"""What `save_asset` can keep."""
MOST_TEXT = 2 * 1024 * 1024
"""Characters of what is shown or kept."""
MOST_RESULTS = 50

_SHOW = object_schema(
    {
        "kind": choice("What it is. Tables are CSV or TSV, diffs are unified.", *SHOWN_KINDS),
        "path": text("Path of a file of the workspace; or give its text.", 4096, default=""),
        "text": text("What to show, where it is no file.", MOST_TEXT, default=""),
        "title": text("A few words on what it is.", 200, default=""),
        "language": text("Of code, such as python.", 40, default=""),
        "first_line": number("The first of the lines to mark, from 1; 0 for none.", 0, 10_000_000, 0),
        "last_line": number("The last of them; 0 for the same line.", 0, 10_000_000, 0),
    },
    "kind",
)
_SEARCH_CHATS = object_schema(
    {
        "words": text("The words that a message must hold, all of them.", 1000, 1),
        "limit": number("How many messages.", 1, MOST_RESULTS, 20),
    },
    "words",
)
_SEARCH_HELP = object_schema({"words": text("What to look for.", 1000, 1)}, "words")
_SAVE_ASSET = object_schema(
    {
        "title": text("What it is called.", 200, 1),
        "text": text("What to keep, whole.", MOST_TEXT, 1),
        "language": text("Of code, such as python.", 40, default=""),
        "type": choice("What it is.", *KEPT_TYPES, default="document"),
    },
    *("title", "text"),
)


def _tool(name: str, risk: Risk, schema: Schema, purpose: str) -> ToolInfo:
    return ToolInfo(name=name, purpose=purpose, schema=schema, risk=risk)


_ALL = (
    _tool("show", Risk.READS, _SHOW, "Show a file, code, a diff, JSON, a table or an image beside the chat."),
    _tool("search_chats", Risk.READS, _SEARCH_CHATS, "Find what was said in the user's earlier chats."),
    _tool("search_help", Risk.NONE, _SEARCH_HELP, "Find what Javari's own help says about using Javari."),
    _tool("save_asset", Risk.NONE, _SAVE_ASSET, "Keep a text or code for the user among their assets."),
)
OWN_TOOLS: Mapping[str, ToolInfo] = {info.name: info for info in _ALL}
"""Every one of them by its name."""
