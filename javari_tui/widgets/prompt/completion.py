"""The list that completes the word before the cursor: slash words and files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.timer import Timer
from textual.widget import Widget

from javari_tui.i18n import _

if TYPE_CHECKING:
    from javari_tui.widgets.prompt.queries import Choice, Query, QueryKind
    from javari_tui.widgets.prompt.slash_words import SlashWord

MOST_ROWS = 8
"""Rows of the list at most; the rest scrolls."""
_HIT, _HINT = "bold $text-accent", "$text-muted"
_CHOSEN = "$block-cursor-foreground on $block-cursor-background"
_QUIET_TIME = 0.06
"""Seconds without a letter before files are asked for."""


class CompletionMenu(Widget):
    """A list over the transcript's last rows, just above the prompt. Takes no focus: keys stay in the text."""

    DEFAULT_CSS = """
    CompletionMenu {
        display: none;
        overlay: screen;
        constrain: none inside;
        height: 1;
        width: 1fr;
        background: $panel;
        color: $foreground;
        &.-open { display: block; }
    }
    """

    choices: reactive[tuple[Choice, ...]] = reactive((), init=False)
    """What can be chosen."""
    cursor: reactive[int] = reactive(0, init=False)
    """Which of them is chosen."""

    class FilesWanted(Message):
        """Files that fit a few letters are needed."""

        def __init__(self, query: str) -> None:
            super().__init__()
            self.query = query

    class Clicked(Message):
        """The choice under the mouse was taken."""

    def __init__(self) -> None:
        super().__init__()
        self.words: tuple[SlashWord, ...] = ()
        self.most_rows = MOST_ROWS
        self.wanted: Query | None = None
        self._row = 0
        self._dismissed: tuple[QueryKind, int, int] | None = None
        self._asking: Timer | None = None
        self._paths: tuple[Path, ...] = ()
        self._nothing = False

    @property
    def is_open(self) -> bool:
        """Whether the list is on screen."""
        return self.has_class("-open")

    @property
    def chosen(self) -> Choice | None:
        """The choice Enter and Tab take; None when the list is closed or empty."""
        return self.choices[self.cursor] if self.is_open and self.choices else None

    def look(self, before: str, row: int) -> None:
        """Follow the text: `before` is the cursor's line up to the cursor."""
        query = _query_at(before, row) if "/" in before or "@" in before else None
        if query == self.wanted and row == self._row:
            return
        if query is None:
            self.close(for_good=False)
            self._dismissed = None
            return
        self.wanted, self._row = query, row
        if self._dismissed == (query.kind, row, query.start):
            return
        self._dismissed = None
        if query.is_file:
            # Until the answer comes, those at hand that still fit: the list never shows what no longer does.
            at_hand = self._files(self._paths, query)
            self._show(tuple(choice for choice in at_hand if choice.positions or not query.text))
            self._ask_for_files()
        else:
            from javari_tui.widgets.prompt.queries import slash_choices  # noqa: PLC0415 - see `_query_at`

            self._show(slash_choices(self.words, query.text))

    def offer(self, query: str, paths: Sequence[Path]) -> None:
        """Files that fit `query`; an answer to what is no longer asked is dropped."""
        current = self.wanted
        if current is None or not current.is_file or current.text != query:
            return
        self._paths = tuple(paths)
        if self._dismissed is None:
            self._nothing = not paths and bool(query)
            self._show(self._files(paths, current))

    @staticmethod
    def _files(paths: Sequence[Path], query: Query) -> tuple[Choice, ...]:
        from javari_tui.widgets.prompt.queries import file_choices  # noqa: PLC0415 - see `_query_at`

        return file_choices(paths, query)

    def move(self, step: int) -> None:
        """Choose the next or the one before, round and round."""
        if self.choices:
            self.cursor = (self.cursor + step) % len(self.choices)

    def close(self, *, for_good: bool = True) -> None:
        """Take the list away; `for_good` keeps it away for this word."""
        if for_good and self.wanted is not None:
            self._dismissed = (self.wanted.kind, self._row, self.wanted.start)
        self.wanted = None
        self._paths = ()
        if self._asking is not None:
            self._asking.stop()
        self._show(())

    def _ask_for_files(self) -> None:
        if self._asking is not None:
            self._asking.stop()
        self._asking = self.set_timer(_QUIET_TIME, self._ask_now)

    def _ask_now(self) -> None:
        if self.wanted is not None and self.wanted.is_file:
            self.post_message(self.FilesWanted(self.wanted.text))

    def _show(self, choices: tuple[Choice, ...]) -> None:
        self._nothing = self._nothing and not choices and self.wanted is not None
        rows = min(len(choices), self.most_rows) or int(self._nothing)
        self.set_reactive(CompletionMenu.cursor, 0)
        self.choices = choices
        if rows:
            self.styles.height = rows
            self.styles.offset = (0, -rows)
        if self.is_open != (rows > 0):
            self.set_class(rows > 0, "-open")
            if self.is_attached:
                self.screen.refresh_bindings()

    def watch_choices(self) -> None:
        """Draw anew."""
        self.refresh()

    def watch_cursor(self) -> None:
        """Draw anew."""
        self.refresh()

    @property
    def _top(self) -> int:
        """The first choice on screen."""
        return max(0, min(self.cursor - self.most_rows + 1, len(self.choices) - self.most_rows))

    def render(self) -> Content:
        """The choices that fit, the chosen one marked."""
        if not self.choices:
            return Content.assemble(" ", (_("No file fits that."), _HINT))
        top = self._top
        shown = self.choices[top : top + self.most_rows]
        width = self.content_size.width - 2
        widest = max(12, width * 3 // 5) if any(choice.hint for choice in shown) else width
        column = min(max(cell_len(choice.title) for choice in shown), widest)
        lines = [self._line(choice, column, top + at == self.cursor) for at, choice in enumerate(shown)]
        return Content("\n").join(lines)

    def _line(self, choice: Choice, column: int, is_chosen: bool) -> Content:
        width = self.content_size.width - 1
        title = Content(choice.title)
        if not is_chosen:
            for at in choice.positions:
                title = title.stylize(_HIT, at, at + 1)
        if cell_len(choice.title) > column:
            title = title.truncate(column, ellipsis=True)
        hint = Content(choice.hint)
        if not is_chosen:
            hint = hint.stylize(_HINT)
        padding = " " * (column - title.cell_length + 2)
        text = Content.assemble(title, padding, hint).truncate(width, ellipsis=True, pad=True)
        line = Content.assemble(" ", text)
        return line.stylize(_CHOSEN) if is_chosen else line

    def on_click(self, event: events.Click) -> None:
        """Take the choice under the mouse."""
        event.stop()
        at = self._top + event.y
        if 0 <= at < len(self.choices):
            self.cursor = at
            self.post_message(self.Clicked())


def _query_at(before: str, row: int) -> Query | None:
    from javari_tui.widgets.prompt.queries import query_at  # noqa: PLC0415 - with the first / or @, not at the start

    return query_at(before, row)
