"""A provider on the settings screen: whether it can be used, and where its key comes from."""

from __future__ import annotations

from rich.cells import cell_len
from textual.content import Content

from javari_tui.domain.keys import KeySource
from javari_tui.domain.models import ProviderInfo
from javari_tui.domain.untrusted_text import clean
from javari_tui.terminal.glyphs import glyph
from javari_tui.widgets.settings.link import LinkRow

_NAME_WIDTH = 18
_STATE_WIDTH = 22


class ProviderRow(LinkRow):
    """On one line where there is room: name, state, address. Enter takes a key for this session."""

    DEFAULT_CSS = "ProviderRow { margin: 0; }"

    def __init__(self, info: ProviderInfo) -> None:
        super().__init__(f"provider.{info.name}", clean(info.title))
        self.info = info
        self.source = KeySource.NONE
        """Where its key comes from now."""

    @property
    def shown_title(self) -> str:
        """A name, so the same in every language."""
        return self.title

    def lines(self, width: int) -> list[Content]:
        """One line: what does not fit is left out, the address first."""
        arrow = f" {glyph('arrow_right')}" if self.can_open else ""
        name = Content(self.shown_title).truncate(_NAME_WIDTH - 2, ellipsis=True, pad=True)
        state = Content(self.shown + arrow)
        line: list[str | Content] = [
            name.stylize(self._style("title")),
            "  ",
            state.stylize(self._style("other" if self.is_quiet else "value")),
        ]
        room = width - _NAME_WIDTH - max(_STATE_WIDTH, state.cell_length + 2)
        if self.detail and cell_len(self.detail) <= room:
            line.append(" " * max(2, _STATE_WIDTH - state.cell_length))
            line.append(Content(self.detail).stylize(self._style("other")))
        return [Content("").join(line).truncate(width, ellipsis=True)]
