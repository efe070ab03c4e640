"""Ctrl+R: an earlier prompt by its words, newest first, with a preview."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from javari_tui.domain.fuzzy import fold
from javari_tui.domain.untrusted_text import clean
from javari_tui.i18n import _, ngettext
from javari_tui.screens.base import JavariDialog
from javari_tui.terminal.glyphs import glyph
from javari_tui.widgets.choice_list import ChoiceList
from javari_tui.widgets.line_input import LineInput

MOST_SHOWN = 200
"""Entries in the list at most; more letters find the others."""


def earlier_with(entries: Sequence[str], words: str) -> list[str]:
    """The entries that hold every word, case and accents aside, in the order given."""
    wanted = fold(words).split()
    if not wanted:
        return list(entries)
    return [entry for entry in entries if _holds(fold(entry), wanted)]


def _holds(text: str, words: list[str]) -> bool:
    return all(word in text for word in words)


class HistorySearch(JavariDialog[str]):
    """Type to find, Up and Down or Ctrl+R to choose, Enter gives the prompt back, Esc gives back nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,ctrl+r", "move(1)", show=False),
        Binding("up,ctrl+s", "move(-1)", show=False),
        Binding("pagedown", "move(8)", show=False),
        Binding("pageup", "move(-8)", show=False),
    ]

    DEFAULT_CSS = """
    HistorySearch {
        & > .dialog { padding: 1 1 0 1; }
        .dialog--title { padding: 0 1; }
        Input {
            border: none; height: 1; padding: 0 1; margin: 1 0; background: $panel;
            &:focus { border: none; }
        }
        VerticalScroll {
            margin: 1 0 0 0; padding: 0 1; background: $panel;
            scrollbar-size-vertical: 1;
        }
        VerticalScroll.-empty { display: none; }
        .dialog--hint { padding: 0 1 1 1; }
    }
    """

    def __init__(self, entries: Sequence[str], *, words: str = "") -> None:
        super().__init__()
        self._entries = tuple(entries)
        self._words = words
        self._found: list[str] = []

    def compose(self) -> ComposeResult:
        """Title, words, what fits, the chosen one whole, hint."""
        with Vertical(classes="dialog"):
            yield Static(Content(_("Earlier prompts")), classes="dialog--title", markup=False)
            yield LineInput(self._words, placeholder=_("words to look for"), select_on_focus=False)
            yield ChoiceList(markup=False)
            with VerticalScroll(can_focus=False):
                yield Static(classes="history-search--preview", markup=False)
            yield Static(classes="dialog--hint", markup=False)

    def on_mount(self) -> None:
        """Type at once."""
        self.query_one(Input).focus()
        self._show()

    @on(Input.Changed)
    def _words_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._show()

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        event.stop()
        self._take()

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._take()

    @on(OptionList.OptionHighlighted)
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self._preview()

    def action_move(self, step: int) -> None:
        """Choose another entry."""
        options = self.query_one(OptionList)
        if options.highlighted is not None:
            options.highlighted = max(0, min(options.highlighted + step, options.option_count - 1))

    def _show(self) -> None:
        self._found = earlier_with(self._entries, self.query_one(Input).value)
        options = self.query_one(OptionList)
        width = max(20, min(72, self.app.size.width * 94 // 100) - 5)
        options.set_options(Option(_one_line(entry, width)) for entry in self._found[:MOST_SHOWN])
        options.highlighted = 0 if self._found else None
        # Textual leaves `max-height` out when it measures what a window holds, so the heights are set here.
        options.styles.height = max(1, min(len(self._found), self.app.size.height * 3 // 10))
        self._preview()
        count = len(self._found)
        found = ngettext("{count} prompt", "{count} prompts", count).format(count=count)
        hint = _("Enter takes it, your draft is kept; Esc leaves")
        self.query_one(".dialog--hint", Static).update(Content(f"{found} {glyph('middot')} {hint}"))

    def _preview(self) -> None:
        entry = self._chosen()
        # One line says it all in the list already.
        is_short = entry is None or "\n" not in entry.strip()
        scroll = self.query_one(VerticalScroll)
        scroll.set_class(is_short, "-empty")
        scroll.styles.height = max(1, min((entry or "").count("\n") + 1, self.app.size.height // 6))
        scroll.scroll_home(animate=False)
        self.query_one(".history-search--preview", Static).update(Content("" if is_short else clean(entry or "")))

    def _chosen(self) -> str | None:
        at = self.query_one(OptionList).highlighted
        return self._found[at] if at is not None and at < len(self._found) else None

    def _take(self) -> None:
        entry = self._chosen()
        if entry is not None:
            self.dismiss(entry)


def _one_line(entry: str, width: int) -> Content:
    return Content(" ".join(clean(entry).split())).truncate(width, ellipsis=True)
