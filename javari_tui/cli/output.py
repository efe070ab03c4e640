"""What the command line prints: plain text, never a control code, whatever it is given."""

from __future__ import annotations

import errno
import json
import os
import sys
from pathlib import Path

import click

from javari_tui.domain.errors import DiskFull, JavariError, StorageError
from javari_tui.domain.untrusted_text import clean
from javari_tui.i18n import N_, _


def say(text: str, *, end: str = "\n") -> None:
    """Print a text of ours or of anyone's to the standard output."""
    click.echo(clean(text) + end, nl=False)


def say_aside(text: str) -> None:
    """Print a remark to the standard error, so that it never mixes with what was asked for."""
    click.echo(clean(text), err=True)


def say_json(value: object) -> None:
    """Print a value as JSON; in a pipe exactly as it is, in a terminal without what could act on it."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    click.echo(clean(text) if sys.stdout.isatty() else text)


def say_error(error: JavariError) -> None:
    """Print what went wrong and what to do next to the standard error."""
    message = " ".join(part for part in (error.title, error.detail) if part)
    say_aside(_("Error: {message}").format(message=message))
    if error.cure:
        say_aside(error.cure)


def write_file(file: Path, text: str) -> None:
    """Write a text to a new file only its owner can read; what is there already is never overwritten."""
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            stream.write(text)
    except FileExistsError as error:
        raise StorageError(N_("{path} is already there."), cure=N_("Give another name."), path=file) from error
    except OSError as error:
        kind = DiskFull if error.errno == errno.ENOSPC else StorageError
        reason = error.strerror or str(error)
        raise kind(N_("{path} could not be written."), detail=reason, path=file) from error
