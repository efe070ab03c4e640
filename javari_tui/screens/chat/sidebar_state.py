"""How the sidebar was left, as it is written down."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from javari_tui.widgets.transcript.cursor import BlockCursor

FLAG = "sidebar_left"
"""Its name among the small things that are noted."""


@dataclass(frozen=True, slots=True)
class SidebarState:
    """Its widths by the size of the terminal, whether lines wrap, and which block it showed."""

    widths: Mapping[str, int] = field(default_factory=dict)
    wrap: bool = True
    shown: BlockCursor | None = None

    def to_text(self) -> str:
        """For the flag."""
        return json.dumps({"widths": dict(self.widths), "wrap": self.wrap, "shown": self.shown})


def state_from(text: str | None) -> SidebarState:
    """From the flag; what another version wrote and this one does not understand counts as not written."""
    try:
        noted = json.loads(text or "{}")
        shown = noted.get("shown")
        return SidebarState(
            widths={str(size): int(width) for size, width in noted.get("widths", {}).items()},
            wrap=bool(noted.get("wrap", True)),
            shown=None if shown is None else BlockCursor(*map(int, shown)),
        )
    except (ValueError, TypeError, AttributeError):
        return SidebarState()
