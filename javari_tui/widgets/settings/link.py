"""A setting that is chosen elsewhere: in a list, in a window. Shows what is in force."""

from __future__ import annotations

from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive

from javari_tui.i18n import N_
from javari_tui.terminal.glyphs import glyph
from javari_tui.widgets.settings.row import SettingRow


class LinkRow(SettingRow):
    """A value and a small arrow.

    | key | what |
    | --- | --- |
    | enter, space | open where it is chosen |
    """

    BINDINGS = [Binding("enter", "open", N_("Choose")), Binding("space,right", "open", show=False)]

    class Opened(Message):
        """The user wants to choose."""

        def __init__(self, row: LinkRow) -> None:
            super().__init__()
            self.row = row

        @property
        def control(self) -> LinkRow:
            """The row."""
            return self.row

    shown: reactive[str] = reactive("", layout=True)
    """The value for people, translated; data is cleaned before it comes here."""
    detail: reactive[str] = reactive("", layout=True)
    """A quiet second part."""
    is_quiet: reactive[bool] = reactive(False)
    """Whether the value says that there is nothing."""
    can_open: reactive[bool] = reactive(True, layout=True)
    """Whether there is anything to choose."""

    def words(self) -> tuple[str, ...]:
        """What is shown can be searched too."""
        return (self.shown, self.detail)

    def value_lines(self, width: int) -> list[Content]:
        """The value, its second part, the arrow."""
        arrow = f" {glyph('arrow_right')}" if self.can_open else ""
        value = Content(self.shown + arrow).stylize(self._style("other" if self.is_quiet else "value"))
        detail = Content(self.detail).stylize(self._style("other"))
        if not self.detail:
            return value.wrap(width) if self.shown else []
        if value.cell_length + detail.cell_length + 3 <= width:
            return [Content.assemble(value, "   ", detail)]
        return [*value.wrap(width), *detail.wrap(width)]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enter does nothing where there is nothing to choose."""
        return self.can_open if action == "open" else super().check_action(action, parameters)

    def action_open(self) -> None:
        """Say that the user wants to choose."""
        self.post_message(self.Opened(self))

    def on_click(self) -> None:
        """A click opens it too."""
        if self.can_open:
            self.action_open()
