"""Behavior & Personality: how Javari answers, and what a model is told because of it."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from javari_tui.domain.preferences import CodePreference, Preferences, Preset, ResponseStyle, Tone
from javari_tui.i18n import N_
from javari_tui.screens.settings.pane import SettingsPane
from javari_tui.settings.preference_keys import PREFERENCE_KEYS, with_preference
from javari_tui.terminal.clipboard import copied_sentence, copy_text
from javari_tui.widgets.settings.choice import ChoiceRow, Option, options
from javari_tui.widgets.settings.reading import ReadingRow
from javari_tui.widgets.settings.text import WrittenRow

_PRESETS = (
    Option(
        Preset.BEGINNER,
        N_("Beginner Friendly"),
        N_("Explains everything in simple words, with steps and examples."),
    ),
    Option(
        Preset.PROFESSIONAL,
        N_("Seasoned Professional"),
        N_("The final result only: concise, technical, no basics."),
    ),
    Option(
        Preset.FULL_CODE,
        N_("Complete Code"),
        N_("Whole files that can replace the old ones: imports, types, error handling."),
    ),
    Option(Preset.CUSTOM, N_("Custom"), N_("Follows your own instructions below.")),
)
_STYLES = options(
    {
        ResponseStyle.BEGINNER: N_("Beginners"),
        ResponseStyle.INTERMEDIATE: N_("People who know the basics"),
        ResponseStyle.EXPERT: N_("Experts"),
    }
)
_CODE = options(
    {
        CodePreference.FULL_REPLACEABLE: N_("Whole files"),
        CodePreference.SNIPPETS: N_("Snippets"),
        CodePreference.EXPLANATIONS: N_("Explanations first"),
    }
)
_TONES = options(
    {
        Tone.PROFESSIONAL: N_("Professional"),
        Tone.CASUAL: N_("Casual"),
        Tone.TECHNICAL: N_("Technical"),
    }
)


class BehaviourPane(SettingsPane):
    """How Javari answers."""

    KEY = "behaviour"
    TITLE = N_("Behavior & Personality")
    GLYPH = "masks"

    def rows(self) -> Iterable[Widget]:
        """Preset, its three parts, one's own words, and what results."""
        yield ChoiceRow("preset", N_("Preset"), N_("Sets the three below at once."), options=_PRESETS)
        yield ChoiceRow("style", N_("Written for"), options=_STYLES)
        yield ChoiceRow("code", N_("Code"), options=_CODE)
        yield ChoiceRow("tone", N_("Tone"), options=_TONES)
        yield WrittenRow(
            "prompt",
            N_("Your own instructions"),
            N_("Sent with the preset “Custom”; they win over everything else."),
            placeholder=N_("Such as: I work on Debian servers and prefer plain shell."),
            is_long=True,
        )
        yield ReadingRow(
            "system_prompt",
            N_("What a model is told"),
            N_("The system prompt that results, exactly as it is sent."),
        )

    async def fill(self) -> None:
        """The preferences, and the prompt they give."""
        self.show_preferences(await self.services.preferences.read())
        self.row("system_prompt").value = await self.services.conversation.system_prompt()

    async def choose(self, key: str, value: str) -> None:
        """Save at once; the next answer follows it."""
        if key == "preset":
            await self.services.preferences.choose_preset(Preset(value))
            return
        field = PREFERENCE_KEYS[key].field
        chosen = getattr(with_preference(Preferences(), key, value), field)
        await self.services.preferences.change(**{field: chosen})

    async def copy_prompt(self) -> None:
        """Copy what is sent, exactly, and tell where the copy went."""
        prompt = await self.services.conversation.system_prompt()
        fallback = self.services.folders.state / "copied.txt"
        copied = await copy_text(prompt, ask_terminal=self.app.copy_to_clipboard, fallback=fallback)
        self.app.notify(copied_sentence(copied, prompt), markup=False)
