"""What the command line prints: plain text, never a control code, whatever it is given."""

from __future__ import annotations

import json
import sys

import click

from javari_tui.domain.errors import JavariError
from javari_tui.domain.untrusted_text import clean
from javari_tui.i18n import _


def say(text: str, *, end: str = "\n") -> None:
    """Print a text of ours or of anyone's to the standard output."""
    click.echo(clean(text) + end, nl=False)


def say_aside(text: str) -> None:
    """Print a remark to the standard error, so that it never mixes with what was asked for."""
    click.echo(clean(text), err=True)


def say_exactly(text: str) -> None:
    """Print a text byte by byte as it was kept, for a file or a pipe; a terminal gets it without what it would obey."""
    if on_terminal():
        say(text, end="" if text.endswith("\n") else "\n")
        return
    say_bytes(text.encode())


def say_bytes(data: bytes) -> None:
    """Print bytes as they are, whoever reads them."""
    sys.stdout.flush()
    binary = getattr(sys.stdout, "buffer", None)
    if binary is None:  # somebody reads what we print within this process
        sys.stdout.write(data.decode("utf-8", "replace"))
    else:
        binary.write(data)


def on_terminal() -> bool:
    """Whether what is printed goes to a terminal."""
    return sys.stdout.isatty()


def say_json(value: object) -> None:
    """Print a value as JSON; in a pipe exactly as it is, in a terminal without what could act on it."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    click.echo(clean(text) if on_terminal() else text)


def say_error(error: JavariError) -> None:
    """Print what went wrong and what to do next to the standard error."""
    message = " ".join(part for part in (error.title, error.detail) if part)
    say_aside(_("Error: {message}").format(message=message))
    if error.cure:
        say_aside(error.cure)
