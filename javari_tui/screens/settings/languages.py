"""Language & Localization: what the interface speaks, and what answers are written in."""

from __future__ import annotations

import os
from collections.abc import Iterable

from textual.widget import Widget

from javari_tui.domain.languages import LANGUAGE_NAMES
from javari_tui.domain.untrusted_text import clean
from javari_tui.i18n import N_, available_languages, language_from_environment
from javari_tui.messages import LanguageChosen
from javari_tui.paths import shipped
from javari_tui.screens.settings.pane import SettingsPane
from javari_tui.widgets.settings.choice import ChoiceRow, Option


class LanguagePane(SettingsPane):
    """Languages."""

    KEY = "language"
    TITLE = N_("Language & Localization")
    GLYPH = "globe"

    def rows(self) -> Iterable[Widget]:
        """The interface's language and that of answers."""
        known = available_languages(shipped("locales"))
        yield ChoiceRow(
            "language",
            N_("Interface"),
            N_("Everything on screen, the help and the messages. Changes at once."),
            options=(
                Option("", N_("As the system"), N_("Follows LANG and its kin.")),
                *(Option(code, LANGUAGE_NAMES.get(code, code), is_name=True) for code in known),
            ),
        )
        yield ChoiceRow(
            "answer_language",
            N_("Answers"),
            N_("What models are asked to write in."),
            options=(
                Option("", N_("As I write"), N_("The language of your message.")),
                *(Option(code, name, is_name=True) for code, name in LANGUAGE_NAMES.items()),
            ),
        )

    async def fill(self) -> None:
        """The languages in force."""
        preferences = await self.services.preferences.read()
        answers = self.row("answer_language")
        own = preferences.answer_language
        if isinstance(answers, ChoiceRow) and own not in {option.value for option in answers.options}:
            answers.options = (*answers.options, Option(own, clean(own), is_name=True))
        self.show_preferences(preferences)

    async def choose(self, key: str, value: str) -> None:
        """Save, and switch the whole interface."""
        if key == "answer_language":
            await self.services.preferences.change(answer_language=value)
            return
        await self.services.preferences.change(preferred_language=value)
        known = available_languages(shipped("locales"))
        self.app.post_message(LanguageChosen(value or language_from_environment(os.environ, known)))
