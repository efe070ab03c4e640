"""What was read of the settings: values by their path, and what was wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from javari_tui.domain.untrusted_text import clean
from javari_tui.settings.problems import SettingsProblem
from javari_tui.settings.schema import Value

Path_ = tuple[str, ...]
"""A key as the names that lead to it."""


@dataclass(slots=True)
class Found:
    """What was read: values by their path, and what was wrong."""

    file: Path | None
    values: dict[Path_, Value] = field(default_factory=dict)
    problems: list[SettingsProblem] = field(default_factory=list)
    lines: dict[Path_, int] = field(default_factory=dict)
    """Where in the file a value stands, from 1."""

    def complain(
        self,
        message: str,
        *,
        key: str = "",
        line: int | None = None,
        rule: str = "",
        closest: str = "",
        values: Mapping[str, object] = MappingProxyType({}),
    ) -> None:
        """Note a problem; what it quotes is made fit to be shown."""
        shown = {name: _short(value) for name, value in values.items()}
        problem = SettingsProblem(
            file=self.file, line=line, key=_short(key), message=message, rule=rule, closest=closest, values=shown
        )
        self.problems.append(problem)


def _short(value: object) -> str:
    """A text from a file, fit to be shown."""
    text = " ".join(clean(str(value)[:400]).split())
    return text if len(text) <= 120 else f"{text[:119]}…"
