"""Asks before a tool does something: shows exactly what, and takes no answer that was not meant."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, Static

from javari_tui.domain.approvals import ApprovalRequest, Decision, Scope
from javari_tui.domain.tool_info import Risk
from javari_tui.domain.untrusted_text import reveal
from javari_tui.i18n import N_, _, ngettext
from javari_tui.screens.dialogs.careful import CarefulDialog
from javari_tui.terminal.glyphs import glyph
from javari_tui.widgets.approval.answers import Answer
from javari_tui.widgets.approval.request_pane import RequestPane
from javari_tui.widgets.approval.request_paper import RequestPaper
from javari_tui.widgets.dialog_box import DialogBox
from javari_tui.widgets.line_input import LineInput

DENY, WHY, NEVER = "deny", "why", "never"
"""Answers beside those that are named after their scopes."""

_TITLES = {
    Risk.READS: N_("May the model read this?"),
    Risk.WRITES: N_("May the model change this file?"),
    Risk.RUNS: N_("May the model run this command?"),
    Risk.NETWORK: N_("May the model fetch this address?"),
    Risk.NONE: N_("May the model use this tool?"),
}


class ApprovalDialog(CarefulDialog[Decision]):
    """Gives back what the user decided; nothing when the question is over before that."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d", f"answer('{DENY}')", show=False),
        Binding("o", f"answer('{Scope.ONCE}')", show=False),
        Binding("c", f"answer('{Scope.CHAT}')", show=False),
        Binding("a", f"answer('{Scope.ALWAYS}')", show=False),
        Binding("r", f"answer('{WHY}')", show=False),
        Binding("n", f"answer('{NEVER}')", show=False),
    ]

    DEFAULT_CSS = """
    ApprovalDialog {
        &.-wide.-has-diff > .dialog { max-width: 180; }
        .approval--tool { width: 1fr; height: auto; color: $text-muted; }
        RequestPane { margin: 1 0 0 0; }
        &.-low RequestPane { margin: 0; }
        .approval--why { height: 1; padding: 0 0 0 3; display: none; }
        .approval--arrow { width: 2; color: $text-accent; text-style: bold; }
        Input {
            border: none; height: 1; width: 1fr; padding: 0 1; background: $panel; text-style: underline;
            &:focus { border: none; }
        }
        &.-why .approval--why { display: block; }
        .dialog--hint { margin: 1 0; }
    }
    """

    def __init__(
        self, request: ApprovalRequest, *, more: int = 0, give_back: Callable[[str], None] | None = None
    ) -> None:
        """`more` is how many other questions wait."""
        super().__init__(give_back)
        self.request = request
        self._more = more
        self.set_class(bool(request.diff), "-has-diff")

    def compose(self) -> ComposeResult:
        """In the order in which it is read aloud: what is asked, what will happen, what can be answered."""
        request = self.request
        with DialogBox(classes="dialog"):
            yield Static(Content(_(_TITLES[request.risk])), classes="dialog--title", markup=False)
            yield Static(self._tool(), classes="approval--tool", markup=False)
            if self._is_bare and not request.warnings:
                text = _("There is no sandbox on this machine: the command can do everything that you can do.")
                yield Static(Content(text), classes="careful--warning", markup=False)
            yield RequestPane(RequestPaper(request), classes="dialog--scrolls")
            yield self.make_answers(self._answers(is_read=False))
            with Horizontal(classes="approval--why"):
                yield Static(glyph("arrow_right"), classes="approval--arrow", markup=False)
                yield LineInput(placeholder=_("What shall the model do instead?"), select_on_focus=False)
            yield Static(Content(self._hint()), classes="dialog--hint", markup=False)
        yield from self.make_keys(_("Deny"))

    def set_more(self, more: int) -> None:
        """Other questions came, or are over."""
        self._more = more
        if self.is_mounted and not self.query_one(Input).has_focus:
            self._say(self._hint())

    def _say(self, hint: str) -> None:
        self.query_one(".dialog--hint", Static).update(Content(hint))

    def answered(self, name: str) -> None:
        """Close with the decision, or ask for the reason first."""
        if name == WHY:
            self.add_class("-why")
            self.answers_have_keys(False)
            self._say(_("Enter denies with this reason. Esc goes back."))
            self.query_one(Input).focus()
        elif name in (DENY, NEVER):
            self.dismiss(Decision(allowed=False, scope=Scope.ALWAYS if name == NEVER else Scope.ONCE))
        else:
            self.dismiss(Decision(allowed=True, scope=Scope(name)))

    def action_dismiss_empty(self) -> None:
        """Esc is No; out of the line for the reason it goes back to the answers, and what was written stays."""
        line = self.query_one(Input)
        if line.has_focus:
            self.set_class(bool(line.value), "-why")
            self.answers_have_keys(True)
            self._say(self._hint())
        else:
            self.dismiss(Decision(allowed=False))

    @on(Input.Submitted)
    def _reason_given(self, event: Input.Submitted) -> None:
        event.stop()
        self.dismiss(Decision(allowed=False, reason=event.value.strip()))

    @on(RequestPane.EndSeen)
    def _end_seen(self) -> None:
        self.show_answers(tuple(self._answers(is_read=True)))

    def action_read_pages(self, step: int) -> None:
        """A page of what will happen."""
        self.query_one(RequestPane).action_pages(step)

    def action_read_edge(self, step: int) -> None:
        """To its start or its end."""
        self.query_one(RequestPane).action_edge(step)

    def _answers(self, *, is_read: bool) -> Iterator[Answer]:
        scopes = self.request.scopes
        yield Answer(DENY, "d", _("Deny"))
        if Scope.ONCE in scopes:
            yield Answer(Scope.ONCE, "o", _("Allow once"), needs_enter=True)
        if Scope.CHAT in scopes:
            yield Answer(Scope.CHAT, "c", _("Allow in this chat, until Javari ends"), needs_enter=True)
        if Scope.ALWAYS in scopes:
            hindrance = "" if is_read else _("first read to the end: Page Down")
            yield Answer(Scope.ALWAYS, "a", self._always(), hindrance, needs_enter=True)
        yield Answer(WHY, "r", _("Deny and tell the model why"))
        yield Answer(NEVER, "n", self._never(), needs_enter=True)

    def _always(self) -> str:
        """Exactly what a kept yes would be for."""
        request = self.request
        if request.risk is Risk.RUNS and request.subject:
            text = _("Always allow exactly this command in {folder}")
        elif request.subject:
            text = _("Always allow “{tool}” for {subject} in {folder}")
        else:
            text = _("Always allow “{tool}” in {folder}, whatever its arguments")
        return text.format(tool=request.tool, subject=request.subject, folder=request.folder)

    def _never(self) -> str:
        """The same of a kept no; which folder it is stands above."""
        request = self.request
        if request.risk is Risk.RUNS and request.subject:
            text = _("Always deny exactly this command in this folder")
        elif request.subject:
            text = _("Always deny “{tool}” for {subject} in this folder")
        else:
            text = _("Always deny “{tool}” in this folder")
        return text.format(tool=request.tool, subject=request.subject)

    @property
    def _is_bare(self) -> bool:
        """Whether it runs without a sandbox; the warnings of a request say so first."""
        return self.request.risk is Risk.RUNS and not self.request.is_sandboxed

    def _tool(self) -> Content:
        tool, server = reveal(self.request.tool), reveal(self.request.server)
        said = Content(_("Tool “{tool}” of {server}").format(tool=tool, server=server))
        if not self._is_bare:
            return said
        return Content.assemble(said, f" {glyph('middot')} ", (_("without a sandbox"), "bold $text-warning"))

    def _hint(self) -> str:
        until = self.request.expires_at.astimezone().strftime("%H:%M")
        letters = "/".join(scope.value[0] for scope in Scope if scope in self.request.scopes)
        text = _("{letters}, then Enter, allows. Esc denies, as does waiting until {time}.")
        parts = [text.format(letters=letters, time=until)]
        if self._more:
            waits = ngettext("{count} more waits", "{count} more wait", self._more)
            parts.insert(0, waits.format(count=self._more))
        return f" {glyph('middot')} ".join(parts)
