"""The ways out of the chat: palette, profile menu, help, settings, credits, language, theme."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from javari_tui.commands import application as commands
from javari_tui.commands.base import Command
from javari_tui.domain.languages import LANGUAGE_NAMES
from javari_tui.i18n import _, available_languages, language
from javari_tui.messages import CommandWanted, LanguageChosen, ThemeChosen
from javari_tui.paths import shipped
from javari_tui.screens.base import CommandNode, Handler
from javari_tui.screens.chat.assets_door import GoTo
from javari_tui.screens.chat.page import ChatPage
from javari_tui.screens.dialogs.picker import Choice, matching
from javari_tui.screens.dialogs.profile_menu import ProfileMenuDialog
from javari_tui.themes import theme_titles

if TYPE_CHECKING:
    from collections.abc import Callable


class Doors:
    """Opens other pages and windows."""

    def __init__(
        self, page: ChatPage, screen: CommandNode, offered: Callable[[], list[Command]], *, go_to: GoTo
    ) -> None:
        self._page, self._screen, self._go_to = page, screen, go_to
        self._offered = offered
        """The commands that work now, for the palette."""

    def handlers(self) -> Mapping[str, Handler]:
        """What leads out of the chat."""
        return {
            commands.OPEN_PALETTE.id: self.open_palette,
            commands.OPEN_PROFILE_MENU.id: self.open_profile_menu,
            commands.OPEN_HELP.id: self.open_help,
            "help.page": self.open_help_page,
            commands.OPEN_SETTINGS.id: self.open_settings,
            commands.OPEN_KEYS.id: self.open_keys,
            commands.OPEN_CREDITS.id: self.open_credits,
            commands.CHOOSE_LANGUAGE.id: self.choose_language,
            commands.CHOOSE_THEME.id: self.choose_theme,
        }

    def is_available(self, command_id: str) -> bool:
        """Doors are always open."""
        return True

    async def open_palette(self) -> None:
        """Every command that works now, by name."""
        offered = self._offered()
        app = self._page.app
        keys = {
            active.binding.id: app.get_key_display(active.binding)
            for active in self._page.screen.active_bindings.values()
            if active.binding.id
        }
        choices = [
            Choice(
                key=command.id,
                title=command.shown_title,
                detail=command.shown_help,
                hint=keys.get(command.id, f"/{command.slash}" if command.slash else ""),
                words=f"{command.id} {command.slash}",
            )
            for command in offered
        ]
        picked = await self._page.pick(_("Commands"), choices)
        if picked:
            self._page.screen.post_message(CommandWanted(picked))

    async def open_profile_menu(self) -> None:
        """The menu above the profile button."""
        services = await self._page.services()
        name = (await services.preferences.read()).display_name or services.user_name
        account = services.account.account
        menu = ProfileMenuDialog(
            user_name=name,
            language=LANGUAGE_NAMES.get(language(), language()),
            account=account.id if account else "",
            plan=services.ledger.view.plan,
            needs_sign_in=account is not None and account.needs_sign_in,
        )
        picked: str | None = await self._page.app.push_screen_wait(menu)
        if picked:
            self._page.screen.post_message(CommandWanted(picked))

    async def open_help(self, words: str = "") -> None:
        """The help pages."""
        await self._help(query=words)

    async def open_help_page(self, slug: str) -> None:
        """One help page by its name."""
        await self._help(slug=slug)

    async def _help(self, *, slug: str = "", query: str = "") -> None:
        from javari_tui.screens.help.screen import HelpScreen  # noqa: PLC0415 - brings Textual's Markdown with it

        services = await self._page.services()
        self._page.app.push_screen(HelpScreen(services.help, slug=slug or None, query=query))

    async def open_settings(self, section: str = "") -> None:
        """The settings, at a section."""
        from javari_tui.screens.settings.screen import SettingsScreen  # noqa: PLC0415 - many widgets, seldom used

        services = await self._page.services()
        self._page.app.push_screen(SettingsScreen(services, section=section))

    async def open_keys(self) -> None:
        """The settings, where keys come from."""
        await self.open_settings("models")

    async def open_credits(self) -> None:
        """What is left, what was used, every entry; back to a chat that was chosen there."""
        from javari_tui.screens.credits.outcome import Outcome, Ways  # noqa: PLC0415 - see below
        from javari_tui.screens.credits.screen import CreditsScreen  # noqa: PLC0415 - many widgets, seldom used

        services = await self._page.services()
        screen = self._screen
        ways = Ways(run=screen.action_run_command, can=screen.is_available, chat_id=self._page.chat_id)
        outcome: Outcome | None = await self._page.app.push_screen_wait(CreditsScreen(services, ways))
        if outcome is not None:
            self._go_to(outcome.chat_id, outcome.message_id)

    async def choose_language(self, wanted: str = "") -> None:
        """Switch the whole interface at once."""
        codes = available_languages(shipped("locales"))
        choices = [Choice(key=code, title=LANGUAGE_NAMES.get(code, code), hint=code) for code in codes]
        code = wanted if wanted in codes else next(iter(choice.key for choice in matching(wanted, choices)), "")
        if not wanted or not code:
            code = await self._page.pick(_("Language"), choices, current=language()) or ""
        if code:
            await (await self._page.services()).preferences.change(preferred_language=code)
            self._page.app.post_message(LanguageChosen(code))

    async def choose_theme(self, wanted: str = "") -> None:
        """Switch the theme at once."""
        titles = theme_titles()
        choices = [Choice(key=name, title=_(title), hint=name) for name, title in titles.items()]
        name = wanted if wanted in titles else next(iter(choice.key for choice in matching(wanted, choices)), "")
        services = await self._page.services()
        if not wanted or not name:
            current = (await services.preferences.read()).theme
            name = await self._page.pick(_("Theme"), choices, current=current) or ""
        if name:
            await services.preferences.change(theme=name)
            self._page.app.post_message(ThemeChosen(name))
