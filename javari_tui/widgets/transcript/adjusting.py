"""What can be set on a transcript: following, thinking, times, signs, keys that are named."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.message import Message as TextualMessage
from textual.reactive import reactive, var

from javari_tui.terminal.glyphs import glyphs_in_force
from javari_tui.widgets.transcript.glyphs import ASCII, NO_GROUNDS, UNICODE, Glyphs, Hints
from javari_tui.widgets.transcript.reading import Reader
from javari_tui.widgets.transcript.shown_messages import ShownMessages

if TYPE_CHECKING:
    from javari_tui.domain.chat import Message


class Adjustable(Reader):
    """A reader with settings."""

    following: reactive[bool] = reactive(True, init=False, repaint=False)
    """Whether the end stays in sight while the answer grows."""
    show_thinking: var[bool] = var(False, init=False)
    """Whether thinking is unfolded."""
    show_timestamps: var[bool] = var(False, init=False)
    """Whether messages say when they were written."""
    glyphs: var[str] = var("unicode", init=False)
    """`unicode`, or `ascii` for terminals without it."""
    continue_key: var[str] = var("", init=False)
    """The key that continues an answer, as shown; named below answers that ended early."""
    retry_key: var[str] = var("", init=False)
    """The key that asks again, as shown; named below answers of which nothing came."""

    class FollowingChanged(TextualMessage, namespace="transcript"):
        """The end is followed, or not any more."""

        def __init__(self, following: bool) -> None:
            super().__init__()
            self.following = following

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.set_reactive(Adjustable.glyphs, glyphs_in_force())

    @property
    def glyph_set(self) -> Glyphs:
        """The signs in force."""
        if self.glyphs == "ascii":
            return ASCII
        return NO_GROUNDS if self.app.current_theme.ansi else UNICODE

    def notify_style_update(self) -> None:
        """Another theme may have no ground for code."""
        super().notify_style_update()
        if self.is_mounted and self.glyph_set != self.document.page.glyphs:
            self.lay_out_for_size()

    @property
    def messages(self) -> Sequence[Message]:
        """What is shown, oldest first; of a running answer, as much as is on screen."""
        return ShownMessages(self.document.entries)

    def watch_following(self, following: bool) -> None:
        """Set from outside, it is obeyed; either way it is told."""
        if self.viewport.following != following:
            self.viewport.following = following
            self.settle()
        self.post_message(self.FollowingChanged(following))

    def watch_show_thinking(self, show: bool) -> None:
        """Fold or unfold thinking everywhere."""
        self.document.set_show_thinking(show)
        self.settle()

    def watch_show_timestamps(self) -> None:
        """Names are drawn with or without times."""
        self._hint()

    def watch_continue_key(self) -> None:
        """Another key is named."""
        self._hint()

    def watch_retry_key(self) -> None:
        """Another key is named."""
        self._hint()

    def watch_glyphs(self) -> None:
        """Other signs."""
        self.lay_out_for_size()

    def watch_max_text_width(self) -> None:
        """Wider or narrower rows."""
        self.lay_out_for_size()

    def _hint(self) -> None:
        """Hand keys and times on."""
        hints = Hints(self.continue_key, self.retry_key, self.show_timestamps)
        self.document.set_hints(hints)
        self.settle()
