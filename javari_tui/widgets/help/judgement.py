"""The line below a help page: was it helpful?"""

from __future__ import annotations

from textual.content import Content
from textual.style import Style
from textual.widgets import Static

from javari_tui.commands.help_pages import HELP_NO, HELP_YES
from javari_tui.i18n import _


class HelpJudgement(Static):
    """Asks once for each page, then thanks. A click does what the keys do."""

    DEFAULT_CSS = """
    HelpJudgement { height: 1; padding: 0 2; color: $text-muted; }
    """

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._judged: set[str] = set()

    def ask(self, slug: str) -> None:
        """Ask about a page, or thank for what was said about it."""
        if slug in self._judged:
            self.update(Content(_("Thank you.")))
            return
        yes = Content(f" y {_('Yes')} ").stylize(_click(HELP_YES.id)).stylize("$text-accent")
        no = Content(f" n {_('No')} ").stylize(_click(HELP_NO.id)).stylize("$text-accent")
        self.update(Content.assemble(_("Was this page helpful?"), " ", yes, no))

    def thank(self, slug: str) -> None:
        """The page was judged."""
        self._judged.add(slug)
        self.ask(slug)


def _click(command_id: str) -> Style:
    """A style whose text, when clicked, runs a command."""
    return Style.from_meta({"@click": f"screen.run_command('{command_id}')"})
