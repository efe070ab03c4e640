"""Moments in a few letters, in the language in force."""

from __future__ import annotations

from datetime import datetime

from javari_tui.i18n import _, language


def short_moment(moment: datetime, now: datetime | None = None) -> str:
    """The time for today, “yesterday”, the weekday for this week, else the day; local time."""
    from babel import Locale  # noqa: PLC0415 - not needed for the first picture
    from babel.dates import format_date, format_skeleton, format_time  # noqa: PLC0415

    here = moment.astimezone()
    today = (now or datetime.now().astimezone()).date()
    code = language()
    locale = Locale.parse(code if code != "qps" else "en")
    days = (today - here.date()).days
    if days == 0:
        return format_time(here, "short", locale=locale)
    if days == 1:
        return _("yesterday")
    if 1 < days < 7:
        return format_date(here, "EEE", locale=locale)
    return format_skeleton("MMMd" if here.year == today.year else "yMMMd", here, locale=locale)
