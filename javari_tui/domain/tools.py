"""What tools are and what they give: values with a text for the model and the transcript.

Every text in them is cleaned: what a terminal would obey or hide is made visible.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from javari_tui.domain.tool_info import Risk, ToolInfo
from javari_tui.i18n import _, ngettext


@dataclass(frozen=True, slots=True, kw_only=True)
class FileText:
    """Lines of a text file."""

    path: str
    text: str
    first_line: int
    last_line: int
    total_lines: int | None
    """None where the file is too large to be counted whole."""
    replaced: bool = False
    """Some bytes were no UTF-8, and signs stand in their place."""

    def as_text(self) -> str:
        """The lines, and what is missing."""
        notes = []
        if self.replaced:
            notes.append(_("[some bytes are not UTF-8 and are shown as �]"))
        if self.first_line > 1 or self.last_line != self.total_lines:
            total = "?" if self.total_lines is None else self.total_lines
            said = _("[lines {first} to {last} of {total}]")
            notes.append(said.format(first=self.first_line, last=self.last_line, total=total))
        return "\n".join([self.text, *notes])


@dataclass(frozen=True, slots=True, kw_only=True)
class BinaryFile:
    """A file that is no text: described, never shown."""

    path: str
    kind: str
    """Such as `PNG`, by its first bytes; empty when unknown."""
    size: int

    def as_text(self) -> str:
        """What it is."""
        if self.kind:
            return _("{path}: a binary file ({kind}), {size} bytes").format(
                path=self.path, kind=self.kind, size=self.size
            )
        return _("{path}: a binary file, {size} bytes").format(path=self.path, size=self.size)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileList:
    """Files and folders below a folder, sorted; folders end with a slash, links with an `@`."""

    folder: str
    names: tuple[str, ...]
    is_cut: bool = False

    def as_text(self) -> str:
        """One name in a line."""
        lines = list(self.names) or [_("[nothing]")]
        return "\n".join([*lines, *([_("[there are more]")] if self.is_cut else [])])


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundLine:
    """A line of a file that was searched for."""

    path: str
    line: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundLines:
    """What a search found."""

    lines: tuple[FoundLine, ...]
    is_cut: bool = False
    """There are more, or the time was over."""

    def as_text(self) -> str:
        """`file:line: text`, one in a line."""
        shown = [f"{found.path}:{found.line}: {found.text}" for found in self.lines] or [_("[nothing found]")]
        return "\n".join([*shown, *([_("[there may be more]")] if self.is_cut else [])])


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedChange:
    """A change of one file that is not made yet."""

    path: str
    """Where, absolute and without links; as it is, so not for showing."""
    shown_path: str
    """How the tools call it, cleaned."""
    content: bytes
    """The whole file after the change."""
    before: str | None
    """The token: the hash of the content it is planned on. None: there is no such file yet."""
    diff: str
    """Unified; invisible characters are made visible."""
    added: int
    removed: int

    def as_text(self) -> str:
        """The diff."""
        return self.diff


class ChangeState(StrEnum):
    """What became of a planned change."""

    WRITTEN = "written"
    CONFLICT = "conflict"
    """The file is another than the one it was planned on: nothing was written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeOutcome:
    """What applying a change came to."""

    state: ChangeState
    shown_path: str

    def as_text(self) -> str:
        """One sentence."""
        if self.state is ChangeState.WRITTEN:
            return _("{path} is written.").format(path=self.shown_path)
        said = _("{path} has changed in the meantime, so nothing was written. Read it again and plan the change anew.")
        return said.format(path=self.shown_path)


class CommandEnding(StrEnum):
    """Why a command ended."""

    EXITED = "exited"
    OUT_OF_TIME = "out_of_time"
    TOO_MUCH = "too_much"
    """It wrote without end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandOutcome:
    """What a command gave."""

    command: tuple[str, ...]
    folder: str
    ending: CommandEnding
    exit_code: int | None
    """Negative: the signal that ended it. None where we ended it."""
    output: str
    """Both streams as they came; where something is left out in the middle, a line says so."""
    seconds: float
    sandboxed: bool

    def as_text(self) -> str:
        """How it ended and where it ran, then the output."""
        where = _("in the sandbox") if self.sandboxed else _("without a sandbox")
        if self.ending is CommandEnding.OUT_OF_TIME:
            said = _("Ended after {seconds} s, its time was over ({where}).")
        elif self.ending is CommandEnding.TOO_MUCH:
            said = _("Ended because it wrote without end ({where}).")
        else:
            said = _("Exit code {code} ({where}).")
        return f"{said.format(seconds=round(self.seconds), where=where, code=self.exit_code)}\n{self.output}".rstrip()


@dataclass(frozen=True, slots=True, kw_only=True)
class PageText:
    """The text of a web page or file."""

    url: str
    """Where it came from in the end, after redirects."""
    status: int
    content_type: str
    text: str
    """Empty where the content is no text."""
    is_cut: bool = False

    def as_text(self) -> str:
        """Where it came from, then the text."""
        notes = [_("[cut: it is longer]")] if self.is_cut else []
        return "\n".join([f"{self.url} ({self.status}, {self.content_type or '?'})", self.text, *notes]).rstrip()


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeTold:
    """A moment in a time zone."""

    moment: datetime
    zone: str

    def as_text(self) -> str:
        """In a form that models and people read."""
        return f"{self.moment.isoformat(timespec='seconds')} ({self.moment:%A}, {self.zone})"


ToolResult = FileText | BinaryFile | FileList | FoundLines | PlannedChange | CommandOutcome | PageText | TimeTold


def left_out(count: int) -> str:
    """The line that stands where bytes of an output are left out."""
    return ngettext("[… {count} byte left out …]", "[… {count} bytes left out …]", count).format(count=count)


__all__ = [
    "BinaryFile",
    "ChangeOutcome",
    "ChangeState",
    "CommandEnding",
    "CommandOutcome",
    "FileList",
    "FileText",
    "FoundLine",
    "FoundLines",
    "PageText",
    "PlannedChange",
    "Risk",
    "TimeTold",
    "ToolInfo",
    "ToolResult",
    "left_out",
]
