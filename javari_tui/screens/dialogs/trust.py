"""Asks once for a folder by its name, before anything in it is read."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from javari_tui.domain.approvals import TrustRequest
from javari_tui.domain.untrusted_text import reveal
from javari_tui.i18n import _
from javari_tui.screens.dialogs.careful import CarefulDialog
from javari_tui.widgets.approval.answers import Answer
from javari_tui.widgets.approval.whole_text import WholeText
from javari_tui.widgets.dialog_box import DialogBox

NO, YES = "no", "yes"


class TrustDialog(CarefulDialog[bool]):
    """Gives back whether the folder is trusted; nothing when nobody waits for it any more."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", f"answer('{NO}')", show=False),
        Binding("y", f"answer('{YES}')", show=False),
    ]
    DEFAULT_CSS = """
    TrustDialog {
        & > .dialog { max-width: 76; }
        VerticalScroll { margin: 1 0 0 0; scrollbar-size-vertical: 1; }
        VerticalScroll > * { height: auto; margin: 0 0 1 0; padding: 0 1 0 0; }
        .dialog--hint { margin: 1 0; }
    }
    """

    def __init__(
        self,
        request: TrustRequest,
        *,
        give_back: Callable[[str], None] | None = None,
        is_wanted: bool = False,
        known: bool | None = None,
    ) -> None:
        """`is_wanted` says that the user opened it: Esc changes nothing then. `known` is what they said before."""
        super().__init__(give_back)
        self.request = request
        self._is_wanted, self._known = is_wanted, known

    def compose(self) -> ComposeResult:
        """The folder, what may be done in it, what speaks against it, the answers."""
        may = _(
            "In a folder that you trust, models may list, search and read files, and what they read is sent to the"
            " model that answers. Before they change a file, run a command or use the network, you are asked."
        )
        with DialogBox(classes="dialog"):
            yield Static(Content(_("Trust this folder?")), classes="dialog--title", markup=False)
            with VerticalScroll(classes="dialog--scrolls", can_focus=False):
                yield WholeText(self.request.folder)
                for warning in self.request.warnings:
                    yield Static(Content(reveal(warning)), classes="careful--warning", markup=False)
                yield Static(Content(may), markup=False)
            yield self.make_answers(
                (
                    Answer(NO, "n", _("No: tools stay away from it")),
                    Answer(YES, "y", _("Yes, I know what is in it"), needs_enter=True),
                ),
                at=1 if self._known else 0,
            )
            yield Static(Content(self._hint()), classes="dialog--hint", markup=False)
        yield from self.make_keys(_("Close") if self._is_wanted else _("No"))

    def _hint(self) -> str:
        if self._is_wanted:
            return _("y then Enter trusts it. Esc changes nothing.")
        return _("y then Enter trusts it. You are asked once; /trust changes it.")

    def answered(self, name: str) -> None:
        """Close with it."""
        self.dismiss(name == YES)

    def action_dismiss_empty(self) -> None:
        """Esc is No, or changes nothing where nobody was waiting."""
        self.dismiss(None if self._is_wanted else False)

    def action_read_pages(self, step: int) -> None:
        """A page of the text."""
        scroll = self.query_one(VerticalScroll)
        scroll.scroll_relative(y=step * max(scroll.size.height - 1, 1), animate=False)

    def action_read_edge(self, step: int) -> None:
        """To its start or its end."""
        scroll = self.query_one(VerticalScroll)
        scroll.scroll_home(animate=False) if step < 0 else scroll.scroll_end(animate=False)
