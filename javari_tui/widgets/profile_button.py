"""The button in the bottom-left corner with the user's name."""

from __future__ import annotations

from textual.content import Content
from textual.events import Click
from textual.reactive import reactive
from textual.widget import Widget

from javari_tui.commands.application import OPEN_PROFILE_MENU
from javari_tui.i18n import _
from javari_tui.messages import CommandWanted
from javari_tui.terminal.glyphs import glyph


class ProfileButton(Widget, can_focus=True):
    """Opens the profile menu upward: Enter, click or its key."""

    BINDINGS = [("enter,space", "open", "")]

    DEFAULT_CSS = """
    ProfileButton {
        width: auto;
        max-width: 24;
        height: 1;
        padding: 0 1;
        margin-right: 1;
        background: $panel;
        color: $text;
        &:focus { background: $block-cursor-background; color: $block-cursor-foreground; text-style: bold; }
    }
    """

    user_name: reactive[str] = reactive("", layout=True)
    """As shown; cleaned by whoever sets it."""

    def render(self) -> Content:
        """The mark and the name, on one line."""
        return Content(f"{glyph('person')} {self.user_name or _('Profile')} {glyph('arrow_up')}")

    def on_click(self, event: Click) -> None:
        """A click opens the menu."""
        event.stop()
        self.action_open()

    def action_open(self) -> None:
        """Ask for the menu."""
        self.post_message(CommandWanted(OPEN_PROFILE_MENU.id))
