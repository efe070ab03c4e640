"""JSON read to be looked at: nothing is made neater than it was written.

Numbers keep their digits, a key that is there twice is there twice, NaN is NaN. Reading long JSON belongs into a
thread: what is called for every number and object is written in Python, so that other threads have their turn.
"""

from __future__ import annotations

import gc
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeAlias

from javari_tui.i18n import N_, _, number_text

INDENT = "  "
_LONG = 1_000_000
"""Characters from which on the garbage collector would take most of the time."""


class Number(str):
    """A number as it was written; also NaN and Infinity."""

    __slots__ = ()


Scalar: TypeAlias = "str | bool | None"
Members: TypeAlias = "tuple[tuple[str, JsonValue], ...]"
Items: TypeAlias = "list[JsonValue]"
Container: TypeAlias = "Members | Items"
JsonValue: TypeAlias = "Scalar | Members | Items"
"""An object is a tuple of its members in their order, an array a list."""

_BROKEN = N_("This is not valid JSON: it breaks at line {line}, column {column}. It is shown as code.")
_TOO_DEEP = N_("This JSON is nested too deeply for a tree. It is shown as code.")


@dataclass(frozen=True, slots=True)
class JsonDocument:
    """What some JSON says."""

    value: JsonValue
    is_lines: bool = False
    """Whether it is a list of what stands on its lines."""


@dataclass(frozen=True, slots=True)
class JsonProblem:
    """Why there is no tree of it."""

    line: int = 0
    column: int = 0
    """Where it breaks; nowhere when it is too deep."""

    @property
    def sentence(self) -> str:
        """The same, for the reader."""
        if not self.line:
            return _(_TOO_DEEP)
        return _(_BROKEN).format(line=number_text(self.line), column=number_text(self.column))


def read_json(text: str, *, is_lines: bool = False) -> JsonDocument | JsonProblem:
    """Read a text as JSON; what turns out to be one value on each line is read so, too."""
    text = text.removeprefix("\ufeff")
    try:
        with _uncollected(len(text) >= _LONG):
            return _read_lines(text) if is_lines else JsonDocument(_DECODER.decode(text))
    except RecursionError:
        return JsonProblem()
    except json.JSONDecodeError as error:
        lines = None if is_lines or not error.msg.startswith("Extra data") else read_json(text, is_lines=True)
        return lines if isinstance(lines, JsonDocument) else JsonProblem(error.lineno, error.colno)


def children(value: JsonValue) -> int:
    """How many values stand right in one; none in what is no container."""
    return len(value) if isinstance(value, tuple | list) else 0


def scalar_text(value: Scalar) -> str:
    """A value that is no container, as JSON writes it."""
    if isinstance(value, Number):
        return str(value)
    if isinstance(value, str):
        # Halves of characters can be written only as escapes: no encoding knows them.
        return json.dumps(value, ensure_ascii=any("\ud800" <= char <= "\udfff" for char in value))
    return {None: "null", True: "true", False: "false"}[value]


def written(value: JsonValue) -> str:
    """A value as JSON, one member a line. However deep it is, it does not call itself."""
    out: list[str] = []
    waiting: list[Iterator[str | tuple[JsonValue, int]]] = [iter([(value, 0)])]
    while waiting:
        part = next(waiting[-1], None)
        if part is None:
            waiting.pop()
        elif isinstance(part, str):
            out.append(part)
        elif isinstance(part[0], tuple | list):
            waiting.append(_parts(part[0], part[1]))
        else:
            out.append(scalar_text(part[0]))
    return "".join(out)


def _parts(value: Container, depth: int) -> Iterator[str | tuple[JsonValue, int]]:
    """A container as text and values that are still to be written."""
    begin, end = "{}" if isinstance(value, tuple) else "[]"
    yield begin
    for at in range(len(value)):
        yield f"{',' * (at > 0)}\n{INDENT * (depth + 1)}"
        if isinstance(value, tuple):
            yield f"{scalar_text(value[at][0])}: "
        yield (value[at][1] if isinstance(value, tuple) else value[at]), depth + 1
    yield f"\n{INDENT * depth}{end}" if value else end


@contextmanager
def _uncollected(is_long: bool) -> Iterator[None]:
    """Without looking for garbage among millions of new values, neither now (4 times the time) nor ever (a pause)."""
    if not (is_long and gc.isenabled()):
        yield
        return
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        gc.enable()


def _read_lines(text: str) -> JsonDocument:
    """One value on each line that has any."""
    values: Items = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            values.append(_read_line(line, number))
    return JsonDocument(values, is_lines=True)


def _read_line(line: str, number: int) -> JsonValue:
    try:
        value: JsonValue = _DECODER.decode(line)
    except json.JSONDecodeError as error:
        before = "\n" * (number - 1)
        raise json.JSONDecodeError(error.msg, before + line, len(before) + error.pos) from error
    return value


def _number(text: str) -> Number:
    return Number(text)


def _members(pairs: list[tuple[str, JsonValue]]) -> Members:
    return tuple(pairs)


_DECODER = json.JSONDecoder(
    object_pairs_hook=_members, parse_int=_number, parse_float=_number, parse_constant=_number, strict=False
)
