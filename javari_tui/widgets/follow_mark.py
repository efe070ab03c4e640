"""The mark beside the credits that leads back to the end: over the transcript it would cover what is being read."""

from __future__ import annotations

from textual.content import Content
from textual.events import Click
from textual.reactive import reactive
from textual.widget import Widget

from javari_tui.commands.transcript import GO_TO_END
from javari_tui.i18n import _
from javari_tui.messages import CommandWanted
from javari_tui.terminal.glyphs import glyph

_ROOMY = 80
"""Columns from which on words and key fit beside the credits."""


class FollowMark(Widget):
    """Visible while the reader has scrolled up; a click or the key returns to the end."""

    DEFAULT_CSS = """
    FollowMark {
        width: auto;
        height: 1;
        padding: 0 1;
        background: $block-cursor-background;
        color: $block-cursor-foreground;
        display: none;
        &.-shown { display: block; }
    }
    """

    shown: reactive[bool] = reactive(False)
    """Whether the reader is away from the end."""
    news: reactive[bool] = reactive(False, layout=True)
    """Whether something came that has not been seen."""
    key: reactive[str] = reactive("", layout=True)
    """The key that returns, as shown."""

    def watch_shown(self, shown: bool) -> None:
        """Appear and vanish; news are seen when the end is."""
        self.set_class(shown, "-shown")
        if not shown:
            self.news = False

    def render(self) -> Content:
        """One short line; where there is little room, what matters more."""
        words = _("New below") if self.news else _("To the end")
        if self.app.size.width < _ROOMY:
            return Content(f"{glyph('arrow_down')} {words if self.news or not self.key else self.key}")
        return Content(f"{glyph('arrow_down')} {words} {glyph('middot')} {self.key}")

    def on_click(self, event: Click) -> None:
        """A click returns to the end."""
        event.stop()
        self.post_message(CommandWanted(GO_TO_END.id))
