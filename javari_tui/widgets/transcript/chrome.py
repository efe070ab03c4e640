"""What stands around a message's text below its name: attachments, thinking, tools, how it ended."""

from __future__ import annotations

from javari_tui.domain.chat import Attachment, Message, MessageState
from javari_tui.domain.failure_texts import FAILURE_TEXTS
from javari_tui.domain.untrusted_text import clean
from javari_tui.domain.words import count_words
from javari_tui.i18n import _, ngettext, number_text
from javari_tui.widgets.transcript.as_written import PlainRows, as_written
from javari_tui.widgets.transcript.blocks import Block
from javari_tui.widgets.transcript.chunks import Chunk, Kind
from javari_tui.widgets.transcript.glyphs import Hints, Page
from javari_tui.widgets.transcript.line import Line, Look, Span
from javari_tui.widgets.transcript.markdown import lay_out
from javari_tui.widgets.transcript.wrapping import wrap

_LONGEST_DETAIL = 600


def drawn(spans: list[Span], width: int, *, indent: int = 0) -> list[Line]:
    """Rows that nobody said: they are not part of copied text."""
    pad = Span(" " * indent)
    return [
        Line(((pad, *line.spans) if indent else line.spans), indent + len(line.text), "")
        for line in wrap(spans, width - indent)
    ]


def one_line(text: str, longest: int) -> str:
    """A stranger's text on one line, its end left out when it is long."""
    short = " ".join(clean(text[: longest * 4]).split())
    return short if len(short) <= longest else short[: longest - 1] + "…"


class AttachmentsBlock(Block):
    """Files and pastes that go with a message."""

    def __init__(self, attachments: tuple[Attachment, ...]) -> None:
        super().__init__()
        self._attachments = attachments

    @property
    def source(self) -> str:
        """The texts themselves."""
        return "\n".join(attachment.text for attachment in self._attachments)

    def estimate(self, width: int) -> int:
        """One row each."""
        return len(self._attachments)

    def _compose(self, page: Page) -> list[Line]:
        """A chip each: name, size, tokens."""
        rows: list[Line] = []
        for attachment in self._attachments:
            tokens = ngettext("about {count} token", "about {count} tokens", attachment.tokens)
            facts = (
                f"{size_text(attachment.size)} {page.glyphs.dot} {tokens.format(count=number_text(attachment.tokens))}"
            )
            name = one_line(attachment.name, max(page.width - 8, 8))
            rows.extend(drawn([Span(name, ("chip",)), Span(f"  {facts}", ("muted",))], page.width))
        return rows


def size_text(size: int) -> str:
    """Bytes in a few letters."""
    if size < 1000:
        return f"{size} B"
    return f"{number_text(size / 1000, 1)} kB" if size < 1_000_000 else f"{number_text(size / 1_000_000, 1)} MB"


class FoldBlock(Block):
    """A row that unfolds."""

    unfolded = False

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    @property
    def source(self) -> str:
        """The whole text, folded or not."""
        return self.text

    def estimate(self, width: int) -> int:
        """One row, or all."""
        return self.space + 2 + (len(self.text) // max(width, 1) if self.unfolded else 0)

    def fold(self, unfolded: bool) -> None:
        """Fold or unfold."""
        if unfolded != self.unfolded:
            self.unfolded = unfolded
            self.invalidate()

    def _title(self) -> str:
        """What the row says."""
        raise NotImplementedError

    def _row(self, page: Page) -> list[Line]:
        """The row itself."""
        sign = page.glyphs.unfolded if self.unfolded else page.glyphs.folded
        return drawn([Span(f"{sign} {self._title()}", ("fold",))], page.width)

    def _body(self, page: Page) -> list[Line]:
        """What it unfolds to."""
        raise NotImplementedError

    def _compose(self, page: Page) -> list[Line]:
        """The row, and what it unfolds to."""
        return self._row(page) + self._body(page) if self.unfolded else self._row(page)


class ThinkingBlock(FoldBlock):
    """What the model thought before it answered."""

    def __init__(self, text: str, *, is_running: bool) -> None:
        super().__init__(text)
        self._is_running = is_running
        self._plain = PlainRows(("muted",), words=True)

    def update(self, text: str, *, is_running: bool) -> None:
        """It thought on, or is done."""
        if (text, is_running) != (self.text, self._is_running):
            self.text, self._is_running = text, is_running
            self.invalidate()

    def _title(self) -> str:
        """How much it thought."""
        count, running = count_words(self.text), self._is_running
        said = (
            ngettext("Thinking… {count} word", "Thinking… {count} words", count)
            if running
            else ngettext("Thought for {count} word", "Thought for {count} words", count)
        )
        return said.format(count=number_text(count))

    def _compose(self, page: Page) -> list[Line]:
        """An empty row parts it from the answer."""
        return [*super()._compose(page), Line(join="")]

    def _body(self, page: Page) -> list[Line]:
        """As it was written, quietly."""
        return as_written(self.text.strip("\n"), page, plain=self._plain)


class SummaryBlock(FoldBlock):
    """Javari's own short form of earlier messages."""

    space = 1

    def _title(self) -> str:
        """What happened."""
        return _("Earlier messages were summarised to save room")

    def _body(self, page: Page) -> list[Line]:
        """The summary."""
        return lay_out(Chunk(Kind.TEXT, self.text.split("\n"), is_open=False), page, {}).lines


class EndingBlock(Block):
    """How an answer ended, when it did not end by itself, and what to do next."""

    def __init__(self, message: Message, hints: Hints) -> None:
        super().__init__()
        self._message, self._hints = message, hints
        self.space = int(bool(message.text.strip()))

    @property
    def source(self) -> str:
        """What the server said: what one wants to paste into a report."""
        failure = self._message.failure
        return clean(failure.detail) if failure else ""

    def estimate(self, width: int) -> int:
        """A few rows."""
        return self.space + (3 if self._message.failure else 1)

    def _compose(self, page: Page) -> list[Line]:
        """The sentence, what the server said, what to do."""
        message, failure = self._message, self._message.failure
        rows: list[Line] = []
        if failure is not None:
            text = FAILURE_TEXTS[failure.kind]
            rows += self._row(page, page.glyphs.failed, _(text.title), "error")
            if failure.detail:
                rows += drawn([Span(one_line(failure.detail, _LONGEST_DETAIL), ("muted",))], page.width, indent=2)
            if text.cure:
                rows += drawn([Span(_(text.cure))], page.width, indent=2)
            hint = self._hint()
            return rows + (drawn([Span(hint, ("muted",))], page.width, indent=2) if hint else [])
        said = _("Stopped here.") if message.state is MessageState.STOPPED else _("The answer was cut off here.")
        return self._row(page, page.glyphs.stopped, f"{said} {self._hint()}".rstrip(), "muted")

    @staticmethod
    def _row(page: Page, sign: str, text: str, look: str) -> list[Line]:
        """A sign and a sentence."""
        return drawn([Span(f"{sign} {text}", (look,))], page.width)

    def _hint(self) -> str:
        """Which key goes on."""
        if not self._message.came_to_nothing and self._hints.continue_key:
            return _("{key} continues it.").format(key=self._hints.continue_key)
        if self._message.came_to_nothing and self._hints.retry_key:
            return _("{key} asks again.").format(key=self._hints.retry_key)
        return ""


class NoteBlock(Block):
    """One quiet line, such as a countdown."""

    can_have_cursor = False

    def __init__(self, text: str, look: Look = ("muted",)) -> None:
        super().__init__()
        self._text, self._look = text, look

    @property
    def source(self) -> str:
        """Nothing: it was not said."""
        return ""

    def estimate(self, width: int) -> int:
        """One row."""
        return 1

    def _compose(self, page: Page) -> list[Line]:
        """The line; it may need two rows where there is little room."""
        return drawn([Span(clean(self._text).replace("\n", " "), self._look)], page.width)
