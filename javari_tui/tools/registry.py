"""All tools: their schemas for the model, their risks, and how each is called.

Nothing here asks the user: whoever calls has asked before, by `risk`. Tools that write only plan; `apply_change` of
`changing.py` makes a plan come true.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from javari_tui.domain.errors import ToolRefused
from javari_tui.domain.tools import Risk, ToolInfo, ToolResult
from javari_tui.domain.untrusted_text import reveal
from javari_tui.i18n import N_
from javari_tui.tools import changing, clock, fetching, listing, reading, running, searching
from javari_tui.tools.arguments import Schema, object_schema, read_arguments
from javari_tui.tools.context import ToolContext
from javari_tui.tools.schemas import number, switch, text
from javari_tui.tools.search_secrets import Search

Given = Mapping[str, Any]
"""Arguments that were checked against the tool's schema."""
Start = Callable[[ToolContext, Given], Awaitable[ToolResult]]


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool: what is told of it, and what it does."""

    info: ToolInfo
    start: Start

    def arguments(self, written: str) -> Given:
        """Its arguments from the JSON a model wrote; ToolRefused says what is wrong with them."""
        return read_arguments(written, self.info.schema)


async def call(name: str, arguments: str, context: ToolContext) -> ToolResult:
    """Call a tool by its name; ToolRefused when there is no such tool, or when it does not do what is asked."""
    tool = TOOLS.get(name)
    if tool is None:
        raise ToolRefused(N_("There is no tool “{name}”."), name=reveal(name)[:100])
    return await tool.start(context, tool.arguments(arguments))


async def _read_file(context: ToolContext, given: Given) -> ToolResult:
    return await asyncio.to_thread(
        reading.read_file, context.workspace, given["path"], offset=given["offset"], limit=given["limit"]
    )


async def _list_files(context: ToolContext, given: Given) -> ToolResult:
    wanted = {name: given[name] for name in ("pattern", "depth", "limit")}
    return await asyncio.to_thread(listing.list_files, context.workspace, given["path"], **wanted)


async def _search_files(context: ToolContext, given: Given) -> ToolResult:
    return await searching.search_files(context.workspace, context.environ, Search(**given), mask=context.mask)


async def _write_file(context: ToolContext, given: Given) -> ToolResult:
    return await asyncio.to_thread(changing.plan_write, context.workspace, given["path"], given["content"])


async def _edit_file(context: ToolContext, given: Given) -> ToolResult:
    wanted = {name: given[name] for name in ("old", "new", "everywhere")}
    return await asyncio.to_thread(changing.plan_edit, context.workspace, given["path"], **wanted)


async def _run_command(context: ToolContext, given: Given) -> ToolResult:
    bounds = {"folder": given["folder"], "seconds": given["seconds"]}
    return await running.run_command(context.workspace, context.sandbox, context.environ, given["command"], **bounds)


async def _fetch_url(context: ToolContext, given: Given) -> ToolResult:
    return await fetching.fetch_url(given["url"], context.reach)


async def _get_time(context: ToolContext, given: Given) -> ToolResult:
    return clock.tell_time(context.now(), given["zone"])


_PATH = text("Path of the file, relative to the workspace.", 4096, 1)
_FOLDER = text("Folder, relative to the workspace.", 4096, 1, default=".")
_FILES = text("Only files whose names fit, such as *.py.", 200, default="")

_READ = object_schema(
    {
        "path": _PATH,
        "offset": number("The first line wanted; lines count from 1.", 1, 10_000_000, 1),
        "limit": number("How many lines.", 1, reading.MOST_LINES, reading.MOST_LINES),
    },
    "path",
)
_LIST = object_schema(
    {
        "path": _FOLDER,
        "pattern": _FILES,
        "depth": number("How many folders deep.", 1, 32, 3),
        "limit": number("How many names.", 1, listing.MOST_NAMES, 200),
    }
)
_SEARCH = object_schema(
    {
        "pattern": text("The text, or the regular expression, looked for in each line.", 1000, 1),
        "path": _FOLDER,
        "files": _FILES,
        "is_regex": switch("Whether the pattern is a regular expression."),
        "ignore_case": switch("Whether capital and small letters are the same."),
        "limit": number("How many lines.", 1, searching.MOST_FOUND, 100),
    },
    "pattern",
)
_WRITE = object_schema(
    {"path": _PATH, "content": text("All of its new content.", changing.MOST_BYTES)}, "path", "content"
)
_EDIT = object_schema(
    {
        "path": _PATH,
        "old": text("The text to replace, exactly as it is in the file.", changing.MOST_BYTES, 1),
        "new": text("The text to put there.", changing.MOST_BYTES),
        "everywhere": switch("Replace every place, not the only one."),
    },
    *("path", "old", "new"),
)
_RUN = object_schema(
    {
        "command": {
            "type": "array",
            "items": {"type": "string", "maxLength": 32_768},
            "minItems": 1,
            "maxItems": 256,
            "description": "The program and its arguments. No shell reads them.",
        },
        "folder": _FOLDER,
        "seconds": number("How long it may take.", 1, 600, 60),
    },
    "command",
)
_FETCH = object_schema({"url": text("An https or http address of the public internet.", 4096, 1)}, "url")
_TIME = object_schema({"zone": text("A zone such as Europe/Madrid; empty for the user's own.", 100, default="")})


def _tool(name: str, risk: Risk, schema: Schema, start: Start, purpose: str) -> Tool:
    return Tool(ToolInfo(name=name, purpose=purpose, schema=schema, risk=risk), start)


_ALL = (
    _tool("read_file", Risk.READS, _READ, _read_file, "Read lines of a text file of the workspace."),
    _tool("list_files", Risk.READS, _LIST, _list_files, "List files and folders below a folder of the workspace."),
    _tool("search_files", Risk.READS, _SEARCH, _search_files, "Find lines in the files of the workspace."),
    _tool("write_file", Risk.WRITES, _WRITE, _write_file, "Make a file, or replace all of it. The user sees the diff."),
    _tool("edit_file", Risk.WRITES, _EDIT, _edit_file, "Replace a text in a file. The user sees the diff."),
    _tool("run_command", Risk.RUNS, _RUN, _run_command, "Run a program in the workspace, without a shell or terminal."),
    _tool("fetch_url", Risk.NETWORK, _FETCH, _fetch_url, "Fetch a public web page and give its text."),
    _tool("get_time", Risk.NONE, _TIME, _get_time, "Tell the date and the time."),
)
TOOLS: Mapping[str, Tool] = {tool.info.name: tool for tool in _ALL}
"""Every tool by its name."""
