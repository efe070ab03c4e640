"""Plans side by side: what each brings and costs, which one you have, and changing to another."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from javari_tui.domain.billing import Account, Catalogue, OfferedPlan
from javari_tui.domain.billing_errors import BillingError, BillingTrouble
from javari_tui.domain.credits import shown_left
from javari_tui.domain.plans import FREE_PLAN, BillingCycle
from javari_tui.domain.untrusted_text import reveal
from javari_tui.i18n import N_, _
from javari_tui.screens.base import JavariScreen
from javari_tui.screens.plans.paying import GoToSettings, Paying, is_current
from javari_tui.screens.plans.plan_grid import PlanGrid
from javari_tui.terminal.glyphs import glyph
from javari_tui.widgets.key_footer import KeyFooter
from javari_tui.widgets.moments import short_moment
from javari_tui.widgets.plans.plan_card import PlanCard, ShownPlan

if TYPE_CHECKING:  # brings the database with it; the widgets must not wait for that
    from javari_tui.services import Services


class PlansScreen(JavariScreen[None]):
    """Arrows go from plan to plan, Enter chooses, Esc goes back."""

    CSS_PATH = "screen.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (76, "-usual")]
    AUTO_FOCUS = None
    BINDINGS = [
        Binding("escape", "close", N_("Back")),
        Binding("m", "switch_cycle", N_("Monthly or annual")),
        Binding("t", "top_up", N_("Top up")),
        Binding("s", "sign_in", N_("Sign in")),
        Binding("i", "portal", N_("Cards and invoices")),
        Binding("b", "settings", N_("Set the server")),
        Binding("r", "read_again", N_("Read again")),
    ]

    def __init__(self, services: Services, paying: Paying, *, go_to_settings: GoToSettings) -> None:
        super().__init__()
        self._services, self._paying, self._go_to_settings = services, paying, go_to_settings
        self._catalogue: Catalogue | None = None
        self._trouble: BillingError | None = None
        self._is_reading = True
        self._cycle = BillingCycle.MONTHLY
        self._grid = PlanGrid()
        self._stops: list[Callable[[], None]] = []

    def compose(self) -> ComposeResult:
        """Title and cycle, where one stands, the plans, keys."""
        with Horizontal(id="plans-top"):
            yield Static(id="plans-title", markup=False)
            yield Static(id="plans-cycle", markup=False)
        yield Static(id="plans-told", markup=False)
        yield self._grid
        yield KeyFooter()

    def on_mount(self) -> None:
        """Read the catalogue; follow the balance and the account."""
        self._stops = [
            self._services.ledger.listen(lambda _view: self.translate()),
            self._services.account.listen(self._account_changed),
        ]
        self.translate()
        self._read()

    def on_unmount(self) -> None:
        """Nobody looks any more."""
        for stop in self._stops:
            stop()

    def translate(self) -> None:
        """Everything as it is now, in the language in force."""
        self.query_one("#plans-title", Static).update(Content(_("Plans")))
        self.query_one("#plans-cycle", Static).update(self._cycle_text())
        self.query_one("#plans-told", Static).update(self._told())
        self.run_worker(self._grid.show(self._plans()), group="show", exclusive=True)
        self.refresh_bindings()

    def _account_changed(self, _account: Account | None) -> None:
        self._read()

    @work(exclusive=True, group="read")
    async def _read(self, *, fresh: bool = False) -> None:
        """What the endpoint offers; the last good catalogue where it does not answer."""
        self._is_reading = True
        try:
            self._catalogue = await self._services.account.catalogue(fresh=fresh)
            self._trouble = None
        except BillingError as error:
            self._trouble = error
        self._is_reading = False
        self.translate()

    def _plans(self) -> list[ShownPlan]:
        """Those of the endpoint; without any the one of this machine."""
        view = self._services.ledger.view
        if self._catalogue is None:
            return [] if self._is_reading else [ShownPlan(_free_plan(), self._cycle, view.is_local)]
        return [ShownPlan(plan, self._cycle, is_current(plan, view)) for plan in self._catalogue.plans]

    def _cycle_text(self) -> Content:
        look = "bold $block-cursor-foreground on $block-cursor-background"
        is_annual = self._cycle is BillingCycle.ANNUAL
        choices = ((_("Monthly"), not is_annual), (_("Annual"), is_annual))
        return Content.assemble(
            *(
                (f" {glyph('dot_full' if is_chosen else 'dot_empty')} {name} ", look if is_chosen else "$text-muted")
                for name, is_chosen in choices
            )
        )

    def _told(self) -> Content:
        """Where one stands, and what keeps plans from being shown."""
        lines = [self._standing()]
        if self._is_reading and self._catalogue is None:
            lines.append(_("Asking the billing server for its plans…"))
        elif self._trouble is not None:
            lines.append(f"{self._trouble.title} {self._trouble.cure}".strip())
        elif self._catalogue is not None and not self._catalogue.plans:
            lines.append(_("The billing server offers no plans now."))
        elif self._catalogue is not None and self._catalogue.learned_at is not None:
            lines.append(_("Prices as of {moment}.").format(moment=short_moment(self._catalogue.learned_at)))
        return Content("\n").join(Content(line) for line in lines if line)

    def _standing(self) -> str:
        view, account = self._services.ledger.view, self._services.account.account
        left = "—" if view.available is None else shown_left(view.available)
        if account is None:
            text = _("You have no account here: this machine’s Free plan, {left} credits left this month.")
            return text.format(left=left)
        text = _("Signed in as {account} {dot} plan {plan} {dot} {left} credits left")
        plan = reveal(view.plan) or "—"
        return text.format(account=reveal(account.id), dot=glyph("middot"), plan=plan, left=left)

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What makes no sense now is not offered."""
        account = self._services.account.account
        is_not_set = self._trouble is not None and self._trouble.trouble is BillingTrouble.NOT_SET
        found: Mapping[str, bool] = {
            "sign_in": account is None or account.needs_sign_in,
            "portal": account is not None,
            "settings": is_not_set,
            "read_again": not is_not_set,
            "switch_cycle": self._catalogue is not None,
        }
        return found[action] if action in found else super().check_action(action, parameters)

    def action_close(self) -> None:
        """Back to where it was opened."""
        self.dismiss(None)

    def action_switch_cycle(self) -> None:
        """Prices by the month or by the year."""
        is_annual = self._cycle is BillingCycle.ANNUAL
        self._cycle = BillingCycle.MONTHLY if is_annual else BillingCycle.ANNUAL
        self.translate()

    def action_read_again(self) -> None:
        """Ask the endpoint anew."""
        self._read(fresh=True)

    @work(exclusive=True, group="plans.window")
    async def action_top_up(self) -> None:
        """Buy credits."""
        await self.reporting(self._paying.top_up())

    @work(exclusive=True, group="plans.window")
    async def action_sign_in(self) -> None:
        """Connect an account."""
        await self.reporting(self._paying.sign_in())

    @work(exclusive=True, group="plans.window")
    async def action_portal(self) -> None:
        """Cards and invoices."""
        await self.reporting(self._paying.open_portal())

    @work(exclusive=True, group="plans.window")
    async def action_settings(self) -> None:
        """Where the server's address is set."""
        await self.reporting(self._go_to_settings("credits"))

    @on(PlanCard.Chosen)
    @work(exclusive=True, group="plans.window")
    async def _chosen(self, event: PlanCard.Chosen) -> None:
        """Change to it."""
        if self._catalogue is None:
            if self._services.account.account is None:
                await self.reporting(self._paying.sign_in())
            return
        await self.reporting(self._paying.choose(event.plan, self._cycle))


def _free_plan() -> OfferedPlan:
    """The plan of this machine, as the others are shown."""
    return OfferedPlan(
        name=_("Free (this machine)"),
        tier=FREE_PLAN.tier,
        credits_per_month=FREE_PLAN.credits_per_month,
        price_monthly=0,
        price_annual=0,
        currency="USD",
        features=(
            _("A budget of your own: Javari charges nothing"),
            _("Providers of models charge you directly"),
            _("The Guide and local models cost nothing"),
        ),
    )
