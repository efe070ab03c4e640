"""The profile menu: opens upward from its button in the bottom-left corner."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import OptionList

from javari_tui.commands import application as commands
from javari_tui.i18n import _
from javari_tui.screens.base import JavariDialog
from javari_tui.widgets.profile_menu import MenuRow, ProfileMenu


class ProfileMenuDialog(JavariDialog[str]):
    """Gives back the id of the command that was picked."""

    BINDINGS = [("f9", "dismiss_empty", "")]

    DEFAULT_CSS = """
    ProfileMenuDialog {
        align: left bottom;
        background: transparent;
        & > .dialog { width: 42; max-width: 94%; padding: 0 1; margin: 0 0 1 0; border: round $border-blurred; }
    }
    """

    def __init__(self, *, user_name: str, language: str) -> None:
        super().__init__()
        self._user_name, self._language = user_name, language

    def compose(self) -> ComposeResult:
        """Heading, entries, sign out."""
        rows = (
            MenuRow(glyph="person", text=self._user_name),
            MenuRow(
                glyph="globe",
                text=_("Language: {language}").format(language=self._language),
                command_id=commands.CHOOSE_LANGUAGE.id,
                rule_before=True,
            ),
            MenuRow(glyph="books", text=_("Get Help"), command_id=commands.OPEN_HELP.id),
            MenuRow(glyph="card", text=_("View Plans & Credits"), command_id=commands.OPEN_CREDITS.id),
            MenuRow(glyph="gear", text=_("Settings"), command_id=commands.OPEN_SETTINGS.id),
            MenuRow(glyph="folder", text=_("Assets & Documents"), command_id=commands.OPEN_ASSETS.id),
            MenuRow(glyph="lock", text=_("Security & Keys"), command_id=commands.OPEN_KEYS.id),
            MenuRow(glyph="door", text=_("Sign Out") + " ({})".format(_("no account")), rule_before=True),
        )
        with Vertical(classes="dialog"):
            yield ProfileMenu(rows)

    @on(OptionList.OptionSelected)
    def _picked(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_id)
