"""What the transcript's tests share: messages, a tiny app, and looking at what is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from textual.app import App, ComposeResult
from textual.message import Message as TextualMessage

from javari_tui.domain.chat import Message, Role, ScrollPlace
from javari_tui.themes import VARIABLE_DEFAULTS, ThemeLibrary
from javari_tui.widgets.transcript import Transcript
from javari_tui.widgets.transcript.blocks import Block
from javari_tui.widgets.transcript.body import Body
from javari_tui.widgets.transcript.glyphs import UNICODE, Glyphs, Page
from javari_tui.widgets.transcript.line import Line

HOSTILE = [
    "\x1b]52;c;aGk=\x07 after",
    "\x1b[2J\x1b[31mred",
    "\x9b31m and \x9d0;title\x9c",
    "a\x00b\x7fc\x08d",
    "\u202eevil\u2066x",
    "tag\U000e0041\U000e0042",
    "&#27;[31m &#x9b;31m &#x202e;gnp &#xe0041; &#0; &#13;x",
    "[link](http://x.example/\x1b]52;c;aGk=\x07)",
    "[l](<http://x.example/&#x202e;a>) ![&#x202e;alt](http://x/&#27;)",
    "`code &#x202e; \u202e`\n\n```\u202epy\n\x1b[31mcode\n```",
    "| a\u202e | &#x202e; |\n|---|---|\n| &#27; | \x1b[0m |",
    "[/nope] [@click=app.quit]press[/] [bold",
    "http://x.example/&#x202e;x \u2028 line",
    "lone \ud800 half",
    "1. \x1b[31m\n2. &#x2067;\n\n> &#x2069;",
]
"""Texts that would do something to a terminal, or to an app that takes text for markup."""


def message(number: int, text: str, role: Role = Role.ASSISTANT, **fields: Any) -> Message:  # noqa: ANN401 - Message's own fields
    """A message; `number` is its id."""
    moment = datetime(2026, 11, 22, 14, 2, tzinfo=UTC)
    return Message(id=number, chat_id=1, parent_id=None, role=role, text=text, created_at=moment, **fields)


def talk(count: int, *, first: int = 1) -> list[Message]:
    """Questions and answers, each answer some rows high."""
    roles = (Role.USER, Role.ASSISTANT)
    return [
        message(number, f"Message {number}.\n\nIt says something.\n\nAnd something more.", roles[number % 2])
        for number in range(first, first + count)
    ]


class Rig(App[None]):
    """A transcript, and everything it posts."""

    AUTO_FOCUS = None

    def __init__(
        self, messages: Sequence[Message] = (), *, place: ScrollPlace | None = None, has_older: bool = False
    ) -> None:
        super().__init__()
        self.first = messages
        self.first_place = place or ScrollPlace()
        self.has_older = has_older
        self.posted: list[TextualMessage] = []

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return VARIABLE_DEFAULTS

    def compose(self) -> ComposeResult:
        yield Transcript()

    def on_mount(self) -> None:
        for theme in ThemeLibrary().all():
            self.register_theme(theme)
        self.theme = "javari-dark"
        self.transcript.show(self.first, has_older=self.has_older, place=self.first_place)

    @property
    def transcript(self) -> Transcript:
        return self.query_one(Transcript)

    def on_transcript_older_wanted(self, event: Transcript.OlderWanted) -> None:
        self.posted.append(event)

    def on_transcript_place_changed(self, event: Transcript.PlaceChanged) -> None:
        self.posted.append(event)

    def on_transcript_following_changed(self, event: Transcript.FollowingChanged) -> None:
        self.posted.append(event)

    def on_transcript_link_opened(self, event: Transcript.LinkOpened) -> None:
        self.posted.append(event)

    def on_transcript_cursor_moved(self, event: Transcript.CursorMoved) -> None:
        self.posted.append(event)

    def of_kind(self, kind: type[TextualMessage]) -> list[Any]:
        """What was posted of one kind."""
        return [event for event in self.posted if isinstance(event, kind)]

    def screen_rows(self) -> list[str]:
        """What stands on the rows of the transcript, as it is drawn."""
        transcript = self.transcript
        strips = transcript.render_lines(transcript.size.region)
        return [strip.text.rstrip() for strip in strips]

    def said(self) -> str:
        """All rows, one below the other."""
        return "\n".join(self.screen_rows())


def rows_of(blocks: Sequence[Block], page: Page) -> list[Line]:
    """All rows of some blocks."""
    return [line for block in blocks for line in block.lines(page)]


def laid_out(text: str, width: int = 60, *, glyphs: Glyphs = UNICODE, show_targets: bool = False) -> list[Line]:
    """The rows of a whole text."""
    page = Page(width, glyphs, show_targets=show_targets)
    return rows_of(Body(text, is_open=False).blocks, page)


def texts(text: str, width: int = 60, *, glyphs: Glyphs = UNICODE, show_targets: bool = False) -> list[str]:
    """The same, only their characters."""
    return [line.text.rstrip() for line in laid_out(text, width, glyphs=glyphs, show_targets=show_targets)]
