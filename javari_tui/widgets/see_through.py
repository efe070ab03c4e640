"""Containers that draw nothing: what is in them covers them, and elsewhere the screen below shows.

Textual's own draw every line of theirs, and cut it to pieces, at each picture, only for other widgets to cover it.
"""

from __future__ import annotations

from textual.containers import Container, Vertical
from textual.geometry import Region
from textual.strip import Strip


class Layers(Container):
    """What lies in it may lie over one another."""

    def render_lines(self, crop: Region) -> list[Strip]:
        """Nothing; whoever paints takes the next widget below."""
        return []


class Column(Vertical):
    """What lies in it stands one below the other."""

    def render_lines(self, crop: Region) -> list[Strip]:
        """Nothing; see above."""
        return []
