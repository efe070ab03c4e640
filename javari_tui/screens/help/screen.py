"""The help: pages by shelf, search, links, and whether a page was helpful. The chat below stays as it is."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, Static

from javari_tui.commands import help_pages as commands
from javari_tui.commands.application import EXPLAIN
from javari_tui.commands.bindings import bindings
from javari_tui.domain.errors import NotFound
from javari_tui.domain.help import Explanation, HelpInteraction, RelatedCommand
from javari_tui.i18n import _, language
from javari_tui.screens.base import Handler, JavariScreen
from javari_tui.screens.dialogs.ask_text import AskText
from javari_tui.screens.dialogs.explain import ExplainDialog
from javari_tui.screens.help.trail import Trail
from javari_tui.widgets.help.article import HelpArticle
from javari_tui.widgets.help.judgement import HelpJudgement
from javari_tui.widgets.help.list import HelpList
from javari_tui.widgets.key_footer import KeyFooter
from javari_tui.widgets.line_input import LineInput

if TYPE_CHECKING:  # the widgets must not wait for the services to be imported
    from javari_tui.services.help.help import Help

_SCHEME = "help:"


class HelpScreen(JavariScreen[None]):
    """Letters search, Enter opens, Tab goes through links, Esc leads back to the chat."""

    CSS_PATH = "screen.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (84, "-wide")]
    BINDINGS = [
        ("down", "move(1)", ""),
        ("up", "move(-1)", ""),
        ("pagedown", "move(8)", ""),
        ("pageup", "move(-8)", ""),
        *bindings(commands.HELP_COMMANDS, EXPLAIN),
    ]

    def __init__(self, help_pages: Help, *, slug: str | None = None, query: str = "") -> None:
        super().__init__()
        self._help, self._first, self._query = help_pages, slug or "", query
        self._trail = Trail()
        self._input = LineInput(id="help-query", select_on_focus=False)
        self._list, self._article, self._judgement = HelpList(), HelpArticle(), HelpJudgement()

    def compose(self) -> ComposeResult:
        """Search above, list and page side by side where there is room."""
        with Horizontal(id="help-top"):
            yield Static(id="help-title", markup=False)
            yield self._input
        with Horizontal(id="help-body"):
            yield self._list
            yield Static(id="help-nothing", markup=False)
            with Vertical(id="help-reading"):
                yield self._article
                yield self._judgement
        yield KeyFooter()

    async def on_mount(self) -> None:
        """Read the pages, then show the one asked for, or the list."""
        await asyncio.to_thread(self._help.pages, language())
        self._input.value = self._query
        self.translate()
        self._input.focus()
        if self._first:
            self.open_page(self._first)
        else:
            self._preview()

    def translate(self) -> None:
        """Every text in the language in force."""
        self.query_one("#help-title", Static).update(Content(_("Help")))
        self._input.placeholder = _("Type to search")
        nothing = _("Nothing found. Try fewer or other words, or ask the Guide in the chat.")
        self.query_one("#help-nothing", Static).update(Content(nothing))
        self._fill(self._input.value)
        if self._trail.slug:
            self._show(self._trail.slug)

    def handlers(self) -> Mapping[str, Handler]:
        """What can be done here."""
        return {
            commands.HELP_SEARCH.id: self._search,
            commands.HELP_BACK.id: lambda: self._step(-1),
            commands.HELP_FORWARD.id: lambda: self._step(1),
            commands.HELP_YES.id: lambda: self._judge(HelpInteraction.HELPFUL),
            commands.HELP_NO.id: lambda: self._judge(HelpInteraction.NOT_HELPFUL),
            commands.HELP_CLOSE.id: self._close,
            EXPLAIN.id: lambda: explain_help(self),
        }

    def is_available(self, command_id: str) -> bool:
        """Letters and Backspace belong to the search box while it has the focus."""
        is_reading = not self._input.has_focus if self.is_mounted else False
        match command_id:
            case commands.HELP_BACK.id:
                return self._trail.can_go_back
            case commands.HELP_FORWARD.id:
                return self._trail.can_go_forward
            case commands.HELP_YES.id | commands.HELP_NO.id:
                return is_reading and bool(self._trail.slug)
            case commands.HELP_SEARCH.id:
                return is_reading
        return command_id in self.handlers()

    def open_page(self, slug: str, heading: str = "") -> None:
        """Open a page (`slug` may name a place in it, after a #) and read it."""
        slug, _mark, _place = slug.partition("#")
        try:
            self._show(slug, heading)
        except NotFound as error:
            self.report(error)
            return
        self._trail.go_to(slug)
        self.add_class("-page")
        self._article.focus()
        self._judgement.ask(slug)
        self.refresh_bindings()
        self.run_worker(self._help.record(slug, HelpInteraction.VIEW), group="record")

    def _show(self, slug: str, heading: str = "") -> None:
        page = self._help.page(slug, language())
        self._article.show(page.title, page.text, heading=heading)
        self._list.mark(slug)

    @on(HelpList.OptionHighlighted)
    def _preview(self) -> None:
        """Beside the list, the page that is marked in it."""
        place = self._list.chosen()
        if place is not None and self._input.has_focus and self.has_class("-wide"):
            self._show(*place)

    def _fill(self, words: str) -> None:
        words = words.strip()
        self.set_class(bool(words), "-searching")
        if words:
            hits = self._help.search(words, language())
            self._list.show_hits(hits)
            self.set_class(not hits, "-nothing")
        else:
            self.remove_class("-nothing")
            self._list.show_pages(self._help.pages(language()), self._trail.slug)

    @on(Input.Changed, "#help-query")
    def _typed(self, event: Input.Changed) -> None:
        self.remove_class("-page")
        self._fill(event.value)

    @on(Input.Submitted, "#help-query")
    def _submitted(self, event: Input.Submitted) -> None:
        place = self._list.chosen()
        words = event.value.strip()
        if words:
            slug = place[0] if place else ""
            self.run_worker(self._help.record(slug, HelpInteraction.SEARCH, query=words), group="record")
        if place is not None:
            self.open_page(*place)

    @on(HelpList.OptionSelected)
    def _picked(self, event: HelpList.OptionSelected) -> None:
        place = self._list.place_of(event.option.id)
        if place is not None:
            self.open_page(*place)

    @on(HelpArticle.LinkOpened)
    def _link_opened(self, event: HelpArticle.LinkOpened) -> None:
        if event.target.startswith(_SCHEME):
            self.open_page(event.target.removeprefix(_SCHEME))

    def action_move(self, rows: int) -> None:
        """Move the mark of the list while the search box has the focus."""
        for _row in range(abs(rows)):
            if rows > 0:
                self._list.action_cursor_down()
            else:
                self._list.action_cursor_up()

    def _close(self) -> None:
        self.dismiss(None)  # whoever waited for it from here would wait for itself

    def _search(self) -> None:
        self.remove_class("-page")
        self._input.focus()

    def _step(self, steps: int) -> None:
        """One page back or forward; before the first is the list."""
        slug = self._trail.step(steps)
        if slug:
            self._show(slug)
            self.add_class("-page")
            self._article.focus()
            self._judgement.ask(slug)
        else:
            self._search()
        self.refresh_bindings()

    async def _judge(self, kind: HelpInteraction) -> None:
        """Keep whether the page helped; when it did not, with what was missing."""
        words: str | None = ""
        if kind is HelpInteraction.NOT_HELPFUL:
            question = _("What was missing or wrong? It stays on this machine. Leave it empty if you like.")
            words = await self.app.push_screen_wait(AskText(_("Not helpful"), explanation=question))
        if words is not None:
            slug = self._trail.slug
            await self._help.record(slug, kind, feedback=words.strip())
            self._judgement.thank(slug)


def explain_help(screen: HelpScreen) -> None:
    """Say what the help screen is, and its keys."""
    keys = {active.binding.id: screen.app.get_key_display(active.binding) for active in screen.active_bindings.values()}
    related = tuple(
        RelatedCommand(title=command.shown_title, keys=keys[command.id])
        for command in commands.HELP_COMMANDS
        if command.id in keys
    )
    text = _(
        "All help pages. Type to search them, move with Up and Down, open with Enter. On a page, Tab goes from"
        " link to link and Enter follows it."
    )
    screen.app.push_screen(ExplainDialog(Explanation(title=_("Help"), text=text, related=related)))
