"""What can be chosen with left and right, all of it in sight; and the pages of a screen, with their numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from javari_tui.terminal.glyphs import glyph
from javari_tui.widgets.settings.row import flow
from javari_tui.widgets.spending.drawn import Drawn

_GAP = "  "


class ChoiceLine(Drawn):
    """A few values with a mark before each; as many lines as they need."""

    at: reactive[int] = reactive(0)
    """Which one is chosen."""

    def __init__(self, titles: Callable[[], Sequence[str]], *, id: str) -> None:
        """`titles` gives them in the language in force."""
        super().__init__(id=id)
        self._titles = titles
        self.show(self._lines)

    def step(self, by: int) -> bool:
        """Choose the one after, or before; whether there was one."""
        before = self.at
        self.at = max(0, min(len(self._titles()) - 1, before + by))
        return self.at != before

    def translate(self) -> None:
        """Draw anew: it is translated as it is drawn."""
        self.refresh(layout=True)

    def _lines(self, width: int) -> list[Content]:
        return flow([self._drawn(at, title) for at, title in enumerate(self._titles())], width)

    def _drawn(self, at: int, title: str) -> Content:
        if at == self.at:
            return Content.styled(f"{glyph('dot_full')} {title}", "bold $text-accent")
        return Content.styled(f"{glyph('dot_empty')} {title}", "$text-muted")


class PageTabs(Widget):
    """The pages, each with the key that shows it; where not all fit, the others are only numbers."""

    DEFAULT_CSS = """
    PageTabs { height: 1; width: 1fr; }
    """

    class Chosen(Message):
        """A click chose a page."""

        def __init__(self, at: int) -> None:
            super().__init__()
            self.at = at

    at: reactive[int] = reactive(0)
    """Which one is shown."""
    titles: reactive[tuple[str, ...]] = reactive(())
    """In the language in force."""

    def render(self) -> Content:
        """One line."""
        return Content(_GAP).join(self._parts())

    def on_click(self, event: Click) -> None:
        """A click on a name shows its page."""
        start = 0
        for at, part in enumerate(self._parts()):
            end = start + part.cell_length
            if start <= event.x < end:
                event.stop()
                self.post_message(self.Chosen(at))
            start = end + len(_GAP)

    def _parts(self) -> list[Content]:
        """As much of the names as there is room for."""
        names = self._names()
        parts: list[Content] = []
        for shown in ([f"  {name}" for name in names], names, [name.split()[0] for name in names]):
            parts = [self._part(at, name) for at, name in enumerate(shown)]
            if sum(part.cell_length + len(_GAP) for part in parts) - len(_GAP) <= self.content_size.width:
                return parts
        return parts

    def _names(self) -> list[str]:
        return [f"{at + 1} {title}" for at, title in enumerate(self.titles)]

    def _part(self, at: int, name: str) -> Content:
        if at == self.at:
            return Content.styled(f"{glyph('arrow_right')} {self._names()[at]}", "bold $text-accent")
        return Content.styled(name, "$text-muted")
