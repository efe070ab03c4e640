"""Keys and what they do, in two columns."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from javari_tui.domain.help import RelatedCommand


class KeyTable(Vertical):
    """One row for each command; a title that is too long goes on in its own column."""

    DEFAULT_CSS = """
    KeyTable {
        height: auto;
        Horizontal { height: auto; }
        .key-table--keys { color: $text-accent; height: auto; max-width: 55%; padding: 0 2 0 0; }
        .key-table--title { width: 1fr; height: auto; }
    }
    """

    def __init__(self, commands: Sequence[RelatedCommand]) -> None:
        super().__init__()
        self._commands = tuple(commands)

    def compose(self) -> ComposeResult:
        """The keys' column is as wide as the longest of them."""
        widest = max((cell_len(command.keys) for command in self._commands), default=0)
        for command in self._commands:
            keys = Static(Content(command.keys), classes="key-table--keys", markup=False)
            keys.styles.width = widest + 2
            yield Horizontal(keys, Static(Content(command.title), classes="key-table--title", markup=False))
