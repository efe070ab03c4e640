"""The pages of the help by shelf, or what a search found."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from javari_tui.domain.help import CATEGORY_TITLES, HelpHit, HelpPage
from javari_tui.i18n import _


class HelpList(OptionList, can_focus=False):
    """Moved by the keys of the search box; a click opens, too."""

    DEFAULT_CSS = """
    HelpList { border: none; padding: 0; background: $background; scrollbar-size-vertical: 1; }
    """

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._places: dict[str, tuple[str, str]] = {}

    def show_pages(self, pages: Sequence[HelpPage], current: str = "") -> None:
        """Every page below the name of its shelf."""
        options: list[Option] = []
        self._places = {page.slug: (page.slug, "") for page in pages}
        for category, title in CATEGORY_TITLES.items():
            shelf = [page for page in pages if page.category is category]
            if not shelf:
                continue
            gap = "\n" if options else ""
            options.append(Option(Content(f"{gap}{_(title)}").stylize("bold $text-muted"), disabled=True))
            options += [Option(Content(f"  {page.title}"), id=page.slug) for page in shelf]
        self._replace(options)
        places = [at for at, option in enumerate(options) if option.id == current]
        self.highlighted = places[0] if places else (1 if options else None)

    def show_hits(self, hits: Sequence[HelpHit]) -> None:
        """What a search found, the words marked."""
        self._places = {str(at): (hit.slug, hit.heading) for at, hit in enumerate(hits)}
        self._replace([Option(_hit_line(hit), id=str(at)) for at, hit in enumerate(hits)])
        self.highlighted = 0 if hits else None

    def mark(self, slug: str) -> None:
        """Mark the page that is being read, where the list has it."""
        if slug in self._places:
            self.highlighted = self.get_option_index(slug)

    def chosen(self) -> tuple[str, str] | None:
        """Slug and heading of the place that is marked."""
        option = None if self.highlighted is None else self.get_option_at_index(self.highlighted)
        return self.place_of(option.id) if option is not None else None

    def place_of(self, option_id: str | None) -> tuple[str, str] | None:
        """Slug and heading an entry leads to; headings of shelves lead nowhere."""
        return self._places.get(option_id or "")

    def _replace(self, options: Sequence[Option]) -> None:
        self.clear_options()
        self.add_options(options)


def _hit_line(hit: HelpHit) -> Content:
    """The page and section, and below it the words around the first hit."""
    excerpt = Content(hit.excerpt).stylize("$text-muted")
    for start, end in hit.matches:
        excerpt = excerpt.stylize("bold $text-accent", start, end)
    title = f"{hit.title}: {hit.heading}" if hit.heading else hit.title
    return Content.assemble((title, "bold"), "\n", excerpt, "\n")
