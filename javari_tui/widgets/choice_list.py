"""A list that is moved by the keys of a field above it."""

from __future__ import annotations

from textual.content import Content
from textual.strip import Strip
from textual.style import Style
from textual.widgets import OptionList
from textual.widgets.option_list import Option


class ChoiceList(OptionList, can_focus=False):
    """Enter takes the row that is marked, so it is marked as plainly as if the list had the focus."""

    DEFAULT_CSS = """
    ChoiceList {
        border: none; height: auto; padding: 0; background: $surface; scrollbar-size-vertical: 1;
        & > .option-list--option { padding: 0 1; }
        & > .option-list--option-highlighted {
            color: $block-cursor-foreground; background: $block-cursor-background; text-style: none;
        }
    }
    """

    def _get_option_render(self, option: Option, style: Style) -> list[Strip]:
        """The marked row in one colour: its quiet parts could not be read on that."""
        if option is not self.highlighted_option or not isinstance(option.prompt, Content):
            return super()._get_option_render(option, style)
        coloured, option._visual = option._visual, Content(option.prompt.plain)
        try:
            return super()._get_option_render(option, style)
        finally:
            option._visual = coloured
