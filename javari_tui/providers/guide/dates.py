"""Dates, hours and names of languages as the interface language writes them."""

from __future__ import annotations

from datetime import datetime

from javari_tui.i18n import PSEUDO_LANGUAGE, SOURCE_LANGUAGE, language


def long_date(moment: datetime) -> str:
    """A day, such as `November 22, 2026`."""
    from babel.dates import format_date  # noqa: PLC0415 - slow to import, and only an answer needs it

    return format_date(moment, "long", locale=_locale())


def full_date(moment: datetime) -> str:
    """A day with its name."""
    from babel.dates import format_date  # noqa: PLC0415 - as above

    return format_date(moment, "full", locale=_locale())


def clock_time(moment: datetime) -> str:
    """An hour and minute."""
    from babel.dates import format_time  # noqa: PLC0415 - as above

    return format_time(moment, "short", locale=_locale())


def language_name(code: str) -> str:
    """A language's name, such as `Spanish`; the code itself when it has none."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - as above

    try:
        return Locale.parse(code).get_language_name(_locale()) or code
    except (ValueError, UnknownLocaleError):
        return code


def _locale() -> str:
    """The interface language, where the calendar knows it."""
    return SOURCE_LANGUAGE if language() == PSEUDO_LANGUAGE else language()
