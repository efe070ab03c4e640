"""What is around Javari: the locale, the terminal, tmux, and the ways to the clipboard."""

from __future__ import annotations

import asyncio
import codecs
import locale
import os
import shutil
import sys
from collections.abc import Iterator, Mapping

from javari_tui.domain.findings import Finding, Severity
from javari_tui.i18n import N_

CLIPBOARD_PROGRAMS = ("wl-copy", "xclip", "xsel", "pbcopy", "clip.exe")
TMUX_SECONDS = 2.0

TMUX_WANTED: Mapping[str, tuple[tuple[str, ...], str]] = {
    "set-clipboard": (
        ("on", "external"),
        N_("Copying does not leave tmux. Put “set -g set-clipboard on” into ~/.tmux.conf."),
    ),
    "escape-time": (
        tuple(str(milliseconds) for milliseconds in range(101)),
        N_("Esc is slow in tmux. Put “set -g escape-time 10” into ~/.tmux.conf."),
    ),
    "focus-events": (("on",), N_("tmux keeps focus to itself. Put “set -g focus-events on” into ~/.tmux.conf.")),
    "extended-keys": (
        ("on", "always"),
        N_("Shift+Enter does not get through tmux. Put “set -g extended-keys on” into ~/.tmux.conf."),
    ),
}
"""Options of tmux, the values that work, and what to do about others."""


def locale_findings(environ: Mapping[str, str] = os.environ) -> Iterator[Finding]:
    """The language and the encoding of texts."""
    encoding = codecs.lookup(locale.getencoding()).name
    name = environ.get("LC_ALL") or environ.get("LC_CTYPE") or environ.get("LANG") or "C"
    values = {"name": name, "encoding": encoding}
    if encoding == "utf-8" and sys.getfilesystemencoding() == "utf-8":
        text = N_("Locale {name}, texts are {encoding}")
        yield Finding(id="locale", severity=Severity.FINE, text=text, values=values)
    else:
        yield Finding(
            id="locale",
            severity=Severity.WARNING,
            text=N_("The locale {name} writes texts as {encoding}, so many letters and signs cannot be shown."),
            cure=N_("Set LANG to one that ends in UTF-8, such as C.UTF-8."),
            values=values,
        )


def terminal(environ: Mapping[str, str] = os.environ) -> Iterator[Finding]:
    """What the terminal says of itself."""
    kind = environ.get("TERM", "")
    if kind in ("", "dumb", "unknown"):
        yield Finding(
            id="terminal",
            severity=Severity.WARNING,
            text=N_("TERM is “{kind}”, so Javari cannot draw here; “javari ask” works."),
            cure=N_("Use another terminal, or set TERM, for example to xterm-256color."),
            values={"kind": kind},
        )
        return
    yield Finding(
        id="terminal",
        severity=Severity.FINE,
        text=N_("Terminal {kind} ({program}); colours: {colours}"),
        values={"kind": kind, "program": _program(environ), "colours": _colours(kind, environ)},
    )


def _program(environ: Mapping[str, str]) -> str:
    """Which program it is and what lies between, as far as the environment tells."""
    parts = [environ.get("TERM_PROGRAM", ""), environ.get("TERM_PROGRAM_VERSION", "")]
    between = [
        word for word, variable in (("tmux", "TMUX"), ("screen", "STY"), ("ssh", "SSH_TTY")) if variable in environ
    ]
    return ", ".join(part for part in (" ".join(filter(None, parts)), *between) if part) or "—"


def _colours(kind: str, environ: Mapping[str, str]) -> str:
    """How many colours it has."""
    if environ.get("NO_COLOR"):
        return "NO_COLOR"
    if environ.get("COLORTERM", "").lower() in ("truecolor", "24bit") or kind.endswith("-direct"):
        return "16777216"
    return "256" if "256color" in kind else "16"


async def tmux(environ: Mapping[str, str] = os.environ) -> tuple[Finding, ...]:
    """Settings of tmux that stand in the way; nothing outside of tmux."""
    if "TMUX" not in environ:
        return ()
    found: list[Finding] = []
    for name, (wanted, cure) in TMUX_WANTED.items():
        value = await _tmux_option(name)
        if value and value not in wanted:
            text = N_("tmux has {name} set to {value}.")
            values = {"name": name, "value": value}
            found.append(Finding(id=f"tmux.{name}", severity=Severity.NOTE, text=text, cure=cure, values=values))
    return tuple(found)


async def _tmux_option(name: str) -> str:
    """One of tmux's options; empty when it does not say (in time)."""
    try:
        process = await asyncio.create_subprocess_exec(
            *("tmux", "show-options", "-gqv", name),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
    except OSError:
        return ""
    try:
        output, _errors = await asyncio.wait_for(process.communicate(), TMUX_SECONDS)
    except TimeoutError:
        process.kill()
        await process.wait()
        return ""
    return output.decode(errors="replace").strip()


def clipboard(environ: Mapping[str, str] = os.environ) -> Iterator[Finding]:
    """The ways a copied text can take."""
    programs = [program for program in CLIPBOARD_PROGRAMS if _usable(program, environ)]
    values = {"ways": ", ".join(("OSC 52", *programs))}
    text = N_("Ways to the clipboard: {ways}")
    yield Finding(id="clipboard", severity=Severity.FINE, text=text, values=values)
    if not programs and "STY" in environ:
        yield Finding(
            id="clipboard.screen",
            severity=Severity.NOTE,
            text=N_("screen does not pass copied text on to the terminal."),
            cure=N_("Use tmux, or save with /export instead of copying."),
        )


def _usable(program: str, environ: Mapping[str, str]) -> bool:
    """Whether a clipboard program is there and has a display to talk to."""
    display = {"wl-copy": "WAYLAND_DISPLAY", "xclip": "DISPLAY", "xsel": "DISPLAY"}.get(program)
    return shutil.which(program) is not None and (display is None or bool(environ.get(display)))
