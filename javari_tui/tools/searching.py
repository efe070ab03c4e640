"""`search_files`: lines that hold a text or fit a pattern, by ripgrep where it is there."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, replace
from itertools import groupby
from typing import NoReturn

from javari_tui.domain.cutting import head_of
from javari_tui.domain.errors import ToolRefused
from javari_tui.domain.private_keys import private_lines
from javari_tui.domain.tools import CommandEnding, FoundLine, FoundLines
from javari_tui.domain.untrusted_text import reveal
from javari_tui.i18n import N_
from javari_tui.tools.listing import IGNORED
from javari_tui.tools.own_python import run_module
from javari_tui.tools.processes import Ended, Job, run
from javari_tui.tools.reading import decode, read_bytes
from javari_tui.tools.running import command_environ
from javari_tui.tools.sandbox import find_program
from javari_tui.tools.search_process import MOST_SEARCHED
from javari_tui.tools.search_secrets import Discretion, Mask, Search, unmasked
from javari_tui.tools.workspace import Place, Workspace, shown_name

MOST_FOUND = 500
"""Lines of one result."""
MOST_SHOWN = 500
"""Characters of a line that are shown."""
_MOST_BYTES = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class _Line:
    """A line as a searcher tells it."""

    path: str
    number: int
    text: str


async def search_files(
    workspace: Workspace, environ: Mapping[str, str], search: Search, *, mask: Mask = unmasked
) -> FoundLines:
    """Search below a folder, or in a file, of the workspace; ToolRefused for a pattern that is none."""
    place = workspace.place(search.path)
    ripgrep = find_program("rg", environ, workspace)
    if ripgrep is not None and place.path.is_dir():
        ended = await run(_ripgrep_job(ripgrep, place, environ, search))
        lines = list(_of_ripgrep(ended))
    else:
        ended = await run_module(
            "javari_tui.tools.search_process",
            _job(workspace, search),
            seconds=search.seconds,
            most_bytes=_MOST_BYTES,
        )
        lines = list(_of_python(ended))
    allowed = await asyncio.to_thread(_allowed, workspace, place, lines, Discretion(search, mask))
    return FoundLines(
        lines=tuple(_shown(place, line) for line in allowed[: search.limit]),
        is_cut=len(allowed) > search.limit or ended.ending is not CommandEnding.EXITED or ended.missing > 0,
    )


def _ripgrep_job(program: str, place: Place, environ: Mapping[str, str], search: Search) -> Job:
    words = [program, "--no-config", "--json", "--no-follow", "--hidden", f"--max-filesize={MOST_SEARCHED}"]
    words += [f"--max-count={search.limit + 1}"]
    # As words of their own: some versions take signs off what stands behind a `=`.
    words += ["--regexp", search.pattern]
    # The last one that fits decides: what is never entered comes after what was asked for.
    words += ["--glob", search.files] if search.files else []
    words += [f"--glob=!{name}" for name in sorted(IGNORED)]
    words += [] if search.is_regex else ["--fixed-strings"]
    words += ["--ignore-case"] if search.ignore_case else ["--case-sensitive"]
    return Job(
        command=[*words, "--", "."],
        folder=place.path,
        environ=command_environ(environ),
        seconds=search.seconds,
        most_bytes=2 * _MOST_BYTES,
    )


def _of_ripgrep(ended: Ended) -> Iterator[_Line]:
    for line in ended.head.decode("utf-8", "replace").split("\n"):
        told = _value(line)
        if isinstance(told, dict) and told.get("type") == "match":
            data = told["data"]
            # What is no UTF-8 comes otherwise, and is left out.
            path, text = data["path"].get("text"), data["lines"].get("text")
            if path is not None and text is not None:
                yield _Line(path.removeprefix("./"), data["line_number"], text.rstrip("\r\n"))
        elif told is None and ended.exit_code == 2 and "regex" in line and not line.startswith("{"):
            _refuse_pattern(line)


def _job(workspace: Workspace, search: Search) -> bytes:
    return json.dumps(
        {
            "grounds": [(str(ground.path), ground.device, ground.inode) for ground in workspace.grounds],
            "private": [str(path) for path in workspace.private],
            "pattern": search.pattern,
            "path": search.path,
            "files": search.files,
            "is_regex": search.is_regex,
            "ignore_case": search.ignore_case,
            "limit": search.limit,
        }
    ).encode()


def _of_python(ended: Ended) -> Iterator[_Line]:
    for line in ended.head.decode("utf-8", "replace").split("\n"):
        told = _value(line)
        if isinstance(told, list):
            yield _Line(*told)
        elif isinstance(told, dict):
            _refuse_pattern(str(told["refused"]))
    if ended.ending is CommandEnding.EXITED and ended.exit_code:
        raise ToolRefused(N_("The search failed."), detail=ended.output[-200:])


def _value(line: str) -> object:
    """A line of a searcher; None for one that is cut off, or is no JSON."""
    try:
        return json.loads(line)
    except ValueError:
        return None


def _refuse_pattern(said: str) -> NoReturn:
    raise ToolRefused(N_("The pattern cannot be understood."), detail=reveal(said)[:200])


def _allowed(workspace: Workspace, place: Place, lines: list[_Line], discretion: Discretion) -> list[_Line]:
    """The lines that may be told, of files that may be read, in order; no more than are needed."""
    told: list[_Line] = []
    ordered = sorted(lines, key=lambda line: (line.path, line.number))
    for path, of_file in groupby(ordered, key=lambda line: line.path):
        if len(told) > discretion.search.limit:
            break
        private = _private(workspace, place, path)
        if private is None:
            continue
        for line in of_file:
            text = None if line.number in private else discretion.told(line.text)
            told += [replace(line, text=text)] if text is not None else []
    return told


def _private(workspace: Workspace, place: Place, path: str) -> Set[int] | None:
    """The numbers of a file's lines that are within private keys.

    None when it may not be read: ripgrep knows nothing of our rules.
    """
    try:
        data, _size = read_bytes(workspace.place(str(place.path / path) if path else str(place.path)), MOST_SEARCHED)
    except ToolRefused:
        return None
    if b"PRIVATE KEY" not in data:
        return frozenset()
    return {number + 1 for number in private_lines(decode(data)[0].split("\n"))}


def _shown(place: Place, line: _Line) -> FoundLine:
    path = re.sub(r"^\./", "", f"{place.shown}/{shown_name(line.path)}") if line.path else place.shown
    return FoundLine(path=path, line=line.number, text=reveal(head_of(line.text, MOST_SHOWN)))
