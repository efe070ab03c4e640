"""What is told of a file beside its text: how large it is, what happened to it."""

from __future__ import annotations

from javari_tui.domain.file_facts import FileChange, FileFacts
from javari_tui.i18n import _, number_text

_UNITS = ((1_000_000_000, "GB"), (1_000_000, "MB"), (1000, "KB"))


def size_text(size: int) -> str:
    """A size as people read it."""
    for amount, unit in _UNITS:
        if size >= amount:
            return f"{number_text(size / amount, 0 if size >= 10 * amount else 1)} {unit}"
    return f"{number_text(size)} B"


def change_text(facts: FileFacts | None) -> str:
    """What happened to it since it was first shown, in a word or two; empty when nothing did."""
    if facts is None or facts.change is None:
        return ""
    if facts.change is FileChange.GONE:
        return _("gone")
    if facts.change is FileChange.UNREADABLE:
        return _("no longer readable")
    when = "" if facts.changed_at is None else f"{facts.changed_at.astimezone():%H:%M}"
    return _("changed {time}").format(time=when)


def note_text(facts: FileFacts | None, shown: int) -> str:
    """What must be known to read it, in a sentence; `shown` characters of it are."""
    if facts is None:
        return ""
    if facts.is_binary and facts.format:
        said = _("A binary file ({format}, {size}): there is no text to show.")
        return said.format(format=facts.format, size=size_text(facts.size))
    if facts.is_binary:
        return _("A binary file ({size}): there is no text to show.").format(size=size_text(facts.size))
    if facts.is_cut:
        said = _("Only the first {shown} of {size} are shown.")
        return said.format(shown=size_text(shown), size=size_text(facts.size))
    return "" if facts.size else _("This file is empty.")
