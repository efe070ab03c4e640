"""The app: opens screens, theme, keymap, ends, the last-resort error. No business."""

from __future__ import annotations

import asyncio
import gc
import os
import sys
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.binding import Binding
from textual.screen import Screen

from javari_tui import i18n
from javari_tui.commands.catalogue import ALL_COMMANDS
from javari_tui.commands.key_names import CommandKeys, short_key
from javari_tui.domain.errors import JavariError, StorageError
from javari_tui.domain.start import StartOptions
from javari_tui.domain.untrusted_text import clean
from javari_tui.ends import EndingApp
from javari_tui.i18n import _
from javari_tui.messages import (
    ExplanationWanted,
    LanguageChosen,
    RedrawWanted,
    SettingsChanged,
    ThemeChosen,
)
from javari_tui.paths import shipped
from javari_tui.screens.chat.screen import ChatScreen
from javari_tui.services.launch import Launch, prepare_launch
from javari_tui.terminal import guard
from javari_tui.terminal.colours import background_from_environment, colour_count
from javari_tui.terminal.driver import JavariDriver
from javari_tui.terminal.glyphs import use_glyphs
from javari_tui.terminal.keys import teach_newline_keys
from javari_tui.terminal.replies import BackgroundReported, ask_background
from javari_tui.themes import VARIABLE_DEFAULTS, ThemeLibrary, theme_name

if TYPE_CHECKING:  # brings the database with it; the first picture must not wait for that
    from types import ModuleType

    from javari_tui.domain.keymap import KeymapRules
    from javari_tui.services import Services
    from javari_tui.settings import Link
    from javari_tui.terminal.link import LinkState
    from javari_tui.terminal.link_watch import LinkWatch

_SWITCH_INTERVAL = 0.0005
"""Seconds a thread may hold the interpreter while libraries are imported: keys still echo at once."""


class JavariApp(EndingApp, inherit_bindings=False):
    """The chat screen first, everything else as it is needed."""

    ENABLE_COMMAND_PALETTE = False
    BINDINGS = []
    TITLE = "Javari"
    # The first screen is not pushed, and only for pushed ones does Textual read a stylesheet of their own.
    CSS_PATH = "screens/chat/screen.tcss"

    def __init__(self, launch: Launch) -> None:
        self._launch = launch
        launch.settings.use_keymap_rules(_keymap_rules)
        self.themes = ThemeLibrary(launch.folders.themes)
        self._dark: bool | None = background_from_environment(os.environ)
        super().__init__(launch.folders)
        self.stop_running = partial(_stop_running, self)
        self._theme_choice = launch.preferences.theme
        self._wear_theme()
        use_glyphs(launch.settings.settings.glyphs)
        self.services: asyncio.Future[Services] | None = None
        """Done as soon as they are open; made when the loop runs."""
        self.failure: JavariError | None = None
        """What kept Javari from opening its services."""
        self.key_names = CommandKeys(ALL_COMMANDS, launch.settings.settings.keymap)
        self._link: LinkWatch | None = None
        self._link_is_light = False

    def get_default_screen(self) -> Screen[None]:
        """The chat screen itself: one that is pushed over an empty one costs the first picture dearly."""
        self.services = asyncio.get_running_loop().create_future()
        return ChatScreen(self.services, self._launch)

    def on_mount(self) -> None:
        """Behind the first picture, all that takes time."""
        self._apply_settings()
        self.ending.watch_terminal()
        self.call_after_refresh(self._open_services)

    def _open_services(self) -> None:
        self.give_early_input()
        if self._driver is not None and not self.is_headless:
            ask_background(self._driver, os.environ)
        for remark in _missing(self._launch, self.themes):
            self.notify(remark, severity="warning", timeout=15, markup=False)
        self.run_worker(self._opening(), group="opening")
        self.call_later(self.use_thin_output)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our own variables, for themes that do not know them."""
        return dict(VARIABLE_DEFAULTS)

    def refresh_css(self, animate: bool = True) -> None:
        """Draw everything in another theme; while there is no screen yet, its stylesheets are read only once."""
        if self.services is None:
            self.stylesheet.set_variables(self.get_css_variables())
        else:
            super().refresh_css(animate=animate)

    def get_key_display(self, binding: Binding) -> str:
        """A key as the footer shows it: short, the same everywhere."""
        return binding.key_display or short_key(binding.key.split(",")[0])

    def _wear_theme(self) -> None:
        """Put the chosen theme on; one that cannot be had gives way to the usual one."""
        # Without colours the palette of sixteen would leave only bold for what is chosen; greys tell more.
        colours = 256 if self.no_color else colour_count(os.environ)
        wanted = theme_name(self._theme_choice, background_is_dark=self._dark, colours=colours)
        theme = self.themes.theme(wanted)
        if theme is None:
            theme = self.themes.theme(theme_name("auto", background_is_dark=self._dark, colours=colours))
        if theme is not None:
            self.register_theme(theme)
            self.theme = theme.name

    @on(BackgroundReported)
    def _background_reported(self, event: BackgroundReported) -> None:
        self._dark = event.is_dark
        self._wear_theme()

    async def _opening(self) -> None:
        """Import and open in threads; the screen waits on the future."""
        assert self.services is not None
        usual = sys.getswitchinterval()
        sys.setswitchinterval(_SWITCH_INTERVAL)
        try:
            module = await asyncio.to_thread(_import_opening)
            services = await module.open_services(self._launch.folders, self._launch.settings)
        except JavariError as error:
            self.failure = self.ending.failure = error
            self.services.set_exception(error)
            return
        finally:
            sys.setswitchinterval(usual)
        services.help.use_key_names(self.key_names)
        self.ending.redact = services.keys.redact
        self.services.set_result(services)
        gc.freeze()
        gc.enable()
        await _warm_up(services)
        if isinstance(self._driver, JavariDriver):
            self._link = _watch_link(self._driver, self._follow_link, self._launch.settings.settings.link)

    def _follow_link(self, state: LinkState) -> None:
        """The line became slower or faster, or the user wishes for something else."""
        self._link_is_light = state.is_light
        self._apply_settings()
        for screen in self.screen_stack:
            if isinstance(screen, ChatScreen):
                screen.follow_link(state)

    def _apply_settings(self) -> None:
        settings = self._launch.settings.settings
        use_glyphs(settings.glyphs)
        self.animation_level = "none" if settings.motion == "reduced" or self._link_is_light else "full"
        self.set_keymap(dict(settings.keymap))

    @on(SettingsChanged)
    def _settings_changed(self) -> None:
        self._apply_settings()
        if self._link is not None:
            self._link.choose(self._launch.settings.settings.link)
        self.key_names = CommandKeys(ALL_COMMANDS, self._launch.settings.settings.keymap)
        if self.services is not None and self.services.done() and self.failure is None:
            self.services.result().help.use_key_names(self.key_names)
        self._draw_anew()

    @on(LanguageChosen)
    def _language_chosen(self, event: LanguageChosen) -> None:
        i18n.use_language(event.code, shipped("locales"), self._launch.folders.cache)
        self._draw_anew()

    @on(ThemeChosen)
    def _theme_chosen(self, event: ThemeChosen) -> None:
        self._theme_choice = event.name
        self._wear_theme()

    @on(RedrawWanted)
    def _redraw_wanted(self) -> None:
        self.draw_anew()

    def _draw_anew(self) -> None:
        """Every text on every screen, at once."""
        for screen in self.screen_stack:
            for node in screen.walk_children(with_self=True):
                translate = getattr(node, "translate", None)
                if callable(translate):
                    translate()
                node.refresh(layout=True)

    @on(ExplanationWanted)
    def _explanation_wanted(self) -> None:
        from javari_tui.screens.dialogs.explain import ExplainDialog  # noqa: PLC0415 - at the first F1
        from javari_tui.screens.explaining import explanation_of  # noqa: PLC0415

        def explained(slug: str | None) -> None:
            """It was closed; a slug asks for the help page that tells more."""
            chats = [screen for screen in self.screen_stack if isinstance(screen, ChatScreen)]
            if slug and chats:
                chats[-1].action_run_command("help.page", slug)

        explanation = explanation_of(self.screen.focused, self.screen, self.key_names)
        self.push_screen(ExplainDialog(explanation), explained)

    # Ends

    async def save(self) -> None:
        """What is written in the chat screens. Raises StorageError where that would be lost."""
        for screen in self.screen_stack:
            if isinstance(screen, ChatScreen):
                try:
                    await screen.save()
                except StorageError:
                    if not screen.prompt.unsaved.is_empty:
                        raise

    async def close_services(self) -> None:
        """End the answers that run, and close the database."""
        if self.services is not None and self.services.done() and self.failure is None:
            await self.services.result().close()


def _stop_running(app: JavariApp) -> bool:
    """The answer of the open chat, also while something else lies over it."""
    return any(isinstance(screen, ChatScreen) and screen.stop_answer() for screen in app.screen_stack)


async def _warm_up(services: Services) -> None:
    """What the first send will need, imported meanwhile; local servers looked for."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(_SWITCH_INTERVAL)
    try:
        await services.models.discover()
        await services.models.warm_up()
    finally:
        sys.setswitchinterval(usual)
        gc.freeze()


def _watch_link(driver: JavariDriver, tell: Callable[[LinkState], None], link: Link) -> LinkWatch:
    """Measure the line to the terminal from now on; before, what was imported would be measured too."""
    from javari_tui.terminal.link_watch import LinkWatch  # noqa: PLC0415 - behind the first picture

    watch = LinkWatch(driver, tell, environ=os.environ)
    watch.start(link)
    return watch


def _keymap_rules() -> KeymapRules:
    """What a keymap may name."""
    from javari_tui.commands.keymap import keymap_rules  # noqa: PLC0415 - only where there is a settings file

    return keymap_rules()


def _import_opening() -> ModuleType:
    """The services' module, with the database behind it; takes a while, so it is done in a thread."""
    from javari_tui.services import opening  # noqa: PLC0415 - see above

    return opening


def _missing(launch: Launch, themes: ThemeLibrary) -> Iterator[str]:
    """The language and the theme that were asked for and cannot be had."""
    if launch.remark:
        yield launch.remark
    chosen = launch.preferences.theme
    if themes.theme(theme_name(chosen)) is None:
        yield _("There is no theme “{name}”, so the usual one is used.").format(name=clean(chosen))


def run(options: StartOptions) -> int:
    """Run the app until it ends; the exit code. The terminal is itself again when this returns."""
    launch = prepare_launch(options)
    if os.environ.get("TERM", "") in ("", "dumb"):
        sys.stderr.write(_("This terminal cannot show Javari's screen. “javari ask” answers in plain text.") + "\n")
        return 2
    guard.install()
    teach_newline_keys()
    app = JavariApp(launch)
    return app.ending.run(mouse=launch.settings.settings.mouse)
