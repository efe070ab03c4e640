"""One plan: what it brings and costs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from textual.binding import Binding
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.widgets import Static

from javari_tui.domain.billing import OfferedPlan
from javari_tui.domain.credits import shown_left
from javari_tui.domain.money import money_text, saved_percent
from javari_tui.domain.plans import BillingCycle
from javari_tui.domain.untrusted_text import reveal
from javari_tui.i18n import N_, _
from javari_tui.terminal.glyphs import glyph

_QUIET = "$text-muted"
MOST_FEATURES = 50


@dataclass(frozen=True, slots=True)
class ShownPlan:
    """A plan as it is compared."""

    plan: OfferedPlan
    cycle: BillingCycle = BillingCycle.MONTHLY
    is_current: bool = False


class PlanCard(Static, can_focus=True):
    """Enter or a click chooses the plan."""

    BINDINGS = [Binding("enter,space", "choose", N_("Choose"))]
    DEFAULT_CSS = """
    PlanCard {
        height: auto; padding: 0 1; border: round $border-blurred; background: $surface;
        &:focus { border: heavy $border; background: $panel; }
        &.-current { border: round $success; }
        &.-current:focus { border: heavy $success; }
    }
    """

    class Chosen(Message):
        """The user wants this plan."""

        def __init__(self, plan: OfferedPlan) -> None:
            super().__init__()
            self.plan = plan

    def __init__(self, shown: ShownPlan) -> None:
        super().__init__(markup=False)
        self.shown = shown

    def on_mount(self) -> None:
        """Draw it."""
        self.show(self.shown)

    def show(self, shown: ShownPlan) -> None:
        """Another cycle, or it became the current one; also another language."""
        self.shown = shown
        self.set_class(shown.is_current, "-current")
        self._draw(layout=True)

    def _draw(self, *, layout: bool) -> None:
        self.update(Content("\n").join(_rows(self.shown, has_keys=self.has_focus)), layout=layout)

    def watch_has_focus(self, has_focus: bool) -> None:
        """A mark too: its border alone says little where there are only plain signs."""
        super().watch_has_focus(has_focus)
        self._draw(layout=False)  # keys go by where the cards are: they stay there

    def action_choose(self) -> None:
        """Ask for it."""
        self.post_message(self.Chosen(self.shown.plan))

    def on_click(self, event: Click) -> None:
        """A click chooses it; nothing is charged by that."""
        event.stop()
        self.action_choose()


def _rows(shown: ShownPlan, *, has_keys: bool) -> Iterator[Content]:
    """The same things in the same rows on every card."""
    plan = shown.plan
    mark = f"{glyph('arrow_right')} " if has_keys else ""
    yield Content.styled(mark + reveal(plan.name), "bold $text-accent")
    yield _marks(shown)
    credits = _("{credits} credits a month").format(credits=shown_left(plan.credits_per_month))
    yield Content.styled(credits, "bold")
    yield Content(price_text(plan, shown.cycle))
    yield Content.styled(saving_text(plan, shown.cycle), "$text-success")
    for feature in plan.features[:MOST_FEATURES]:
        yield Content.assemble((f"{glyph('middot')} ", _QUIET), reveal(feature))


def _marks(shown: ShownPlan) -> Content:
    marks = []
    if shown.is_current:
        marks.append(Content.styled(f"{glyph('check')} " + _("Your plan"), "bold $text-success"))
    if shown.plan.is_popular:
        marks.append(Content.styled(f"{glyph('pin')} " + _("Most popular"), "bold $text-warning"))
    return Content("  ").join(marks)


def price_text(plan: OfferedPlan, cycle: BillingCycle) -> str:
    """What it costs, in the language in force."""
    if plan.price_monthly == 0 and plan.price_annual == 0:
        return _("Free of charge")
    if cycle is BillingCycle.ANNUAL:
        return _("{price} a year").format(price=money_text(plan.price_annual, plan.currency))
    return _("{price} a month").format(price=money_text(plan.price_monthly, plan.currency))


def saving_text(plan: OfferedPlan, cycle: BillingCycle) -> str:
    """What a year saves against twelve months; nothing where it saves nothing."""
    percent = saved_percent(plan.price_monthly, plan.price_annual)
    if not percent:
        return ""
    if cycle is BillingCycle.ANNUAL:
        return _("{percent}% less than by the month").format(percent=percent)
    return _("{percent}% less by the year").format(percent=percent)
