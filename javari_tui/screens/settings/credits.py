"""Credits & limits: what may be spent at most, and the server that keeps the account."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from javari_tui.domain.credits import MICRO, Credits, read_credits, shown_left
from javari_tui.domain.errors import SettingsError
from javari_tui.domain.untrusted_text import clean, reveal
from javari_tui.i18n import N_, _
from javari_tui.screens.dialogs.ask_text import AskText
from javari_tui.screens.settings.pane import PaneTitle, SettingsPane
from javari_tui.widgets.settings.link import LinkRow

_URL = "billing.url"
_ALLOWANCE = "credits.offline_allowance"

_AMOUNTS = {
    "credits.most_message": (
        N_("One message"),
        N_("A message that would cost more is not sent; it stays in the prompt."),
    ),
    "credits.most_chat": (N_("One chat"), N_("What all answers of a chat may cost together.")),
    "credits.most_day": (N_("One day"), N_("What may be used from midnight to midnight.")),
    "credits.most_month": (N_("One month"), N_("What may be used from the first day of a month to its last.")),
    _ALLOWANCE: (
        N_("While the server does not answer"),
        N_("So much may be used until it answers again; then sending waits for it."),
    ),
}
"""Title and sentence of each whole number, marked."""


class CreditsPane(SettingsPane):
    """Limits are hard: what would pass one is refused before it costs anything."""

    KEY = "credits"
    TITLE = N_("Credits & limits")
    GLYPH = "card"

    def rows(self) -> Iterable[Widget]:
        """The limits, then the server."""
        for key, (title, sentence) in _AMOUNTS.items():
            if key == _ALLOWANCE:
                yield PaneTitle(N_("Billing server"), is_first=False)
                yield LinkRow(_URL, N_("Address"), N_("Whoever runs the server tells it to you. Empty: no account."))
            yield LinkRow(key, title, sentence)

    async def fill(self) -> None:
        """What is in force."""
        self.show_settings()
        for key in (*_AMOUNTS, _URL):
            row = self.row(key)
            assert isinstance(row, LinkRow)
            row.shown = self._shown(key)
            row.is_quiet = row.value in ("", "0")

    async def open(self, row: LinkRow) -> None:
        """Ask until it can be used, or is left as it was."""
        if row.key == _URL:
            await self._ask_address()
        else:
            await self._ask_amount(row)
        await self.fill()

    def _shown(self, key: str) -> str:
        value = self.row(key).value
        if key == _URL:
            return reveal(value) if value else _("none")
        if value == "0":
            return _("nothing") if key == _ALLOWANCE else _("no limit")
        return _("{amount} credits").format(amount=shown_left(Credits.of(int(value))))

    async def _ask_amount(self, row: LinkRow) -> None:
        is_limit = row.key != _ALLOWANCE
        explanation = _(row.sentence) + " " + (_("Whole credits; empty for no limit.") if is_limit else "")
        written = "" if row.value == "0" and is_limit else row.value
        while True:
            ask = AskText(row.shown_title, text=written, explanation=explanation.strip(), replaces=True)
            answer: str | None = await self.app.push_screen_wait(ask)
            if answer is None:
                return
            written = answer.strip()
            try:
                await self.save_setting(row.key, str(_whole(written)) if written else "0")
            except ValueError:
                explanation = _("“{text}” is no whole number of credits, such as 500.").format(text=clean(written)[:40])
            except SettingsError as error:
                explanation = clean(" ".join(part for part in (error.title, error.cure) if part))
            else:
                return

    async def _ask_address(self) -> None:
        explanation = _("It begins with https://, or with http:// on this machine.")
        written = self.row(_URL).value
        while True:
            ask = AskText(_("Billing server"), text=written, explanation=explanation, placeholder="https://")
            answer: str | None = await self.app.push_screen_wait(ask)
            if answer is None:
                return
            written = answer.strip()
            try:
                await self.save_setting(_URL, written)
            except SettingsError as error:
                explanation = clean(" ".join(part for part in (error.title, error.cure) if part))
            else:
                return


def _whole(text: str) -> int:
    """A whole number of credits that a person typed; ValueError when it is none."""
    credits, rest = divmod(read_credits(text).micro, MICRO)
    if rest:
        raise ValueError(text)
    return credits
