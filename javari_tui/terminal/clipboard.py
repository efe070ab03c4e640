"""Copying that works over SSH and in tmux, and tells the truth about where the text went."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from javari_tui.i18n import _, ngettext

_OSC52_LIMIT = 74_000
"""Bytes of text; xterm and others take 100,000 of base64 and drop longer ones silently."""
_TIMEOUT = 2.0
"""Seconds for a clipboard program; one without a display can hang."""


class CopyRoute(StrEnum):
    """Where a copied text went."""

    NATIVE = "native"
    """The clipboard of this machine, by a program of its own."""
    TMUX = "tmux"
    """tmux's buffer, and through it the outer terminal where tmux is set up so."""
    TERMINAL = "terminal"
    """Asked of the terminal by OSC 52; it does not say whether it obeyed."""
    FILE = "file"
    """Too long for the terminal: a private file."""


@dataclass(frozen=True, slots=True)
class Copied:
    """What became of a copy."""

    route: CopyRoute
    file: Path | None = None


async def copy_text(
    text: str, *, ask_terminal: Callable[[str], None], fallback: Path, environ: Mapping[str, str] | None = None
) -> Copied:
    """Copy by the best route there is; `ask_terminal` sends OSC 52, `fallback` is written when all else fails.

    Raises OSError when not even the file can be written.
    """
    environ = os.environ if environ is None else environ
    over_ssh = "SSH_CONNECTION" in environ or "SSH_TTY" in environ
    if not over_ssh and (command := native_command(environ)) and await _feed(command, text):
        return Copied(CopyRoute.NATIVE)
    short = len(text.encode(errors="replace")) <= _OSC52_LIMIT
    if environ.get("TMUX") and shutil.which("tmux") and await _feed(("tmux", "load-buffer", "-w", "-"), text):
        return Copied(CopyRoute.TMUX)
    if short:
        ask_terminal(text)
        return Copied(CopyRoute.TERMINAL)
    fallback.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fallback.unlink(missing_ok=True)
    with os.fdopen(os.open(fallback, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", errors="replace") as file:
        file.write(text)
    return Copied(CopyRoute.FILE, fallback)


def native_command(environ: Mapping[str, str]) -> tuple[str, ...] | None:
    """The clipboard program of a local desktop, where there is one."""
    candidates: tuple[tuple[bool, tuple[str, ...]], ...] = (
        ("WAYLAND_DISPLAY" in environ, ("wl-copy",)),
        ("DISPLAY" in environ, ("xclip", "-selection", "clipboard")),
        ("DISPLAY" in environ, ("xsel", "--clipboard", "--input")),
        (True, ("pbcopy",)),
        ("WSL_DISTRO_NAME" in environ, ("clip.exe",)),
    )
    return next((command for usable, command in candidates if usable and shutil.which(command[0])), None)


def has_browser(environ: Mapping[str, str]) -> bool:
    """Whether a browser of this machine would be seen by who sits at the terminal."""
    over_ssh = "SSH_CONNECTION" in environ or "SSH_TTY" in environ
    return not over_ssh and ("DISPLAY" in environ or "WAYLAND_DISPLAY" in environ or sys.platform == "darwin")


async def _feed(command: tuple[str, ...], text: str) -> bool:
    """Run a program with the text as its input; whether it took it."""
    try:
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        return False
    try:
        await asyncio.wait_for(process.communicate(text.encode(errors="replace")), _TIMEOUT)
    except (TimeoutError, BrokenPipeError, ConnectionResetError):
        if process.returncode is None:
            process.kill()
            await process.wait()
        return False
    return process.returncode == 0


def copied_sentence(copied: Copied, text: str) -> str:
    """What the user is told: how much was copied, and where it really went."""
    lines = text.removesuffix("\n").count("\n") + 1
    amount = ngettext("{count} line", "{count} lines", lines).format(count=lines)
    sentence = {
        CopyRoute.NATIVE: _("Copied: {amount}."),
        CopyRoute.TMUX: _("Copied {amount}. Paste with your tmux prefix, then ]."),
        CopyRoute.TERMINAL: _("Sent to your terminal's clipboard: {amount}."),
        CopyRoute.FILE: _("Too long for the terminal's clipboard: {amount} written to {file}."),
    }[copied.route]
    return sentence.format(amount=amount, file=copied.file)
