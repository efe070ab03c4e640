"""Moments in a few letters, in the language in force."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from javari_tui.i18n import PSEUDO_LANGUAGE, SOURCE_LANGUAGE, _, language

if TYPE_CHECKING:
    from babel import Locale

_MINUTE = timedelta(minutes=1)


def short_moment(moment: datetime, now: datetime | None = None) -> str:
    """The time for today, “yesterday”, the weekday for this week, else the day; local time."""
    from babel.dates import format_date, format_skeleton, format_time  # noqa: PLC0415 - not needed for the first picture

    here = moment.astimezone()
    today = (now or datetime.now().astimezone()).date()
    locale = _locale()
    days = (today - here.date()).days
    if days == 0:
        return format_time(here, "short", locale=locale)
    if days == 1:
        return _("yesterday")
    if 1 < days < 7:
        return format_date(here, "EEE", locale=locale)
    return format_skeleton("MMMd" if here.year == today.year else "yMMMd", here, locale=locale)


def short_day(moment: datetime, now: datetime | None = None) -> str:
    """The day of the year; with the year where it is another one."""
    from babel.dates import format_skeleton  # noqa: PLC0415 - not needed for the first picture

    here, today = moment.astimezone(), (now or datetime.now().astimezone()).date()
    return format_skeleton("MMMd" if here.year == today.year else "yMMMd", here, locale=_locale())


def short_age(moment: datetime, now: datetime) -> str:
    """How long ago something was, in whole minutes or more: “6 min ago”."""
    from babel.dates import format_timedelta  # noqa: PLC0415 - not needed for the first picture

    age = max(now - moment, _MINUTE)
    return format_timedelta(
        -age, granularity="minute", threshold=1, format="short", add_direction=True, locale=_locale()
    )


def _locale() -> Locale:
    from babel import Locale  # noqa: PLC0415 - not needed for the first picture

    code = language()
    return Locale.parse(code if code != PSEUDO_LANGUAGE else SOURCE_LANGUAGE)
