"""What is wrong in the settings file or in the environment: reported, never fatal."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from javari_tui.domain.untrusted_text import clean
from javari_tui.i18n import _


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsProblem:
    """One mistake: where it stands, what it is, what was probably meant."""

    file: Path | None = None
    """The settings file; none where an environment variable is wrong."""
    line: int | None = None
    """From 1."""
    key: str = ""
    """The dotted key, or the variable's name."""
    message: str
    """Marked; `values` fill it."""
    rule: str = ""
    """What would be right, marked; `values` fill it."""
    values: Mapping[str, object] = field(default_factory=dict)
    closest: str = ""
    """The key that was probably meant."""

    @property
    def place(self) -> str:
        """Where it stands, for people."""
        if self.file is None:
            return self.key
        name = clean(_shown(self.file))
        return _("{file}, line {line}").format(file=name, line=self.line) if self.line else name

    @property
    def sentence(self) -> str:
        """All of it on one line, in the language in force."""
        values = {"key": self.key, **self.values}
        parts = [_(self.message).format(**values)]
        if self.rule:
            parts.append(_(self.rule).format(**values))
        if self.closest:
            parts.append(_("Did you mean “{key}”?").format(key=self.closest))
        return f"{self.place}: {' '.join(parts)}"


def _shown(file: Path) -> str:
    """A path as people write it: short, from their home folder on."""
    home = os.environ.get("HOME", "")
    return f"~/{file.relative_to(home).as_posix()}" if home and file.is_relative_to(home) else str(file)


def closest_key(key: str, valid: Iterable[str]) -> str:
    """The valid key nearest to a mistyped one; empty when none is near."""
    from difflib import get_close_matches  # noqa: PLC0415 - 4 ms, only for a mistake

    candidates = {name.rsplit(".", 1)[-1]: name for name in valid} | {name: name for name in valid}
    near = get_close_matches(key[:80].lower().replace("-", "_"), candidates, n=1, cutoff=0.52)
    return candidates[near[0]] if near else ""
