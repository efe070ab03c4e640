"""Preferences by short keys, so that `javari config get theme` works as it does for settings.

They live in the database, not in the file; here is only what each accepts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType

from javari_tui.domain.errors import SettingsError
from javari_tui.domain.models import Effort, ModelRef
from javari_tui.domain.preferences import CodePreference, Preferences, Preset, ResponseStyle, ThemeChoice, Tone
from javari_tui.domain.system_prompt import LONGEST_CUSTOM, with_preset
from javari_tui.i18n import N_, PSEUDO_LANGUAGE, available_languages
from javari_tui.paths import shipped
from javari_tui.settings.found import Found
from javari_tui.settings.problems import closest_key
from javari_tui.settings.schema import ValueRefused

_WORDS = {"true": True, "yes": True, "on": True, "1": True, "false": False, "no": False, "off": False, "0": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class PreferenceKey:
    """One preference as `javari config` and the environment name it."""

    key: str
    field: str
    """Its name in `Preferences`."""
    type: str
    """`choice`, `yes/no` or `text`."""
    sentence: str
    """Marked."""
    choices: tuple[str, ...] = ()
    """The words it accepts; for a theme the ones everybody has."""

    @property
    def default(self) -> str:
        """Its value before anyone chose."""
        return read_preference(Preferences(), self.key)

    def check(self, text: str, found: Found, name: str) -> None:
        """Note a problem when a text is no value for it."""
        try:
            _parse(self, text)
        except ValueRefused as refused:
            message = N_("“{value}” cannot be the value of “{key}”.")
            found.complain(message, key=name, rule=refused.rule, values={**refused.values, "value": text})


def _choice(key: str, field: str, kind: type[StrEnum], sentence: str) -> PreferenceKey:
    return PreferenceKey(key=key, field=field, type="choice", choices=tuple(kind), sentence=sentence)


def _text(key: str, field: str, sentence: str, choices: tuple[str, ...] = ()) -> PreferenceKey:
    return PreferenceKey(key=key, field=field, type="text", choices=choices, sentence=sentence)


_ALL = (
    _choice("preset", "preset", Preset, N_("How Javari answers, as a whole.")),
    _choice("style", "response_style", ResponseStyle, N_("For whom answers are written.")),
    _choice("code", "code_preference", CodePreference, N_("How code is given.")),
    _choice("tone", "communication_tone", Tone, N_("How answers sound.")),
    _text("prompt", "custom_system_prompt", N_("Your own instructions; sent with the preset “Custom”.")),
    _text("language", "preferred_language", N_("The interface language; empty follows the environment.")),
    _text("answer_language", "answer_language", N_("The language of answers; empty follows yours.")),
    _text("theme", "theme", N_("The theme: auto follows the terminal."), (*ThemeChoice, "contrast", "ansi")),
    PreferenceKey(
        key="sidebar",
        field="sidebar_default_open",
        type="yes/no",
        choices=("true", "false"),
        sentence=N_("Whether the sidebar is open in a new chat."),
    ),
    _text("model", "model", N_("The default model, as provider/model; empty lets Javari choose.")),
    _text("effort", "effort", N_("How hard models that can choose should think."), ("", *Effort)),
    _text("name", "display_name", N_("The name in the corner; empty is your account’s name here.")),
)

PREFERENCE_KEYS: Mapping[str, PreferenceKey] = MappingProxyType({key.key: key for key in _ALL})
"""Short key → the preference."""

_ENUMS: Mapping[str, type[StrEnum]] = MappingProxyType(
    {"preset": Preset, "style": ResponseStyle, "code": CodePreference, "tone": Tone}
)


def preference_field(key: str) -> PreferenceKey:
    """The preference of a short key or of its field's name. SettingsError when there is none."""
    for known in _ALL:
        if key in (known.key, known.field):
            return known
    near = closest_key(key, PREFERENCE_KEYS)
    cure = N_("Did you mean “{closest}”?") if near else N_("“javari config” lists all settings.")
    raise SettingsError(N_("There is no setting “{key}”."), cure=cure, key=key, closest=near)


def read_preference(preferences: Preferences, key: str) -> str:
    """A preference as text."""
    value = getattr(preferences, preference_field(key).field)
    return str(value).lower() if isinstance(value, bool) else str(value)


def with_preference(preferences: Preferences, key: str, text: str) -> Preferences:
    """Preferences with one changed; a preset brings its style, code and tone. SettingsError for a wrong value."""
    known = preference_field(key)
    value = _parse(known, text)
    if isinstance(value, Preset):
        return with_preset(preferences, value)
    return replace(preferences, **{known.field: value})  # type: ignore[arg-type]


def _parse(known: PreferenceKey, text: str) -> str | bool:
    """The value a text stands for."""
    if known.key == "prompt":
        if len(text) > LONGEST_CUSTOM:
            raise ValueRefused(N_("It must have at most {most} characters."), most=LONGEST_CUSTOM)
        return text
    text = text.strip()
    if known.key == "sidebar":
        if text.lower() not in _WORDS:
            raise ValueRefused(N_("It must be true or false."))
        return _WORDS[text.lower()]
    if known.key in _ENUMS:
        return _one_of(known, text)
    _check_text(known, text)
    return text


def _one_of(known: PreferenceKey, text: str) -> str:
    """A word of a closed choice, in any case."""
    for choice in _ENUMS[known.key]:
        if choice.lower() == text.lower():
            return choice
    raise ValueRefused(N_("It must be one of: {choices}."), choices=", ".join(known.choices))


def _check_text(known: PreferenceKey, text: str) -> None:
    """The rules of the preferences that are words."""
    if len(text) > 200 or not text.isprintable():
        raise ValueRefused(N_("It must be one line of at most {most} characters."), most=200)
    if known.key == "effort" and text not in known.choices:
        raise ValueRefused(N_("It must be one of: {choices}."), choices=", ".join(filter(None, known.choices)))
    languages = available_languages(shipped("locales"))
    if known.key == "language" and text not in ("", PSEUDO_LANGUAGE, *languages):
        raise ValueRefused(N_("It must be one of: {choices}."), choices=", ".join(languages))
    if known.key == "model" and text:
        try:
            ModelRef.parse(text)
        except ValueError as error:
            raise ValueRefused(N_("It must be written provider/model.")) from error
