"""The user's own editor: for the prompt, for a copy of something shown, for a file itself."""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from textual.app import App, SuspendNotSupported

from javari_tui.domain.errors import JavariError
from javari_tui.domain.untrusted_text import clean
from javari_tui.i18n import N_

T = TypeVar("T")

_FALLBACKS = ("sensible-editor", "nano", "vim", "vi")
_FILE_NAME = "prompt.md"
_TAKE_A_LINE = frozenset(
    ("vi", "vim", "nvim", "view", "nano", "emacs", "emacsclient", "micro", "kak", "joe", "mg", "ne")
)
"""Editors that understand +12 before a file's name."""


class EditorFailed(JavariError):
    """The editor could not be run or did not end well; the draft is as it was."""

    TITLE = N_("The editor did not end well, so the draft stays as it was.")


class EditorExit(EditorFailed):
    """The editor itself says that something went wrong."""


class EditorUnused(EditorFailed):
    """The editor could not be run or did not end well; what was shown is as it was."""

    TITLE = N_("The editor did not end well, so nothing was changed here.")


def edit_text(app: App[Any], text: str, environ: Mapping[str, str] | None = None) -> str:
    """Hand the terminal to the user's editor and return what was written.

    Raises EditorFailed, with the draft untouched, when there is no editor or it ends with an error.
    """
    command = editor_command(os.environ if environ is None else environ)
    return _in_terminal(app, lambda: run_editor(command, text))


def edit_copy(app: App[Any], text: str, name: str, environ: Mapping[str, str] | None = None) -> str:
    """The same for a private copy of something that is shown, by a name that says what it is. Raises EditorUnused."""
    command = editor_command(os.environ if environ is None else environ)
    try:
        return _in_terminal(app, lambda: run_editor(command, text, name))
    except EditorExit as error:
        raise EditorUnused from error


def edit_file(app: App[Any], file: Path, line: int | None = None, environ: Mapping[str, str] | None = None) -> None:
    """Hand the terminal to the user's editor for a file itself, at a line where the editor takes one."""
    command = editor_command(os.environ if environ is None else environ)
    at_line = [f"+{line}"] if line is not None and Path(command[0]).name in _TAKE_A_LINE else []
    try:
        _in_terminal(app, lambda: _run((*command, *at_line), file))
    except EditorExit as error:
        raise EditorUnused from error


def _in_terminal(app: App[Any], work: Callable[[], T]) -> T:
    """Do something that has the terminal for itself."""
    done: list[T] = []
    failure: EditorFailed | None = None
    try:
        with app.suspend():
            # Textual takes the terminal back only when nothing is raised in here.
            try:
                done.append(work())
            except EditorFailed as error:
                failure = error
    except SuspendNotSupported as error:
        raise EditorFailed(N_("The editor cannot be opened from here: this is not a terminal.")) from error
    if failure is not None:
        raise failure
    return done[0]


def editor_command(environ: Mapping[str, str]) -> tuple[str, ...]:
    """The editor with its arguments: $VISUAL, else $EDITOR, else one that is usually there."""
    for variable in ("VISUAL", "EDITOR"):
        if environ.get(variable, "").strip():
            return _from_variable(variable, environ[variable], environ.get("PATH"))
    for name in _FALLBACKS:
        if found := shutil.which(name, path=environ.get("PATH")):
            return (found,)
    raise EditorFailed(
        N_("There is no editor on this machine."), cure=N_("Install one, or set $EDITOR to the one you like.")
    )


def run_editor(command: tuple[str, ...], text: str, name: str = _FILE_NAME) -> str:
    """Let an editor change a private file that holds the text; the file is gone afterwards, whatever happens."""
    folder = Path(tempfile.mkdtemp(prefix="javari-"))  # mkdtemp makes it 0700
    try:
        file = folder / name
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="replace") as draft:
            draft.write(text if text.endswith("\n") or not text else f"{text}\n")
        _run(command, file)
        return _read(file, text)
    except OSError as error:
        raise EditorFailed(detail=str(error)) from error
    finally:
        # Editors leave swap and backup files beside it: they hold the text too.
        with contextlib.suppress(OSError):
            shutil.rmtree(folder)


def _from_variable(variable: str, value: str, path: str | None) -> tuple[str, ...]:
    try:
        words = shlex.split(value)
    except ValueError as error:
        raise EditorFailed(
            N_("${variable} cannot be understood: {value}"),
            cure=N_("Set it to a command, such as “nano” or “code --wait”."),
            variable=variable,
            value=clean(value),
        ) from error
    program = shutil.which(str(Path(words[0]).expanduser()), path=path) if words else None
    if program is None:
        raise EditorFailed(
            N_("The editor “{value}” of ${variable} is not there."),
            cure=N_("Install it, or set ${variable} to another one."),
            variable=variable,
            value=clean(words[0] if words else value),
        )
    return (program, *words[1:])


def _run(command: tuple[str, ...], file: Path) -> None:
    try:
        ended = subprocess.run([*command, str(file)], check=False)  # noqa: S603 - the user's own choice
    except OSError as error:
        raise EditorFailed(N_("The editor could not be started."), detail=str(error)) from error
    if ended.returncode:
        raise EditorExit(N_("The editor ended with error {code}, so the draft stays as it was."), code=ended.returncode)


def _read(file: Path, before: str) -> str:
    """What was written, without the line end that editors add; an untouched text comes back exactly."""
    try:
        written = clean(file.read_bytes().decode("utf-8", "replace"))
    except FileNotFoundError:
        return before
    if written in {before, f"{before}\n"}:
        return before
    return written.removesuffix("\n")
