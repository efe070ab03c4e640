"""Asking another program for a key, such as `pass show anthropic` or `op read op://…`."""

from __future__ import annotations

import asyncio
import os
import shlex
import signal
from collections.abc import Mapping
from contextlib import suppress

from javari_tui.domain.errors import ModelError
from javari_tui.domain.models import Failure, FailureKind
from javari_tui.domain.secret import Secret
from javari_tui.domain.untrusted_text import clean
from javari_tui.i18n import N_, _

SECONDS = 10.0
LONGEST_KEY = 16_384
"""Characters; some tokens are long, a page of text is not one."""
_READ = 64 * 1024


class KeyCommandFailed(ModelError):
    """The command that should print a key did not."""

    TITLE = N_("The key command of the settings gave no key.")


async def run_key_command(command: str, environ: Mapping[str, str], *, seconds: float = SECONDS) -> Secret:
    """The key a command prints on its first line. KeyCommandFailed says why there is none.

    No shell reads the command, and it has no terminal to ask questions on: it could not show them.
    """
    arguments = _split(command)
    try:
        process = await asyncio.create_subprocess_exec(
            *arguments,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            start_new_session=True,
            env=dict(environ),
        )
    except (OSError, ValueError) as error:
        reason = _("“{program}” could not be started: {reason}.")
        raise _failed(reason.format(program=clean(arguments[0]), reason=_reason(error))) from error
    try:
        async with asyncio.timeout(seconds):
            output, complaint = await _outputs(process)
            status = await process.wait()
    except TimeoutError as error:
        reason = _(
            "“{program}” gave nothing within {seconds} seconds. It cannot ask for a password here: unlock it first."
        )
        raise _failed(reason.format(program=clean(arguments[0]), seconds=round(seconds))) from error
    finally:
        if process.returncode is None:
            await _end(process)
    if status:
        reason = _("“{program}” ended with status {status}: {complaint}")
        complaint = clean(complaint).strip()[:300]
        raise _failed(reason.format(program=clean(arguments[0]), status=status, complaint=complaint))
    return _key(arguments[0], output)


def _split(command: str) -> list[str]:
    try:
        arguments = shlex.split(command)
    except ValueError as error:
        raise _failed(_("The command cannot be read: a quotation mark is not closed.")) from error
    if not arguments:
        raise _failed(_("The command is empty."))
    return arguments


async def _outputs(process: asyncio.subprocess.Process) -> tuple[str, str]:
    """The beginnings of what a program prints and complains; the rest is read and dropped."""

    async def beginning(stream: asyncio.StreamReader | None) -> str:
        kept = b""
        while stream is not None and (piece := await stream.read(_READ)):
            kept = (kept + piece)[:_READ]
        return kept.decode(errors="replace")

    output, complaint = await asyncio.gather(beginning(process.stdout), beginning(process.stderr))
    return output, complaint


async def _end(process: asyncio.subprocess.Process) -> None:
    """End the program and what it started; their process group is their own."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    with suppress(TimeoutError):
        # What left the group may hold the pipe open for ever.
        async with asyncio.timeout(1):
            await process.wait()


def _key(program: str, output: str) -> Secret:
    """The first line that is not empty; what is printed is never repeated in an error."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    if not lines:
        raise _failed(_("“{program}” printed nothing.").format(program=clean(program)))
    if len(lines[0]) > LONGEST_KEY or not lines[0].isprintable() or " " in lines[0]:
        raise _failed(_("What “{program}” printed is not a key.").format(program=clean(program)))
    return Secret(lines[0])


def _reason(error: OSError | ValueError) -> str:
    return (error.strerror or str(error)) if isinstance(error, OSError) else str(error)


def _failed(detail: str) -> KeyCommandFailed:
    return KeyCommandFailed(Failure(kind=FailureKind.NO_KEY, detail=detail))
