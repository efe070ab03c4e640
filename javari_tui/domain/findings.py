"""What an examination of this installation finds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from javari_tui.i18n import _


class Severity(StrEnum):
    """How much a finding matters."""

    FINE = "fine"
    NOTE = "note"
    """Worth knowing; nothing has to be done."""
    WARNING = "warning"
    """Something works less well than it could, or will cause trouble one day."""
    PROBLEM = "problem"
    """Something does not work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at: how it is and, where it could be better, the cure."""

    id: str
    """Stable, dotted, such as `sqlite.version`: what a script looks for."""
    severity: Severity
    text: str
    """Marked; `values` fill its placeholders."""
    cure: str = ""
    """Marked; what to do, filled from the same values."""
    values: Mapping[str, object] = field(default_factory=dict)
    fixable: bool = False
    """Whether `--fix` may put it right by itself."""

    @property
    def sentence(self) -> str:
        """How it is, in the language in force."""
        return _(self.text).format(**self.values)

    @property
    def advice(self) -> str:
        """What to do, in the language in force; empty where nothing is to be done."""
        return _(self.cure).format(**self.values) if self.cure else ""
