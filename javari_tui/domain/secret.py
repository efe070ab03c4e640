"""A value that must not be shown, logged or written down by accident."""

from __future__ import annotations

import hmac
from typing import Never, SupportsIndex

HIDDEN = "••••"


class Secret:
    """A key. Every way of printing it is masked; `reveal` is the one way to its value."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """The value itself: only for the request that needs it."""
        return self._value

    @property
    def masked(self) -> str:
        """What may be shown: the last four characters of a long key, nothing of a short one."""
        return HIDDEN + self._value[-4:] if len(self._value) >= 16 else HIDDEN

    def __repr__(self) -> str:
        return f"Secret({self.masked})"

    __str__ = __repr__

    def __format__(self, format_spec: str) -> str:
        return format(repr(self), format_spec)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        return hmac.compare_digest(self._value.encode(errors="replace"), other._value.encode(errors="replace"))

    def __hash__(self) -> int:
        return hash(("Secret", self._value))

    def __bool__(self) -> bool:
        return bool(self._value)

    def __reduce_ex__(self, protocol: SupportsIndex) -> Never:
        raise TypeError("a secret is not written down")
