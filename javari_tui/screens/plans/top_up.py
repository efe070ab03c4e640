"""How many credits to buy: one of the usual amounts, or one that is typed."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from javari_tui.domain.credits import Credits, read_credits
from javari_tui.i18n import _
from javari_tui.screens.base import JavariDialog
from javari_tui.widgets.choice_list import ChoiceList
from javari_tui.widgets.dialog_box import DialogBox
from javari_tui.widgets.line_input import LineInput

USUAL = (Credits.of(500), Credits.of(1_000), Credits.of(5_000))
MOST = Credits.of(1_000_000)
"""More than that is a slip of the finger."""


class TopUpDialog(JavariDialog[Credits]):
    """Arrows choose an amount, digits write another one; Enter goes on, Esc leaves."""

    BINDINGS = [("down", "move(1)", ""), ("up", "move(-1)", "")]
    DEFAULT_CSS = """
    TopUpDialog {
        & > .dialog { max-width: 60; }
        ChoiceList { margin: 1 0 0 0; }
        Input { border: none; height: 1; padding: 0 1; margin: 1 0 0 0; background: $panel; &:focus { border: none; } }
    }
    """

    def __init__(self, left: str) -> None:
        """`left` is what is left now, translated."""
        super().__init__()
        self._left = left

    def compose(self) -> ComposeResult:
        """Title, what is left, the amounts, a line for another, hint."""
        with DialogBox(classes="dialog"):
            yield Static(Content(_("Top up credits")), classes="dialog--title", markup=False)
            yield Static(Content(self._left), classes="dialog--text", markup=False)
            yield ChoiceList(markup=False, classes="dialog--scrolls")
            yield LineInput(placeholder=_("Or write another amount"), select_on_focus=False)
            yield Static(classes="dialog--hint", markup=False)

    def on_mount(self) -> None:
        """Digits go to the line, arrows to the amounts."""
        options = self.query_one(ChoiceList)
        options.add_options([Option(Content(_("{credits} credits").format(credits=amount))) for amount in USUAL])
        self.query_one(Input).focus()
        self._say()

    def action_move(self, step: int) -> None:
        """Another of the usual amounts; what was typed goes, as it would count before them."""
        options, line = self.query_one(OptionList), self.query_one(Input)
        if line.value:
            line.value = ""
        elif options.highlighted is not None:
            options.highlighted = max(0, min(len(USUAL) - 1, options.highlighted + step))

    @on(Input.Changed)
    def _say(self) -> None:
        """What Enter does now."""
        typed = self.query_one(Input).value.strip()
        options = self.query_one(OptionList)
        options.highlighted = None if typed else options.highlighted or 0
        amount = self._amount(typed)
        if amount is None:
            text = _("Write an amount of credits from 1 to {most}.").format(most=MOST)
        elif typed:
            text = _("Enter goes on with {credits} credits. Nothing is charged before you pay.")
        else:
            text = _("Enter goes on to the payment page. Nothing is charged before you pay.")
        hint = self.query_one(".dialog--hint", Static)
        hint.update(Content(text.format(credits=amount)))
        hint.set_class(amount is None, "-wrong")
        self.query_one(DialogBox).refresh(layout=True)

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        event.stop()
        amount = self._amount(event.value.strip())
        if amount is None:
            self.app.bell()
        else:
            self.dismiss(amount)

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(USUAL[event.option_index])

    def _amount(self, typed: str) -> Credits | None:
        """What Enter would give; None where that is no amount."""
        if not typed:
            return USUAL[self.query_one(OptionList).highlighted or 0]
        try:
            amount = read_credits(typed)
        except ValueError:
            return None
        return amount if Credits.of(1) <= amount <= MOST else None
