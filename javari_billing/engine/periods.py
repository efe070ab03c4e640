"""The months of a plan, counted from the day it began; where a month has no such day, its last one."""

from __future__ import annotations

import calendar

from javari_billing.wire.values import milliseconds, moment_of


def months_after(start: int, count: int) -> int:
    """The moment so many months after another one, in UTC."""
    moment = moment_of(start)
    years, month = divmod(moment.month - 1 + count, 12)
    year = moment.year + years
    day = min(moment.day, calendar.monthrange(year, month + 1)[1])
    return milliseconds(moment.replace(year=year, month=month + 1, day=day))


def period_at(start: int, now: int) -> tuple[int, int]:
    """The month that `now` lies in, of those that follow each other from `start` on: its beginning and its end."""
    count = period_number(start, now)
    return months_after(start, count), months_after(start, count + 1)


def period_number(start: int, now: int) -> int:
    """The number of that month, the first one being 0."""
    first, last = moment_of(start), moment_of(max(start, now))
    count = (last.year - first.year) * 12 + last.month - first.month
    return count - 1 if months_after(start, count) > max(start, now) else count
