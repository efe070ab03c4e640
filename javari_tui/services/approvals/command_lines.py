"""What a command line would start: the programs in it, as far as that is surely known.

No parser of shells: a line is understood when it is made of plain words, quotes and the signs between commands, and
of nothing else. Whatever is not surely understood is for the user to read, each time.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

Words = tuple[str, ...]

_SHELLS = frozenset({"sh", "bash", "dash"})
"""Those whose lines are read here; others have rules of their own."""
_SHELL_FOLDERS = ("", "/bin/", "/usr/bin/")

_STARTERS = """
    sh bash dash zsh ksh mksh ash fish csh tcsh busybox toybox pwsh
    python pypy ruby perl php lua luajit node nodejs deno bun npx npm pnpm yarn tsx ts-node R Rscript julia java
    kotlin scala groovy runghc go cargo swift dotnet mono erl elixir iex guile racket sbcl tclsh expect osascript
    awk gawk mawk nawk sed ed ex vi vim nvim emacs nano tar
    env xargs find fd parallel watch entr nohup nice ionice time timeout setsid stdbuf script flock chrt taskset
    sudo doas su runuser pkexec chroot unshare nsenter bwrap firejail systemd-run at batch crontab tmux screen
    ssh scp sftp rsync docker podman nerdctl kubectl helm vagrant ansible ansible-playbook terraform
    make gmake cmake ninja meson just rake gradle mvn ant bazel tox nox pre-commit pytest
    pip pipx uv uvx poetry conda gem bundle composer brew
    gdb lldb strace ltrace perf sqlite3 psql mysql
"""
_RUNS_OTHERS = frozenset(_STARTERS.split())
"""Programs that start others or run code, by a word in their line or by a file: never safe by their names."""
_VERSION = re.compile(r"[\d.]+$")

_PLAIN = re.compile(r"(?P<text>[A-Za-z0-9_./:=@%+,-]+)")
_SINGLE = re.compile(r"'(?P<text>[^']*)'")
_DOUBLE = re.compile(r'"(?P<text>[^"$`\\!]*)"')
_SPACE = re.compile(r"[ \t]+")
_BETWEEN = re.compile(r"&&|\|\||[;|\n]")
_ASSIGNS = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\+?=")
_SHELL_WORDS = """
    if then elif else fi for while until do done case esac select function in time coproc
    cd pushd popd alias unalias export readonly declare typeset local set unset shopt eval exec source . command builtin
    enable trap read mapfile readarray umask ulimit hash bind complete return exit logout break continue shift wait
    jobs fg bg disown suspend let getopts history fc type
"""
_NO_PROGRAMS = frozenset(_SHELL_WORDS.split())
"""Words of the shell's own that change what the words after them mean, or where."""
_ROUGHLY = re.compile(r"[;&|\n(){}<>`]|\$\(")
_DEEPEST = 4


def subject_of(command: Sequence[str]) -> str:
    """A command line as one text, in which no two command lines are the same."""
    return shlex.join(command)


def shell_line(command: Sequence[str]) -> str | None:
    """The line that a command gives to a shell; None where it gives none, or more than a line."""
    if len(command) == 3 and command[1] == "-c" and _is_shell(command[0]):
        return command[2]
    return None


def runs_others(command: Sequence[str]) -> bool:
    """Whether what a command does is not told by the program's name."""
    name = PurePosixPath(command[0]).name
    is_path = "/" in command[0] and not command[0].startswith(("/bin/", "/usr/bin/", "/usr/local/bin/"))
    if name == "git":  # its own commands are told by the next word, unless an option changes what that means
        return is_path or len(command) < 2 or command[1].startswith("-")
    return is_path or name in _RUNS_OTHERS or _VERSION.sub("", name) in _RUNS_OTHERS


def is_understood(command: Sequence[str]) -> bool:
    """Whether it is known for sure which programs a command line names."""
    line = shell_line(command)
    if line is not None:
        return split_line(line) is not None
    return not _is_any_shell(command[0])


def parts_of(command: Sequence[str]) -> tuple[Words, ...] | None:
    """The commands that a shell's line is made of; None where it is no such line, or not understood."""
    line = shell_line(command)
    return None if line is None else split_line(line)


def split_line(line: str) -> tuple[Words, ...] | None:
    """The commands of a line, each as its words; None when anything in it is not surely understood."""
    commands: list[list[str]] = [[]]
    at = 0
    while at < len(line):
        if space := _SPACE.match(line, at):
            at = space.end()
        elif between := _BETWEEN.match(line, at):
            commands.append([])
            at = between.end()
        else:
            word, at = _word(line, at)
            if word is None:
                return None
            commands[-1].append(word)
    if not commands[-1] and len(commands) > 1 and line.rstrip(" \t").endswith((";", "\n")):
        commands.pop()
    return tuple(tuple(words) for words in commands) if all(map(_is_command, commands)) else None


def holds(command: Sequence[str], forbidden: Sequence[str], deepest: int = _DEEPEST) -> bool:
    """Whether a command is what was forbidden, or may start it: found roughly, and rather too often."""
    starts_others = runs_others(command)
    end = command[-len(forbidden) :] if starts_others else command
    if _by_name(end) == _by_name(forbidden):
        return True
    lines = [word for word in command[1:] if len(word.split()) > 1 or word in forbidden] if starts_others else []
    return deepest > 0 and any(holds(piece, forbidden, deepest - 1) for line in lines for piece in _pieces(line))


def _by_name(command: Sequence[str]) -> Words:
    """The command with its program by name alone, wherever it is."""
    return (PurePosixPath(command[0]).name, *command[1:]) if command else ()


def _pieces(line: str) -> Iterator[Words]:
    """The commands of a line; where it is not understood, whatever stands between its signs."""
    known = split_line(line)
    if known is not None:
        yield from known
        return
    for piece in _ROUGHLY.split(line):
        try:
            words = shlex.split(piece)
        except ValueError:
            words = piece.replace('"', "").replace("'", "").split()
        if words:
            yield tuple(words)


def _word(line: str, at: int) -> tuple[str | None, int]:
    """The word that begins here, out of plain and quoted pieces, and where it ends; None for any other sign."""
    word, start = "", at
    while at < len(line) and not _SPACE.match(line, at) and not _BETWEEN.match(line, at):
        found = _PLAIN.match(line, at) or _SINGLE.match(line, at) or _DOUBLE.match(line, at)
        if found is None:
            return None, start
        word += found["text"]
        at = found.end()
    return word, at


def _is_command(words: Sequence[str]) -> bool:
    return bool(words) and bool(words[0]) and words[0] not in _NO_PROGRAMS and not _ASSIGNS.match(words[0])


def _is_shell(program: str) -> bool:
    return any(program == f"{folder}{name}" for folder in _SHELL_FOLDERS for name in _SHELLS)


def _is_any_shell(program: str) -> bool:
    return PurePosixPath(program).name in {*_SHELLS, "zsh", "ksh", "mksh", "ash", "fish", "csh", "tcsh"}
