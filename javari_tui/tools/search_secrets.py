"""What a search looks for, and which lines it may tell of: none that spells out a secret by being found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from javari_tui.domain.private_keys import HIDDEN

SECONDS = 10.0
"""After which what was found must do."""

Mask = Callable[[str], str]
"""Takes secrets out of a text."""


def unmasked(text: str) -> str:
    """The text as it is, where no secrets are known."""
    return text


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What to look for, and where."""

    pattern: str
    path: str
    files: str
    """A pattern of file names, such as `*.py`; empty for all."""
    is_regex: bool
    ignore_case: bool
    limit: int
    seconds: float = SECONDS


@dataclass(frozen=True, slots=True)
class Discretion:
    """Keeps what is found from telling more than what is shown."""

    search: Search
    mask: Mask

    def told(self, line: str) -> str | None:
        """A line that was found, without secrets; None where it could have been found for what is in a secret.

        A text must stand beside the secret. A pattern can ask for anything in it without showing that it does.
        """
        masked = self.mask(line)
        if masked == line:
            return line
        beside = masked.split(HIDDEN)
        return masked if not self.search.is_regex and any(map(self._holds, beside)) else None

    def _holds(self, text: str) -> bool:
        pattern = self.search.pattern
        return pattern.lower() in text.lower() if self.search.ignore_case else pattern in text
