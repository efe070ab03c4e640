"""One help page to read: scrolled by keys, its links reached by Tab and opened by Enter or a click."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.events import Click
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from javari_tui.widgets.help.layout import LaidOut, lay_out

_WIDEST = 84
"""Cells of a line: longer ones are hard to read."""


class _Lines(Widget):
    """The page's lines at the width there is."""

    DEFAULT_CSS = """
    _Lines { width: 1fr; height: auto; padding: 0 1 0 0; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.title, self.markdown = "", ""
        self.chosen: int | None = None
        self._laid: tuple[tuple[object, ...], LaidOut] | None = None

    def laid_out(self, width: int) -> LaidOut:
        """The page for a width; made anew only when something changed."""
        key = (self.title, self.markdown, self.chosen, width)
        if self._laid is None or self._laid[0] != key:
            self._laid = (key, lay_out(f"# {self.title}\n\n{self.markdown}", min(width, _WIDEST), self.chosen))
        return self._laid[1]

    @property
    def page(self) -> LaidOut:
        """The page as it is shown."""
        return self.laid_out(self.size.width)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the page has."""
        return len(self.laid_out(width).lines)

    def render(self) -> Content:
        """All lines; what is out of view is cut by the compositor."""
        return Content("\n").join(self.page.lines)


class HelpArticle(VerticalScroll, can_focus=True):
    """A page and the link that is chosen in it."""

    BINDINGS = [
        ("tab", "choose_link(1)", ""),
        ("shift+tab", "choose_link(-1)", ""),
        ("enter", "open_link", ""),
        ("space", "page_down", ""),
    ]

    DEFAULT_CSS = """
    HelpArticle { padding: 1 2 0 2; scrollbar-size-vertical: 1; }
    """

    class LinkOpened(Message):
        """A link was opened; `target` is as the page has it."""

        def __init__(self, target: str) -> None:
            super().__init__()
            self.target = target

    def compose(self) -> ComposeResult:
        """The lines."""
        yield _Lines()

    @property
    def _lines(self) -> _Lines:
        return self.query_one(_Lines)

    @property
    def shown_title(self) -> str:
        """The title of the page that is shown; empty before the first."""
        return self._lines.title

    @property
    def chosen_target(self) -> str:
        """Where the chosen link leads; empty when none is chosen."""
        lines = self._lines
        return "" if lines.chosen is None else lines.page.links[lines.chosen]

    def show(self, title: str, markdown: str, *, heading: str = "") -> None:
        """Show a page from its beginning, or from one of its headings."""
        lines = self._lines
        lines.title, lines.markdown, lines.chosen = title, markdown, None
        lines.refresh(layout=True)
        self.scroll_home(animate=False)
        if heading:
            self.call_after_refresh(self._reveal, heading)

    def _reveal(self, heading: str) -> None:
        line = self._lines.page.headings.get(heading)
        if line is not None:
            self.scroll_to(y=line, animate=False)

    def action_choose_link(self, step: int) -> None:
        """Go to the next link; past the last one the focus goes on."""
        lines = self._lines
        count = len(lines.page.links)
        first = -1 if step > 0 else count
        wanted = (first if lines.chosen is None else lines.chosen) + step
        lines.chosen = wanted if 0 <= wanted < count else None
        lines.refresh()
        if lines.chosen is not None:
            self._bring_into_view(lines.page.link_lines[lines.chosen])
        elif step > 0:
            self.screen.focus_next()
        else:
            self.screen.focus_previous()

    def _bring_into_view(self, line: int) -> None:
        top, height = round(self.scroll_y), self.content_size.height
        if not top <= line < top + height:
            self.scroll_to(y=max(0, line - height // 3), animate=False)

    def action_open_link(self) -> None:
        """Open the chosen link."""
        if self.chosen_target:
            self.post_message(self.LinkOpened(self.chosen_target))

    def on_click(self, event: Click) -> None:
        """A click on a link opens it."""
        number = event.style.meta.get("link")
        if isinstance(number, int):
            self.post_message(self.LinkOpened(self._lines.page.links[number]))
