"""Sentences on what deserves a second look before a tool acts, translated."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from javari_tui.domain.tools import PlannedChange
from javari_tui.domain.untrusted_text import reveal
from javari_tui.i18n import _, ngettext
from javari_tui.services.approvals.command_lines import is_understood, runs_others
from javari_tui.services.keys.redaction import MARK
from javari_tui.services.toolbox.calls import Called
from javari_tui.services.toolbox.run_later import is_run_later
from javari_tui.tools.git_folders import makes_git_folder
from javari_tui.tools.web_addresses import WebAddress

MANY_LINES = 50
"""Lines taken out of a file; from there on it is said."""

_NUMBER = re.compile(r"\d+|0x[0-9a-f]*")
_PADDING = re.compile(r"[ \t]{20}|\n{3}")


def hidden(called: Called, *more: str) -> tuple[str, ...]:
    """On characters in a call that nobody sees, or that push something out of sight."""
    texts = [*_texts(called.given.values()), *more]
    said = []
    if any(reveal(text) != text for text in texts):
        said.append(_("There are invisible characters in it. They are shown as ⟪U+200B⟫."))
    if called.tool.name == "run_command" and any(_PADDING.search(text) for text in texts):
        said.append(_("Some of it stands behind a lot of empty space: look at all of it."))
    return tuple(said)


def of_change(change: PlannedChange) -> tuple[str, ...]:
    """On what a change of a file takes away or sets going."""
    said = []
    if change.removed >= MANY_LINES:
        many = ngettext(
            "It takes {count} line out of the file.", "It takes {count} lines out of the file.", change.removed
        )
        said.append(many.format(count=change.removed))
    path = Path(change.path)
    if is_run_later(path) or makes_git_folder(path):
        said.append(_("Programs obey what stands in this file, so a change of it can start something later."))
    if any(line.startswith("+") and MARK in line for line in change.diff.splitlines()):
        said.append(_("It writes “{mark}”, which the model saw in the place of a key.").format(mark=MARK))
    return tuple(said)


def anew(change: PlannedChange) -> tuple[str, ...]:
    """On a change that the user has answered already, of a file that was another one then."""
    said = _("{path} changed since you were asked. This is the change now.")
    return (said.format(path=change.shown_path),)


def without_git(file: Path) -> tuple[str, ...]:
    """On a file in a folder that is not in Git. In one that is, Git may still not know the file as it was."""
    if any((folder / ".git").exists() for folder in file.parents):
        return ()
    return (_("This folder is not in Git, so the change cannot be taken back there."),)


def of_command(command: Sequence[str], *, is_sandboxed: bool) -> tuple[str, ...]:
    """On where a command runs, and on what it may start."""
    said = []
    if not is_sandboxed:
        said.append(_("There is no sandbox here: the command can read, change and send whatever you can."))
    if not is_understood(command):
        said.append(_("This is a line for a shell that Javari does not understand for sure: read all of it."))
    elif runs_others(command):
        program = reveal(command[0])
        said.append(
            _("“{program}” can start other programs: its name says little about what happens.").format(program=program)
        )
    return tuple(said)


def of_address(where: WebAddress) -> tuple[str, ...]:
    """On an address that is not like most."""
    said = []
    if where.scheme == "http":
        said.append(_("The connection is not protected: others can read and change what is sent."))
    if _is_number(where.host):
        said.append(_("The address is a number, not a name."))
    elif any(part.startswith("xn--") for part in where.host.split(".")):
        said.append(_("The name holds letters of other alphabets, which can look like others."))
    if where.has_own_port:
        said.append(_("The port {port} is not the usual one.").format(port=where.port))
    return tuple(said)


def carrying() -> tuple[str, ...]:
    """On an address that could carry away what was read."""
    return (_("The address itself can carry something out of this chat: look at all of it."),)


def _texts(values: Iterable[object]) -> Iterator[str]:
    """Every text in the arguments."""
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, list):
            yield from value


def _is_number(host: str) -> bool:
    """Whether a host is an address, in whatever way it is written."""
    return ":" in host or _NUMBER.fullmatch(host.rstrip(".").rpartition(".")[2]) is not None
