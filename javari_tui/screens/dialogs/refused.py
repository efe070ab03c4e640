"""What can be done when credits do not allow an answer: nothing was sent, and nothing that was written is lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from javari_tui.i18n import _
from javari_tui.screens.dialogs.careful import CarefulDialog
from javari_tui.widgets.approval.answers import Answer
from javari_tui.widgets.dialog_box import DialogBox

LEAVE = "leave"


class RefusedDialog(CarefulDialog[str]):
    """Gives back the name of the answer; nothing when it was left. Letters only mark, so typing on changes nothing."""

    DEFAULT_CSS = """
    RefusedDialog {
        & > .dialog { max-width: 76; }
        VerticalScroll { margin: 1 0 0 0; scrollbar-size-vertical: 0; }
        VerticalScroll > * { height: auto; }
        .refused--kept { margin: 1 0 0 0; }
        Answers, &.-low Answers { margin: 1 0 0 0; }
        .dialog--hint { margin: 1 0; }
    }
    """

    def __init__(
        self,
        sentence: str,
        answers: Sequence[Answer],
        *,
        title: str = "",
        kept: str = "",
        give_back: Callable[[str], None] | None = None,
    ) -> None:
        """`sentence` says why, `title` in short, `kept` what became of what was to be sent."""
        super().__init__(give_back)
        self._sentence, self._choices, self._kept = sentence, tuple(answers), kept
        self._title = title or _("Not enough credits")
        for answer in self._choices:
            self._bindings.bind(answer.key, f"answer('{answer.name}')", show=False)

    def compose(self) -> ComposeResult:
        """Why, what stays, what can be done."""
        with DialogBox(classes="dialog"):
            yield Static(Content(self._title), classes="dialog--title", markup=False)
            with VerticalScroll(classes="dialog--scrolls", can_focus=False):
                yield Static(Content(self._sentence), markup=False)
                if self._kept:
                    yield Static(Content(self._kept), classes="refused--kept", markup=False)
            yield self.make_answers(self._choices)
            yield Static(Content(_("A letter marks, Enter does it.")), classes="dialog--hint", markup=False)
        yield from self.make_keys(_("Leave it"))

    def _give(self, text: str) -> None:
        """What is typed before it listens, and words, go to the prompt: that is said."""
        super()._give(text)
        told = _("What you typed went into the prompt. A letter marks, Enter does it.")
        self.query_one(".dialog--hint", Static).update(Content(told))

    def answered(self, name: str) -> None:
        """Close with it."""
        self.dismiss(None if name == LEAVE else name)

    def action_read_pages(self, step: int) -> None:
        """A page of the text."""
        scroll = self.query_one(VerticalScroll)
        scroll.scroll_relative(y=step * max(scroll.size.height - 1, 1), animate=False)

    def action_read_edge(self, step: int) -> None:
        """To its start or its end."""
        scroll = self.query_one(VerticalScroll)
        scroll.scroll_home(animate=False) if step < 0 else scroll.scroll_end(animate=False)
