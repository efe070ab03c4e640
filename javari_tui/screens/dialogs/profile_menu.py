"""The profile menu: opens upward from its button in the bottom-left corner."""

from __future__ import annotations

from collections.abc import Iterator

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList

from javari_tui.commands import application as commands
from javari_tui.commands.credits import SIGN_IN, SIGN_OUT
from javari_tui.domain.untrusted_text import reveal
from javari_tui.i18n import _
from javari_tui.screens.base import JavariDialog
from javari_tui.terminal.glyphs import glyph
from javari_tui.widgets.profile_menu import MenuRow, ProfileMenu

_ROOM = 32
"""Cells for words beside the mark."""


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

    def __init__(
        self, *, user_name: str, language: str, account: str = "", plan: str = "", needs_sign_in: bool = False
    ) -> None:
        """`account` and `plan` as the endpoint calls them; without an account both are empty."""
        super().__init__()
        self._user_name, self._language = user_name, language
        self._account, self._plan, self._needs_sign_in = account, plan, needs_sign_in

    def compose(self) -> ComposeResult:
        """Headings, entries, signing in or out."""
        rows = (
            MenuRow(glyph="person", text=self._user_name),
            MenuRow(glyph="key", text=self._whose()),
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
            *self._ways_in_and_out(),
        )
        with Vertical(classes="dialog"):
            yield ProfileMenu(rows)

    def _whose(self) -> str:
        """The plan and the account, as far as there is room on one row."""
        if not self._account:
            return _("No account: Free plan")
        told = f"{reveal(self._plan) or '—'} {glyph('middot')} {reveal(self._account)}"
        return Content(told).truncate(_ROOM, ellipsis=True).plain

    def _ways_in_and_out(self) -> Iterator[MenuRow]:
        if not self._account or self._needs_sign_in:
            text = _("Sign In Again") if self._account else _("Sign In")
            yield MenuRow(glyph="door", text=text, command_id=SIGN_IN.id, rule_before=True)
        if self._account:
            is_first = not self._needs_sign_in
            yield MenuRow(glyph="door", text=_("Sign Out"), command_id=SIGN_OUT.id, rule_before=is_first)

    @on(OptionList.OptionSelected)
    def _picked(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_id)
