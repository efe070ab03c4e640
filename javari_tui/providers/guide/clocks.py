"""What time it is, here and elsewhere, and what day."""

from __future__ import annotations

import asyncio
from datetime import datetime
from zoneinfo import ZoneInfo

from javari_tui.i18n import SOURCE_LANGUAGE, _
from javari_tui.providers.guide.answer import Answer, Question, calling
from javari_tui.providers.guide.dates import clock_time, full_date
from javari_tui.providers.guide.marks import quoted
from javari_tui.providers.guide.phrasebook import known_phrasebooks
from javari_tui.providers.guide.places import Place, place_of
from javari_tui.providers.guide.tools import call


async def time(question: Question, value: str) -> Answer:
    """The hour on this machine."""
    now = question.clock()
    zone = now.tzname() or ""
    text = _("It is **{time}** on this machine").format(time=clock_time(now))
    return Answer(f"{text} ({quoted(zone)})." if zone else f"{text}.")


async def time_in(question: Question, value: str) -> Answer:
    """The hour in another place."""
    languages = dict.fromkeys((question.language, SOURCE_LANGUAGE, *known_phrasebooks()))
    place = await asyncio.to_thread(place_of, value, tuple(languages))
    if place is None:
        return Answer(_("I do not know the time there. Name a large city, such as Tokyo or Madrid."))
    tools = question.tools
    if tools.wants("get_time"):
        return calling(call("get_time", zone=place.zone))
    if failure := tools.failure("get_time"):
        return Answer(failure)
    answer = tools.answers.get("get_time")
    if answer is None:
        moment: datetime | None = question.clock().astimezone(await asyncio.to_thread(ZoneInfo, place.zone))
    else:
        moment = _moment_in(answer.text)
    return Answer(quoted(answer.text) if answer and moment is None else _told(place, moment or question.clock()))


async def date(question: Question, value: str) -> Answer:
    """The day on this machine."""
    return Answer(_("Today is **{date}**.").format(date=full_date(question.clock())))


def _told(place: Place, moment: datetime) -> str:
    text = _("In {place} it is **{time}** ({date}).")
    return text.format(place=quoted(place.name), time=clock_time(moment), date=full_date(moment))


def _moment_in(text: str) -> datetime | None:
    """The moment that a text begins with."""
    try:
        return datetime.fromisoformat(text.partition(" ")[0])
    except ValueError:
        return None
