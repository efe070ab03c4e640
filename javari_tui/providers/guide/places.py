"""Places of the world, by the names people give them, and the zones their clocks are in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from javari_tui.domain.words import fold
from javari_tui.i18n import SOURCE_LANGUAGE

if TYPE_CHECKING:
    from babel import Locale

_CAPITALS = {
    **{"AR": "America/Argentina/Buenos_Aires", "CL": "America/Santiago", "CN": "Asia/Shanghai", "DE": "Europe/Berlin"},
    **{"EC": "America/Guayaquil", "ES": "Europe/Madrid", "MY": "Asia/Kuala_Lumpur", "NZ": "Pacific/Auckland"},
    **{"PT": "Europe/Lisbon", "UA": "Europe/Kyiv"},
}
"""Countries of several zones in which nearly everybody lives in one."""
_NO_PLACES = ("Etc/", "US/", "Canada/", "Brazil/", "Mexico/", "Chile/", "posix/", "right/", "SystemV/")
_WORLD = ("UTC", "GMT")


@dataclass(frozen=True, slots=True)
class Place:
    """A city or country."""

    name: str
    zone: str
    """Such as `Asia/Tokyo`."""


def place_of(words: str, languages: tuple[str, ...]) -> Place | None:
    """The place that is meant, by its name in one of the languages; None when it is not known (blocking)."""
    wanted = fold(" ".join(words.split()))
    return next((place for code in languages if (place := _places(code).get(wanted)) is not None), None)


@cache
def _places(language: str) -> dict[str, Place]:
    """Every place by its folded name in a language, cities before countries."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - slow to import, and only such a question needs it

    try:
        locale = Locale.parse(language)
    except (ValueError, UnknownLocaleError):
        locale = Locale.parse(SOURCE_LANGUAGE)
    found: dict[str, Place] = {}
    for place in (*_cities(locale), *_countries(locale)):
        found.setdefault(fold(place.name), place)
    return found


def _cities(locale: Locale) -> Iterator[Place]:
    """The city each zone is named after, as the language calls it, and by the name in the zone itself."""
    for zone in _zones():
        own = zone.rpartition("/")[2].replace("_", " ")
        city = locale.time_zones.get(zone, {}).get("city") or own
        yield Place(city, zone)
        if city != own:
            yield Place(own, zone)


def _countries(locale: Locale) -> Iterator[Place]:
    """The countries that have one time."""
    from babel.core import get_global  # noqa: PLC0415 - as above

    territories = get_global("zone_territories")
    zones = _zones()
    many = Counter(territories.values())
    single = {territory: zone for zone, territory in territories.items() if many[territory] == 1}
    for territory, zone in {**single, **_CAPITALS}.items():
        if zone in zones and territory in locale.territories:
            yield Place(locale.territories[territory], zone)


@cache
def _zones() -> tuple[str, ...]:
    from zoneinfo import available_timezones  # noqa: PLC0415 - walks through folders

    places = (zone for zone in available_timezones() if "/" in zone and not zone.startswith(_NO_PLACES))
    return (*_WORLD, *sorted(places))
