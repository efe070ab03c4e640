"""Bubblewrap around a command: no network, the system read-only, only the workspace writable.

Folders of Git that are there stay as they are, as far as they are found. A new one can be made where none is.

It is found and tried once. Where it is not there or does not work, there is none: whoever asks the user says so.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from javari_tui.tools.git_folders import git_below
from javari_tui.tools.workspace import Workspace

_SECRETS = (
    *(".ssh", ".gnupg", ".aws", ".azure", ".kube", ".docker", ".password-store", ".mozilla", ".config/gcloud"),
    *(".config/gh", ".config/google-chrome", ".config/chromium", ".local/share/keyrings"),
    *(".netrc", ".pgpass", ".git-credentials", ".npmrc", ".pypirc", ".bash_history", ".zsh_history"),
)
"""Below the home folder: nothing a command that a model wrote needs to read."""
_ALONE = ("--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL")
_SYSTEM = ("--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", "--tmpfs", "/tmp", "--tmpfs", "/run")  # noqa: S108
"""Two folders are empty: the sockets of other programs are in them, and they obey whoever connects."""
_TRY_SECONDS = 5


@dataclass(frozen=True, slots=True)
class Sandbox:
    """A bubblewrap that works here."""

    program: str

    def around(self, command: Sequence[str], workspace: Workspace, folder: Path, home: Path | None) -> list[str]:
        """The command line that runs a command in the sandbox, in a folder of the workspace (blocking)."""
        words = [self.program, *_ALONE, *_SYSTEM, *_hidden(_secrets(home))]
        grounds = [ground.path for ground in workspace.grounds]
        # One may be around another: all of them come before what is protected in any.
        words += [word for path in [*grounds, *_holding(workspace)] for word in ("--bind", str(path), str(path))]
        words += [word for path in _git_folders(grounds) for word in ("--ro-bind", str(path), str(path))]
        # Last: the workspace may be a folder around them.
        inside = [path for path in _secrets(home) if any(path.is_relative_to(g.path) for g in workspace.grounds)]
        words += _hidden(inside)
        for own in workspace.private:
            # One that is not there yet must not be made by a command either.
            within = any(own.is_relative_to(g.path) for g in workspace.grounds)
            words += ["--tmpfs", str(own), "--remount-ro", str(own)] if within else _hidden([own])
        return [*words, "--chdir", str(folder), "--", *command]


def find_sandbox(workspace: Workspace, environ: Mapping[str, str]) -> Sandbox | None:
    """Bubblewrap, if it is on the PATH and really starts something (blocking, for some hundredths of a second)."""
    program = find_program("bwrap", environ, workspace)
    if program is None:
        return None
    sandbox = Sandbox(program)
    ground = workspace.grounds[0].path
    try:
        tried = subprocess.run(  # noqa: S603 - a list of arguments, never a shell
            sandbox.around(["true"], workspace, ground, None),
            env={"PATH": environ.get("PATH", os.defpath)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_TRY_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None  # it is there and does not work: the same as none
    return sandbox if tried.returncode == 0 else None


def find_program(name: str, environ: Mapping[str, str], workspace: Workspace) -> str | None:
    """A program of the PATH that is not the workspace's own: a project must not bring its own tools for us."""
    for entry in environ.get("PATH", os.defpath).split(os.pathsep):
        program = Path(entry, name)
        if not program.is_absolute() or not os.access(program, os.X_OK) or not program.is_file():
            continue
        real = program.resolve()
        if not any(real.is_relative_to(g.path) or program.is_relative_to(g.path) for g in workspace.grounds):
            return str(program)
    return None


def _secrets(home: Path | None) -> list[Path]:
    return [] if home is None else [home / name for name in _SECRETS]


def _hidden(paths: Sequence[Path]) -> list[str]:
    """Emptied: folders by an empty one, files by nothing. Links are hidden where they lead."""
    words: list[str] = []
    for path in paths:
        real = Path(os.path.realpath(path))
        if real.is_dir():
            words += ["--tmpfs", str(real), "--remount-ro", str(real)]
        elif real.is_file():
            words += ["--ro-bind", "/dev/null", str(real)]
    return words


def _holding(workspace: Workspace) -> list[Path]:
    """The folders between a workspace and what is private in it: bound, they cannot be moved away with it."""
    found = {
        folder
        for own in workspace.private
        for folder in own.parents
        if folder.is_dir() and any(folder.is_relative_to(g.path) and folder != g.path for g in workspace.grounds)
    }
    return sorted(found, key=lambda folder: len(folder.parts))


def _git_folders(grounds: Sequence[Path]) -> list[Path]:
    """What Git would run or obey later, in the workspace: all of it, as what holds a protected part can be moved."""
    found = dict.fromkeys(path for ground in grounds for path in git_below(ground))
    return [
        path
        for path in found
        if path.exists()
        and any(path.is_relative_to(ground) for ground in grounds)
        # A file that says that the workspace itself is one is no reason to let nothing be written.
        and not any(ground.is_relative_to(path) for ground in grounds)
    ]
