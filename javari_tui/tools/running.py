"""`run_command`: a program with its arguments, without a shell."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from javari_tui.domain.errors import ToolRefused
from javari_tui.domain.tools import CommandEnding, CommandOutcome
from javari_tui.domain.untrusted_text import reveal
from javari_tui.i18n import N_
from javari_tui.tools.processes import Job, run
from javari_tui.tools.sandbox import Sandbox
from javari_tui.tools.workspace import Place, Workspace, opened_folder, shown_name

MOST_OUTPUT = 48 * 1024
"""Bytes of output that are kept."""
LINE_SECONDS = 600.0
"""For a line that the user typed; they can end it sooner."""

_PASSED_ON = ("PATH", "HOME", "USER", "LOGNAME", "LANG", "LANGUAGE", "TZ", "TMPDIR")
"""All that a command gets to know of the environment, with LC_*: keys and agents are not among them."""
_SET = {"TERM": "dumb", "NO_COLOR": "1", "PAGER": "cat", "GIT_PAGER": "cat", "GIT_TERMINAL_PROMPT": "0"}


def command_environ(environ: Mapping[str, str]) -> dict[str, str]:
    """The environment of a command, by the list above."""
    passed = {name: value for name, value in environ.items() if name in _PASSED_ON or name.startswith("LC_")}
    return {"PATH": os.defpath, **passed, **_SET}


async def run_command(
    workspace: Workspace,
    sandbox: Sandbox | None,
    environ: Mapping[str, str],
    command: Sequence[str],
    *,
    folder: str | Place,
    seconds: int,
) -> CommandOutcome:
    """Run it in a folder of the workspace, in the sandbox where there is one; ToolRefused when it cannot start.

    A place is the folder that was shown: it is not resolved again, and refused when it is a link by now.
    """
    if not command[0] or any("\0" in word for word in command):
        raise ToolRefused(N_("This is no command."))
    place = workspace.place(folder) if isinstance(folder, str) else folder
    with opened_folder(place):
        pass  # not there or no folder: said before anything starts
    given = command_environ(environ)
    home = Path(given["HOME"]) if given.get("HOME") else None
    words = list(command)
    if sandbox is not None:
        words = await asyncio.to_thread(sandbox.around, command, workspace, place.path, home)
        given.pop("TMPDIR", None)  # it has a /tmp of its own
    job = Job(command=words, folder=place.path, environ=given, seconds=seconds, most_bytes=MOST_OUTPUT)
    ended = await run(job)
    return CommandOutcome(
        command=tuple(reveal(word) for word in command),
        folder=place.shown,
        ending=ended.ending,
        exit_code=ended.exit_code if ended.ending is CommandEnding.EXITED else None,
        output=ended.output,
        seconds=ended.seconds,
        sandboxed=sandbox is not None,
    )


async def run_line(
    folder: Path, environ: Mapping[str, str], line: str, *, seconds: float = LINE_SECONDS
) -> CommandOutcome:
    """Let the shell run a line that the user typed themselves: without a sandbox, but with all the other bounds."""
    if "\0" in line:
        raise ToolRefused(N_("This is no command."))
    command = ("/bin/sh", "-c", line)
    given = command_environ(environ)
    ended = await run(Job(command=command, folder=folder, environ=given, seconds=seconds, most_bytes=MOST_OUTPUT))
    return CommandOutcome(
        command=(reveal(line),),
        folder=shown_name(str(folder)),
        ending=ended.ending,
        exit_code=ended.exit_code if ended.ending is CommandEnding.EXITED else None,
        output=ended.output,
        seconds=ended.seconds,
        sandboxed=False,
    )
