"""The transcript: a scroll view that draws a chat's messages as strips, never a tree of widgets."""

from __future__ import annotations

from javari_tui.widgets.transcript.cursor import BlockCursor
from javari_tui.widgets.transcript.transcript import Transcript

__all__ = ["BlockCursor", "Transcript"]
