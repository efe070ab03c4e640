"""The bar below the header: what is left, on which plan, what the draft may cost, where to learn more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.events import Click
from textual.reactive import reactive
from textual.widget import Widget

from javari_tui.commands.application import OPEN_CREDITS
from javari_tui.commands.tools import GO_TO_QUESTION
from javari_tui.i18n import _, language, ngettext
from javari_tui.messages import CommandWanted
from javari_tui.terminal.glyphs import glyph, meter

if TYPE_CHECKING:  # nothing is measured or counted before the first picture
    from javari_tui.domain.balance_view import BalanceView, DraftCost
    from javari_tui.domain.credits import Credits
    from javari_tui.terminal.link import LinkState

_QUIET, _LINK = "$text-muted", "underline $text-accent"


class CreditsBar(Widget):
    """`◆ Credits: 1,250 / 5,000 ━━─── | Plan: Pro | Learn More`. A figure that is not known is “—”, never 0.

    Until the ledger was read it shows what it showed last, as something that may have changed. At the right end stands
    what is done about a slow line to the terminal, as long as something is; a question that waits for the user comes
    before everything else.
    """

    DEFAULT_CSS = """
    CreditsBar {
        height: 1;
        padding: 0 1;
        color: $text-muted;
        background: $surface;
    }
    """

    can_focus = False
    view: reactive[BalanceView | None] = reactive(None)
    """The balance; None until the ledger was read."""
    last: reactive[Credits | None] = reactive(None)
    """What the last answer of the open chat cost."""
    draft: reactive[DraftCost | None] = reactive(None)
    """What the draft in the prompt may cost."""

    link: reactive[LinkState | None] = reactive(None)
    """What the line to the terminal allows; translated as it is drawn."""

    waiting: reactive[int] = reactive(0)
    """How many questions of tools wait for the user."""
    question_key: reactive[str] = reactive("")
    """The key that shows them."""
    doing: reactive[str] = reactive("")
    """What the user started and what runs still, translated."""

    def __init__(self, remembered: str = "") -> None:
        """`remembered` is what `to_remember` gave for what was shown last."""
        super().__init__()
        self._remembered = remembered

    def render(self) -> Content:
        """One line; at 60 columns figure and state are whole in every language we ship."""
        width = self.content_size.width
        if not self.waiting and not self.doing:
            return self._usual(width)
        text = ngettext("{count} question waits", "{count} questions wait", self.waiting).format(count=self.waiting)
        text += f" ({self.question_key})" if self.question_key else ""
        question = Content.styled(f"! {text}", "bold $text-warning") if self.waiting else self._at_work()
        usual = self._credits(width - question.cell_length - 3)
        return question if usual is None else Content.assemble(question, (" | ", _QUIET), usual)

    def _at_work(self) -> Content:
        return Content(f"{glyph('dot_full')} {self.doing}").truncate(self.content_size.width, ellipsis=True)

    def _usual(self, width: int) -> Content:
        """What stands there when nothing waits."""
        slow = Content.styled(self.link.sentence(glyph("middot")) if self.link else "", _QUIET)
        if slow.plain:
            # Where not all of it fits, what can be done without gives way: a click anywhere opens the details.
            left = self._credits(width - slow.cell_length - 2)
            if left is not None:
                return left + " " * (width - left.cell_length - slow.cell_length) + slow
        whole = self._credits(width, may_cut=True)
        return Content("") if whole is None else whole

    def _credits(self, width: int, *, may_cut: bool = False) -> Content | None:
        """The credits in at most so many cells; None where more would be missed than is wanted."""
        if self.view is None:
            return self._before_reading(width, may_cut=may_cut)
        from javari_tui.widgets.credits import fitting, saying  # noqa: PLC0415 - behind the first picture

        said = saying.said_of(self.view, last=self.last, draft=self.draft)
        return fitting.fitted(said, width, may_lose=None if may_cut else fitting.EASY)

    def _before_reading(self, width: int, *, may_cut: bool) -> Content | None:
        """What was shown last; its parts are laid out as those of a balance that was read."""
        parts = self._remembered.split("\n")
        has_figure = len(parts) == 5 and parts[0] == language()  # another language writes numbers in another way
        figure, shown_meter, plan = glyph("dash"), "", _("Free (local)")
        if has_figure:
            figure = glyph("about") + parts[1] + (f" / {parts[2]}" if parts[2] else "")
            plan = parts[4]
            filled = int(parts[3]) if parts[3].isdecimal() else 0
            shown_meter = f" {meter(filled)}" if parts[2] else ""
        head = f"{glyph('brand')} " + _("Credits: {figure}").format(figure=figure)
        told = Content.assemble((" | ", _QUIET), (_("Plan: {plan}").format(plan=plan), _QUIET)) if plan else Content("")
        more = Content.assemble((" | ", _QUIET), (_("Learn More"), _LINK))
        lines = (
            Content.assemble((head + shown_meter, _QUIET), told, more),
            Content.assemble((head, _QUIET), told, more),
            Content.assemble((head + shown_meter, _QUIET), told),
            Content.assemble((head, _QUIET), told),
        )
        found = next((line for line in lines if line.cell_length <= width), None)
        return Content.styled(head, _QUIET).truncate(max(width, 0), ellipsis=True) if may_cut and not found else found

    def on_click(self, event: Click) -> None:
        """A click anywhere in the bar opens the details, or the question that waits."""
        event.stop()
        self.post_message(CommandWanted(GO_TO_QUESTION.id if self.waiting else OPEN_CREDITS.id))
