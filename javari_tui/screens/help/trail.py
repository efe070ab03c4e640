"""The way a reader took through the help pages: back and forward."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Trail:
    """Pages in the order they were opened; before the first one is the list of all pages."""

    _slugs: list[str] = field(default_factory=list)
    _at: int = -1

    @property
    def slug(self) -> str:
        """The page that is open; empty on the list."""
        return self._slugs[self._at] if self._at >= 0 else ""

    @property
    def can_go_back(self) -> bool:
        """Whether there is a page, or the list, to go back to."""
        return self._at >= 0

    @property
    def can_go_forward(self) -> bool:
        """Whether a step back can be taken again."""
        return self._at + 1 < len(self._slugs)

    def go_to(self, slug: str) -> None:
        """Open a page; what was ahead is forgotten."""
        if slug != self.slug:
            self._slugs = [*self._slugs[: self._at + 1], slug]
            self._at += 1

    def step(self, steps: int) -> str:
        """One back (-1) or forward (1); the page there, empty for the list."""
        self._at = max(-1, min(len(self._slugs) - 1, self._at + steps))
        return self.slug
