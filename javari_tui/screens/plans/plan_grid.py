"""All plans: side by side where there is room, else one below the other; moved through by arrows."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import ItemGrid, VerticalScroll

from javari_tui.widgets.plans.plan_card import PlanCard, ShownPlan

LEAST = 30
"""Columns that a card takes at least."""
MOST = 100
"""Plans that are shown; no endpoint may offer more."""
_STEP = 3


class PlanGrid(VerticalScroll, can_focus=False, inherit_bindings=False):
    """The cards; the chosen one has the focus."""

    BINDINGS = [
        ("left", "beside(-1)", ""),
        ("right", "beside(1)", ""),
        ("up", "step(-1)", ""),
        ("down", "step(1)", ""),
        ("pageup", "pages(-1)", ""),
        ("pagedown", "pages(1)", ""),
        ("home", "edge(0)", ""),
        ("end", "edge(-1)", ""),
    ]
    DEFAULT_CSS = """
    PlanGrid { height: 1fr; padding: 0 1; scrollbar-size-vertical: 1; }
    PlanGrid ItemGrid { grid-gutter: 0 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._grid = ItemGrid(min_column_width=LEAST)

    @property
    def cards(self) -> list[PlanCard]:
        """In their order."""
        return list(self._grid.query(PlanCard))

    def compose(self) -> ComposeResult:
        """The grid."""
        yield self._grid

    async def show(self, plans: Sequence[ShownPlan]) -> None:
        """These plans; the cards stay where only their texts change."""
        plans = plans[:MOST]
        cards = self.cards
        if [card.shown.plan for card in cards] == [shown.plan for shown in plans]:
            for card, shown in zip(cards, plans, strict=True):
                card.show(shown)
            return
        await self._grid.remove_children()
        await self._grid.mount_all(PlanCard(shown) for shown in plans)
        self._focus_first(plans)

    def on_resize(self) -> None:
        """The one in focus stays in sight."""
        self.call_after_refresh(self._keep_in_sight)

    def _keep_in_sight(self) -> None:
        if self._at >= 0:
            self.scroll_to_widget(self.cards[self._at], animate=False, immediate=True)

    def _focus_first(self, plans: Sequence[ShownPlan]) -> None:
        """The current one, else the one that most choose, else the first; what begins below the top is no beginning."""
        top_row = max(1, self.size.width // LEAST)
        weights = [(shown.is_current, shown.plan.is_popular) for shown in plans]
        if weights:
            at = weights.index(max(weights))
            self._go_to(self.cards[at if at < top_row else 0])

    def _go_to(self, card: PlanCard) -> None:
        """Give it the focus, in sight at once: the next key goes by where it is then."""
        card.focus(scroll_visible=False)
        self.scroll_to_widget(card, animate=False, immediate=True)

    @property
    def _at(self) -> int:
        cards = self.cards
        focused = self.screen.focused
        return cards.index(focused) if isinstance(focused, PlanCard) and focused in cards else -1

    def action_beside(self, step: int) -> None:
        """To the one before or after."""
        if cards := self.cards:
            self._go_to(cards[max(0, min(len(cards) - 1, self._at + step))])

    def action_step(self, step: int) -> None:
        """To the one above or below, and through a high one row by row."""
        at, cards = self._at, self.cards
        if at < 0:
            return
        here = cards[at].region
        if not here:  # not drawn yet
            self.action_beside(step)
            return
        hidden = here.bottom - self.region.bottom if step > 0 else self.region.y - here.y
        if hidden > 0:
            self.scroll_relative(y=step * min(_STEP, hidden), animate=False)
            return
        rows = [card for card in cards if (card.region.y - here.y) * step > 0]
        if rows:
            nearest = min(rows, key=lambda card: (abs(card.region.y - here.y), abs(card.region.x - here.x)))
            self._go_to(nearest)

    def action_pages(self, step: int) -> None:
        """A page of them."""
        self.scroll_relative(y=step * max(1, self.size.height - 2), animate=False)

    def action_edge(self, index: int) -> None:
        """The first or the last."""
        if cards := self.cards:
            self._go_to(cards[index])
