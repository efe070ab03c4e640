"""The messages that wait their turn, just above the prompt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from javari_tui.i18n import _, ngettext
from javari_tui.terminal.glyphs import glyph

if TYPE_CHECKING:
    from javari_tui.domain.chat import QueuedMessage


class QueueList(Widget):
    """At most three lines; hidden when nothing waits."""

    DEFAULT_CSS = """
    QueueList {
        height: auto;
        max-height: 4;
        padding: 0 2;
        display: none;
        background: $surface;
        &.-waiting { display: block; }
    }
    """

    queue: reactive[tuple[QueuedMessage, ...]] = reactive((), layout=True)
    """What waits, first to go first."""
    halted: reactive[bool] = reactive(False, layout=True)
    """Whether the queue waits for the user because the last answer did not end well."""
    take_back_key: reactive[str] = reactive("")
    """The key that takes the last one back, as shown."""

    def watch_queue(self) -> None:
        """Show the list only while something waits."""
        self.set_class(bool(self.queue), "-waiting")

    def render(self) -> Content:
        """One line a message, the rest counted."""
        quiet = "$text-muted"
        lines = [
            Content.assemble((f"{glyph('hourglass')} ", quiet), Content(" ".join(item.text.split())[:400]))
            for item in self.queue[:2]
        ]
        more = len(self.queue) - len(lines)
        note = _("waiting; {key} takes the last one back").format(key=self.take_back_key)
        if self.halted:
            note = _("waiting; /send sends them, {key} takes the last one back").format(key=self.take_back_key)
        if more > 0:
            note = ngettext("and {count} more, {note}", "and {count} more, {note}", more).format(count=more, note=note)
        return Content("\n").join([*lines, Content.assemble((note, quiet))])
