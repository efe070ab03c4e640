"""What is known before the first picture: folders, settings, preferences, the chat that was open.

Imports nothing heavy: the database is read with its plain driver, the rest of the services come after the picture.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from javari_tui import i18n
from javari_tui.domain.preferences import Preferences
from javari_tui.domain.start import StartOptions
from javari_tui.domain.untrusted_text import clean
from javari_tui.i18n import _
from javari_tui.paths import Folders, folders, shipped
from javari_tui.settings import SettingsStore
from javari_tui.storage.first_look import FirstLook, first_look


class Launch(NamedTuple):
    """All that the app is started with."""

    folders: Folders
    settings: SettingsStore
    preferences: Preferences
    """As stored, with what the environment and the command line ask for this run."""
    look: FirstLook | None
    """None when there is no database yet, or it must be opened with care first."""
    options: StartOptions
    remark: str = ""
    """What was asked for and cannot be had, in the language in force."""


def prepare_launch(options: StartOptions, environ: Mapping[str, str] | None = None) -> Launch:
    """Read what is needed, and put the language in force."""
    environ = dict(os.environ if environ is None else environ)
    places = folders(environ)
    store = SettingsStore.load(places.config_file, environ)
    look = first_look(places.database)
    preferences = store.preferences_in_force((look.preferences if look else None) or Preferences())
    preferences = replace(
        preferences,
        preferred_language=options.language or preferences.preferred_language,
        theme=options.theme or preferences.theme,
    )
    known = i18n.available_languages(shipped("locales"))
    code = preferences.preferred_language or i18n.language_from_environment(environ, known)
    i18n.use_language(code, shipped("locales"), places.cache)
    return Launch(
        folders=places,
        settings=store,
        preferences=preferences,
        look=look,
        options=options,
        remark=_remark(code, known),
    )


def _remark(code: str, known: tuple[str, ...]) -> str:
    """Why Javari speaks English though another language was asked for."""
    if code in (*known, i18n.PSEUDO_LANGUAGE):
        return ""
    text = _("Javari does not speak “{code}”; it speaks {languages}.")
    return text.format(code=clean(code), languages=", ".join(known))
