"""Searches files with Python's own patterns, in a process of its own: some patterns never end, and are killed.

Reads a job as JSON from its input; writes one JSON value for each line found.
"""

from __future__ import annotations

import json
import re
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

from javari_tui.domain.errors import ToolRefused
from javari_tui.tools.listing import fits, walk
from javari_tui.tools.reading import decode, read_bytes
from javari_tui.tools.workspace import Ground, Place, Workspace

MOST_SEARCHED = 2 * 1024 * 1024
"""Bytes of a file that is searched; larger ones are left out."""
MOST_LINE = 64 * 1024
"""Characters of a line that are searched."""


def found(job: dict[str, object], workspace: Workspace) -> Iterator[tuple[str, int, str]]:
    """Each line that fits: its file (relative to where the search began), its number, itself."""
    given = str(job["pattern"])
    flags = re.IGNORECASE if job["ignore_case"] else 0
    pattern = re.compile(given if job["is_regex"] else re.escape(given), flags)
    start = workspace.place(str(job["path"]))
    if start.path.is_file():
        yield from _in_file(start, "", pattern)
        return
    for entry in walk(workspace, start):
        if stat.S_ISREG(entry.mode) and fits(entry.path, str(job["files"])):
            yield from _in_file(entry.place, entry.path, pattern)


def _in_file(place: Place, path: str, pattern: re.Pattern[str]) -> Iterator[tuple[str, int, str]]:
    try:
        data, size = read_bytes(place, MOST_SEARCHED)
    except ToolRefused:
        return  # not ours to read, or removed meanwhile
    if size > MOST_SEARCHED or b"\0" in data:
        return
    text, _replaced = decode(data)
    for number, line in enumerate(text.split("\n"), start=1):
        searched = line[:MOST_LINE].rstrip("\r")
        if pattern.search(searched):
            yield path, number, searched


def main() -> None:
    """Do the job given on the input."""
    job = json.load(sys.stdin)
    grounds = tuple(Ground(Path(path), device, inode) for path, device, inode in job["grounds"])
    workspace = Workspace(grounds, tuple(Path(path) for path in job["private"]))
    try:
        for count, line in enumerate(found(job, workspace), start=1):
            print(json.dumps(line), flush=count == 1)
            if count > job["limit"]:
                return
    except re.error as error:
        print(json.dumps({"refused": str(error)}))


if __name__ == "__main__":
    main()
