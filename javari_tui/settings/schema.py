"""What each key of the settings file accepts, read off the typed model once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from javari_tui.domain.errors import SettingsError
from javari_tui.i18n import N_
from javari_tui.settings import model

Value = str | int | bool

KEYMAP_SENTENCE = N_("The keys of a command, separated by commas; empty takes its keys away.")
LONGEST_TEXT = 2_000

_TRUE, _FALSE = frozenset(("true", "yes", "on", "1")), frozenset(("false", "no", "off", "0"))
_NUMBER = re.compile(r"[+-]?[0-9](?:_?[0-9]){0,12}", re.ASCII)


class ValueRefused(SettingsError):
    """A text is no value for a key; `rule` is the marked sentence that says what would be."""

    TITLE = N_("This value cannot be used.")

    def __init__(self, rule: str, **values: object) -> None:
        super().__init__(cure=rule, **values)  # type: ignore[arg-type]
        self.rule, self.values = rule, values


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One key that holds a value."""

    kind: type
    default: Value
    sentence: str
    """Marked."""
    least: int = 0
    most: int = 0
    is_server: bool = False
    """Whether it is the address of a server, or empty."""

    @property
    def choices(self) -> tuple[str, ...]:
        """The words it accepts; empty where it is free."""
        if self.kind is bool:
            return ("true", "false")
        return tuple(self.kind) if issubclass(self.kind, StrEnum) else ()

    @property
    def type_name(self) -> str:
        """`choice`, `yes/no`, `number` or `text`."""
        if self.kind is bool:
            return "yes/no"
        return "number" if self.kind is int else "choice" if self.choices else "text"

    def parse(self, text: str) -> Value:
        """The value a text stands for. ValueRefused says what would be right."""
        text = text.strip()
        if self.kind is bool:
            return _parse_flag(text)
        if self.kind is int:
            return self._parse_number(text)
        if issubclass(self.kind, StrEnum):
            return _parse_choice(text, self.kind)
        if len(text) > LONGEST_TEXT or not text.isprintable():
            raise ValueRefused(N_("It must be one line of at most {most} characters."), most=LONGEST_TEXT)
        if self.is_server and text:
            _check_server(text)
        return text

    def _parse_number(self, text: str) -> int:
        number = int(text) if _NUMBER.fullmatch(text) else None
        if number is None or not self.least <= number <= self.most:
            raise ValueRefused(
                N_("It must be a whole number from {least} to {most}."), least=self.least, most=self.most
            )
        return number


Branch = Mapping[str, "Leaf | Branch"]
"""A group of keys; the key `*` stands for every name."""


def _parse_flag(text: str) -> bool:
    word = text.lower()
    if word not in _TRUE | _FALSE:
        raise ValueRefused(N_("It must be true or false."))
    return word in _TRUE


def _parse_choice(text: str, kind: type[StrEnum]) -> StrEnum:
    try:
        return kind(text.lower())
    except ValueError as error:
        raise ValueRefused(N_("It must be one of: {choices}."), choices=", ".join(kind)) from error


def _check_server(text: str) -> None:
    from javari_tui.domain.server_addresses import RULE, server_address  # noqa: PLC0415 - most have no such setting

    if server_address(text) is None:
        raise ValueRefused(RULE)


def _branch(group: type) -> Branch:
    """The keys of one dataclass."""
    assert is_dataclass(group)
    branch: dict[str, Leaf | Branch] = {}
    for item in fields(group):
        if "sentence" in item.metadata:
            default: Any = item.default
            branch[item.name] = Leaf(kind=type(default), default=default, **item.metadata)
        elif item.name in GROUPS:
            branch[item.name] = _branch(GROUPS[item.name])
    return MappingProxyType(branch)


GROUPS: Mapping[str, type] = MappingProxyType(
    {
        "paste": model.PasteSettings,
        "attachments": model.AttachmentSettings,
        "answers": model.AnswerSettings,
        "tools": model.ToolSettings,
        "storage": model.StorageSettings,
        "credits": model.CreditSettings,
        "billing": model.BillingSettings,
    }
)
"""Key → the dataclass of its group."""

PROVIDER = _branch(model.ProviderSettings)
KEYS_OF_A_COMMAND = Leaf(kind=str, default="", sentence=KEYMAP_SENTENCE)

SCHEMA: Branch = MappingProxyType(
    {**_branch(model.Settings), "providers": {"*": PROVIDER}, "keymap": {"*": KEYS_OF_A_COMMAND}}
)
"""The whole file."""

_PROVIDER_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_COMMAND_ID = re.compile(r"[a-z][a-z0-9_-]*(?:\.[a-z0-9_-]+)*")


def is_name(group: str, name: str) -> bool:
    """Whether this can be a name below `providers` or `keymap`."""
    pattern = _PROVIDER_NAME if group == "providers" else _COMMAND_ID
    return len(name) <= 80 and bool(pattern.fullmatch(name))


def leaf_at(path: tuple[str, ...]) -> Leaf | None:
    """What stands at a path of keys, if it is a value."""
    at: Leaf | Branch = SCHEMA
    for key in path:
        if isinstance(at, Leaf):
            return None
        if key in at and key != "*":
            at = at[key]
        elif "*" in at and is_name(path[0], key):
            at = at["*"]
        else:
            return None
    return at if isinstance(at, Leaf) else None


def split_key(dotted: str) -> tuple[str, ...]:
    """A dotted key as a path; a command's id below `keymap` keeps its dots."""
    first, _, rest = dotted.partition(".")
    return (first, rest) if first == "keymap" and rest else tuple(dotted.split("."))


def leaves(branch: Branch = SCHEMA, prefix: tuple[str, ...] = ()) -> Mapping[tuple[str, ...], Leaf]:
    """Every fixed key that holds a value, in the order of the model."""
    found: dict[tuple[str, ...], Leaf] = {}
    for key, item in branch.items():
        if isinstance(item, Leaf):
            found[(*prefix, key)] = item
        else:
            found.update(leaves(item, (*prefix, key)))
    return {path: leaf for path, leaf in found.items() if "*" not in path}
