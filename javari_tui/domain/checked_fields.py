"""Objects of an untrusted JSON file, whose fields are taken by type and within bounds.

ImportRefused names the first thing that is wrong, as a path such as `chats[0].messages[3].parent`.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from typing import NoReturn, TypeVar

from javari_tui.domain.errors import ImportRefused
from javari_tui.domain.models import ModelRef
from javari_tui.domain.untrusted_text import clean
from javari_tui.i18n import N_

MAX_WORD = 500
"""Characters of a title, a name, a tag."""
MAX_NUMBER = 2**53
"""The first whole number that some JSON readers round."""

_HALF = re.compile("[\ud800-\udfff]")

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)


def parse_json(text: str) -> object:
    """A file's content; no NaN, no field given twice, no bottomless nesting."""
    try:
        return json.loads(text, parse_constant=_no_constant, object_pairs_hook=_no_twice)
    except (ValueError, RecursionError) as error:
        raise ImportRefused(detail=clean(str(error))[:200]) from error


def refuse(where: str) -> NoReturn:
    """Refuse the file for what stands at one place."""
    raise ImportRefused(N_("This file is not a Javari export: “{where}” is not as it should be."), where=where[:200])


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _no_twice(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object of a file; a field given twice could be read in two ways."""
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a field stands twice in one object")
    return made


class CheckedFields:
    """An object of the file: its fields are taken by type, and none may be left over."""

    def __init__(self, content: object, where: str) -> None:
        if not isinstance(content, dict):
            refuse(where or "{ }")
        self._content: dict[str, object] = content
        self._where = where
        self._taken: set[str] = set()

    def place(self, name: str) -> str:
        """Where a field stands, for a message."""
        return f"{self._where}.{name}" if self._where else name

    def has(self, name: str) -> bool:
        """Whether a field is there that need not be."""
        return name in self._content

    def value(self, name: str) -> object:
        """A field as it is; it must be there."""
        self._taken.add(name)
        if name not in self._content:
            refuse(self.place(name))
        return self._content[name]

    def text(self, name: str, longest: int) -> str:
        """A text, without control codes."""
        return clean(self.exact(name, longest))

    def word(self, name: str) -> str:
        """A short text of one line."""
        return " ".join(self.text(name, MAX_WORD).split())

    def exact(self, name: str, longest: int) -> str:
        """A text kept to the letter."""
        value = self.value(name)
        if not isinstance(value, str) or len(value) > longest or _HALF.search(value):
            refuse(self.place(name))
        return value

    def number(self, name: str) -> int:
        """A whole number from 0."""
        value = self.value(name)
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < MAX_NUMBER:
            refuse(self.place(name))
        return value

    def seconds(self, name: str) -> float | None:
        """A duration, or nothing."""
        value = self.value(name)
        if value is None:
            return None
        if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value < MAX_NUMBER:
            refuse(self.place(name))
        return float(value) if math.isfinite(value) else refuse(self.place(name))

    def number_or_none(self, name: str) -> int | None:
        """A whole number, or nothing."""
        return None if self.value(name) is None else self.number(name)

    def yes(self, name: str) -> bool:
        """True or false."""
        value = self.value(name)
        return value if isinstance(value, bool) else refuse(self.place(name))

    def time(self, name: str) -> datetime:
        """A moment with its zone."""
        value = self.value(name)
        try:
            moment = datetime.fromisoformat(value if isinstance(value, str) else "")
        except ValueError:
            refuse(self.place(name))
        return moment if moment.tzinfo is not None and 1970 < moment.year < 9000 else refuse(self.place(name))

    def one_of(self, name: str, kinds: type[E]) -> E:
        """A value of an enumeration."""
        value = self.value(name)
        known = {kind.value: kind for kind in kinds}
        return known[value] if isinstance(value, str) and value in known else refuse(self.place(name))

    def model(self, name: str) -> ModelRef | None:
        """A model, or nothing."""
        if self.value(name) is None:
            return None
        try:
            return ModelRef.parse(self.word(name))
        except ValueError:
            refuse(self.place(name))

    def list_of(self, name: str, most: int, read: Callable[[object, str], T]) -> tuple[T, ...]:
        """A list, each of its things read by `read`, which is told where it stands."""
        value = self.value(name)
        if not isinstance(value, list) or len(value) > most:
            refuse(self.place(name))
        return tuple(read(thing, f"{self.place(name)}[{number}]") for number, thing in enumerate(value))

    def part(self, name: str, read: Callable[[object, str], T]) -> T | None:
        """An object within, or nothing."""
        value = self.value(name)
        return None if value is None else read(value, self.place(name))

    def nothing_else(self) -> None:
        """Refuse fields that are not known: what they say would be lost without a word."""
        unknown = sorted(set(self._content) - self._taken)
        if unknown:
            refuse(self.place(clean(unknown[0])))
