"""An answer that was kept, or a folder that was asked about: what it is for, since when, and that it can go."""

from __future__ import annotations

from datetime import datetime

from textual.binding import Binding
from textual.content import Content
from textual.message import Message

from javari_tui.domain.approvals import ApprovalRule, TrustedFolder
from javari_tui.domain.untrusted_text import reveal
from javari_tui.i18n import N_, _
from javari_tui.terminal.glyphs import glyph
from javari_tui.widgets.settings.link import LinkRow


class PermissionRow(LinkRow):
    """All of it is shown, however long it is.

    | key | what |
    | --- | --- |
    | delete | take it back |
    | enter | say how |
    """

    BINDINGS = [
        Binding("enter", "open", show=False),
        Binding("delete", "take_back", N_("Take back")),
        Binding("backspace", "take_back", show=False),
    ]
    DEFAULT_CSS = "PermissionRow { margin: 0 0 1 0; }"

    class TakenBack(Message):
        """The user takes it back."""

        def __init__(self, row: PermissionRow) -> None:
            super().__init__()
            self.row = row

    def action_take_back(self) -> None:
        """Say that it shall go; Enter alone, pressed once too often, takes nothing back."""
        self.post_message(self.TakenBack(self))

    @property
    def shown_title(self) -> str:
        """What it is for; a name is the same in every language."""
        return self.said()

    def said(self) -> str:
        """What it allows or denies."""
        raise NotImplementedError

    def facts(self) -> tuple[str, ...]:
        """Where, since when, last used when."""
        raise NotImplementedError

    def words(self) -> tuple[str, ...]:
        """The facts can be searched too."""
        return self.facts()

    def lines(self, width: int) -> list[Content]:
        """What it is for, then the facts in one quiet row or more."""
        title = Content(self.said()).stylize(self._style("title"))
        facts = Content(f" {glyph('middot')} ".join(self.facts())).stylize(self._style("sentence"))
        return [*title.wrap(width), *facts.wrap(width)]


class RuleRow(PermissionRow):
    """One kept answer."""

    def __init__(self, rule: ApprovalRule) -> None:
        super().__init__(f"rule.{rule.id}", "")
        self.rule = rule

    @property
    def _is_of_chat(self) -> bool:
        """Whether it holds in one chat only; such answers are not stored."""
        return self.rule.id < 0

    def said(self) -> str:
        """Exactly what is answered without asking."""
        rule = self.rule
        if self._is_of_chat and rule.allows:
            text = _("Allow “{tool}”: {subject}") if rule.subject else _("Allow “{tool}”")
        elif rule.subject:
            text = _("Always allow “{tool}”: {subject}") if rule.allows else _("Always deny “{tool}”: {subject}")
        else:
            text = _("Always allow “{tool}”") if rule.allows else _("Always deny “{tool}”")
        return text.format(tool=reveal(rule.tool), subject=reveal(rule.subject))

    def facts(self) -> tuple[str, ...]:
        """The folder, since when, last used when."""
        if self._is_of_chat:
            where = _("in {folder}").format(folder=reveal(self.rule.folder))
            return (where, _("in one chat, until Javari ends"))
        used = self.rule.last_used_at
        return (
            _("in {folder}").format(folder=reveal(self.rule.folder)),
            _("since {day}").format(day=_day(self.rule.created_at)),
            _("never used") if used is None else _("last used {day}").format(day=_day(used)),
        )


class FolderRow(PermissionRow):
    """One folder."""

    def __init__(self, known: TrustedFolder) -> None:
        super().__init__(f"folder.{known.id}", "")
        self.known = known

    def said(self) -> str:
        """Its whole name."""
        return reveal(self.known.folder)

    def facts(self) -> tuple[str, ...]:
        """Whether it is trusted, and since when."""
        return (
            _("trusted") if self.known.trusted else _("not trusted: tools stay away from it"),
            _("since {day}").format(day=_day(self.known.created_at)),
        )


def _day(moment: datetime) -> str:
    return moment.astimezone().strftime("%Y-%m-%d")
