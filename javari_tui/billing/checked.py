"""Reading the fields of an answer, each with its bounds: nothing comes out that was not checked."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import TypeVar

from javari_tui.billing.misunderstood import Misunderstood
from javari_tui.domain.credits import Credits
from javari_tui.domain.untrusted_text import clean

T = TypeVar("T")

MAX_AMOUNT = 2**53 - 1
"""No amount is greater: every JSON reader reads it exactly."""
MAX_COUNT = 2**31 - 1

_DIGITS = re.compile(r"-?(?:0|[1-9][0-9]{0,15})\Z")
_IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/@+-]{0,99}\Z")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:[Zz]|[+-]\d\d:\d\d)\Z")
_FIRST, _LAST = datetime(1970, 1, 2, tzinfo=UTC), datetime(9990, 1, 1, tzinfo=UTC)
"""Between them every zone can write a moment."""


class Fields:
    """The fields of one object. What a field is not raises Misunderstood; fields nobody asks for are ignored."""

    __slots__ = ("_fields",)

    def __init__(self, fields: Mapping[str, object]) -> None:
        self._fields = fields

    def has(self, name: str) -> bool:
        """Whether there is such a field, and something in it."""
        return self._fields.get(name) is not None

    def whole(self, name: str, *, least: int = 0, most: int = MAX_AMOUNT, default: int | None = None) -> int:
        """A whole number; large ones may stand in quotation marks. Never a float, also no 1.0."""
        value = self._fields.get(name)
        if value is None and default is not None:
            return default
        if isinstance(value, str) and _DIGITS.match(value):
            value = int(value)
        # True is a whole number to Python.
        if type(value) is not int or not least <= value <= most:
            raise Misunderstood(f"{name} is no whole number from {least} to {most}")
        return value

    def amount(self, name: str) -> Credits:
        """Credits, not below nothing."""
        return Credits(self.whole(name))

    def balance(self, name: str) -> Credits:
        """Credits that may be below nothing."""
        return Credits(self.whole(name, least=-MAX_AMOUNT))

    def flag(self, name: str) -> bool:
        """Yes or no; a field that is not there says no."""
        value = self._fields.get(name, False)
        if not isinstance(value, bool):
            raise Misunderstood(f"{name} is neither true nor false")
        return value

    def text(self, name: str, *, longest: int = 100, default: str | None = None) -> str:
        """One line of text for the screen, without anything that a terminal would obey."""
        value = self._fields.get(name)
        if value is None and default is not None:
            return default
        if not isinstance(value, str) or len(value) > longest:
            raise Misunderstood(f"{name} is no text of at most {longest} characters")
        return " ".join(clean(value).split())

    def name(self, name: str) -> str:
        """A text that is not empty."""
        value = self.text(name)
        if not value:
            raise Misunderstood(f"{name} is empty")
        return value

    def identifier(self, name: str) -> str:
        """An id that either side made."""
        return self.matching(name, _IDENTIFIER)

    def matching(self, name: str, shape: re.Pattern[str]) -> str:
        """A text of a certain shape, whole."""
        value = self._fields.get(name)
        if not isinstance(value, str) or not shape.match(value):
            raise Misunderstood(f"{name} is not written as it should be")
        return value

    def moment(self, name: str) -> datetime:
        """A moment with its zone, in UTC."""
        try:
            moment = datetime.fromisoformat(self.matching(name, _MOMENT).upper())
            if not _FIRST <= moment <= _LAST:
                raise Misunderstood(f"{name} is far away")
            return moment.astimezone(UTC)
        except (ValueError, OverflowError) as error:
            raise Misunderstood(f"{name} is no moment") from error

    def moment_or_none(self, name: str) -> datetime | None:
        """A moment, where there is one."""
        return self.moment(name) if self.has(name) else None

    def list_of(self, name: str, read: Callable[[Fields], T], *, most: int, is_needed: bool = True) -> tuple[T, ...]:
        """Objects, each read by `read`."""
        return tuple(read(Fields(_object(name, value))) for value in self._list(name, most, is_needed))

    def texts(self, name: str, *, most: int, longest: int = 500) -> tuple[str, ...]:
        """Lines of text; a field that is not there has none."""
        values = self._list(name, most, False)
        return tuple(Fields({name: value}).text(name, longest=longest) for value in values)

    def identifiers(self, name: str, *, most: int) -> tuple[str, ...]:
        """Ids."""
        return tuple(Fields({name: value}).identifier(name) for value in self._list(name, most, True))

    def within(self, name: str) -> Fields:
        """The fields of an object within."""
        return Fields(_object(name, self._fields.get(name)))

    def _list(self, name: str, most: int, is_needed: bool) -> list[object]:
        value = self._fields.get(name)
        if value is None and not is_needed:
            return []
        if not isinstance(value, list) or len(value) > most:
            raise Misunderstood(f"{name} is no list of at most {most}")
        return value


def _object(name: str, value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise Misunderstood(f"{name} holds something that is no object")
    return value
