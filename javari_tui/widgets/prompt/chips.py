"""What is attached, on one line over the text."""

from __future__ import annotations

from pathlib import PurePath
from typing import ClassVar, NamedTuple

from rich.cells import cell_len, set_cell_size
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from javari_tui.domain.drafts import Attachment, AttachmentKind
from javari_tui.domain.untrusted_text import clean
from javari_tui.i18n import N_, _, ngettext, number_text
from javari_tui.terminal.glyphs import glyph
from javari_tui.widgets.prompt.attached import mark_of

_SPACE = 3
"""Cells between two chips."""
_SHORTEST_NAME = 12


class ShownChip(NamedTuple):
    """A chip as it is drawn: where it starts, its name, what is said of it."""

    place: int
    start: int
    name: str
    note: str

    @property
    def width(self) -> int:
        """Cells it takes."""
        return cell_len(self.name) + cell_len(self.note)


def lay_out(attachments: tuple[Attachment, ...], width: int, cursor: int) -> tuple[tuple[ShownChip, ...], int]:
    """The chips that fit a line, whole if they can be, and how many do not fit; the cursor's is always there."""
    whole = [(name_of(item), note_of(item)) for item in attachments]
    if _width(whole) <= width:
        return _placed(whole, 0), 0
    short = [(name, "") for name, _note in whole]
    if _width(short) <= width:
        return _placed(short, 0), 0
    longest = max(_SHORTEST_NAME, width // 2 - _SPACE)
    elided = [(_elided(name, longest), "") for name, _note in short]
    room = width - len(f"+{len(elided)}") - _SPACE
    first = 0
    while _fits(elided[first:], room) < cursor - first + 1 and first < cursor:
        first += 1
    count = max(1, _fits(elided[first:], room))
    shown = elided[first : first + count]
    return _placed(shown, first), len(elided) - len(shown)


def name_of(attachment: Attachment) -> str:
    """How a chip is called: as it stands in the text."""
    name = " ".join(clean(attachment.name).split())
    return mark_of(attachment) if attachment.kind is AttachmentKind.PASTE else f"@{name}"


def note_of(attachment: Attachment) -> str:
    """What is said of an attachment after its name."""
    dot = glyph("middot")
    if attachment.kind is AttachmentKind.PASTE:
        size = ngettext("{count} line", "{count} lines", attachment.lines).format(count=attachment.lines)
    else:
        size = _("{size} KB").format(size=max(1, round(attachment.size / 1024)))
    return f" {dot} {size} {dot} {tokens_in_words(attachment.tokens)}"


def tokens_in_words(tokens: int) -> str:
    """An estimate, short: `~1.8k tokens`."""
    if tokens < 1000:
        return ngettext("~{count} token", "~{count} tokens", tokens).format(count=tokens)
    short = number_text(tokens / 1000, 1 if tokens < 9950 else 0)
    return _("~{thousands}k tokens").format(thousands=short)


def _width(chips: list[tuple[str, str]]) -> int:
    return sum(cell_len(name) + cell_len(note) for name, note in chips) + _SPACE * max(0, len(chips) - 1)


def _fits(chips: list[tuple[str, str]], room: int) -> int:
    """How many of them, from the first, fit."""
    count = 0
    while count < len(chips) and _width(chips[: count + 1]) <= room:
        count += 1
    return count


def _placed(chips: list[tuple[str, str]], first: int) -> tuple[ShownChip, ...]:
    placed: list[ShownChip] = []
    start = 0
    for at, (name, note) in enumerate(chips):
        placed.append(ShownChip(first + at, start, name, note))
        start += placed[-1].width + _SPACE
    return tuple(placed)


def _elided(name: str, longest: int) -> str:
    """A name that is too long keeps its end: the file's own name says more than its folders."""
    if cell_len(name) <= longest:
        return name
    own = PurePath(name).name
    dots = glyph("ellipsis")
    if name.startswith("@") and cell_len(own) + cell_len(dots) + 2 <= longest:
        return f"@{dots}/{own}"
    return set_cell_size(own if name.startswith("@") else name, longest - cell_len(dots)).rstrip() + dots


class ChipRow(Widget, can_focus=True):
    """One line of chips. Left and Right choose, Enter opens, Delete removes, Down goes back to the text.

    | Key | |
    | :- | :- |
    | left, right | choose |
    | enter | open |
    | delete, backspace | remove |
    | down, escape | back to the text |
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-1)", show=False),
        Binding("right", "move(1)", show=False),
        Binding("enter", "open", N_("Open"), id="chips.open"),
        Binding("delete,backspace", "remove", N_("Remove"), id="chips.remove"),
        Binding("down,escape", "leave", N_("Back"), id="chips.leave"),
    ]

    DEFAULT_CSS = """
    ChipRow {
        display: none;
        height: 1;
        width: 1fr;
        &.-filled { display: block; }
    }
    """

    attachments: reactive[tuple[Attachment, ...]] = reactive((), init=False)
    """What is attached."""
    cursor: reactive[int] = reactive(0, init=False)
    """Which chip the keys act on."""

    class Opened(Message):
        """A chip's content is to be shown."""

        def __init__(self, attachment: Attachment) -> None:
            super().__init__()
            self.attachment = attachment

    class Removed(Opened):
        """A chip is to go."""

    class Left(Message):
        """The keys go back to the text."""

    def watch_attachments(self, attachments: tuple[Attachment, ...]) -> None:
        """Take a line only while there is something on it."""
        self.cursor = max(0, min(self.cursor, len(attachments) - 1))
        self.set_class(bool(attachments), "-filled")

    def render(self) -> Content:
        """The chips that fit, how many do not, and what they cost together."""
        chips, hidden = lay_out(self.attachments, self.content_size.width, self.cursor)
        name, note, chosen = "$text-accent", "$text-muted", "$block-cursor-foreground on $block-cursor-background"
        line = Content("")
        for chip in chips:
            gap = " " * (chip.start - line.cell_length)
            if self.has_focus and chip.place == self.cursor:
                line = Content.assemble(line, gap, (chip.name + chip.note, chosen))
            else:
                line = Content.assemble(line, gap, (chip.name, name), (chip.note, note))
        if hidden:
            line = Content.assemble(line, " " * _SPACE, (f"+{hidden}", note))
        total = tokens_in_words(sum(item.tokens for item in self.attachments))
        room = self.content_size.width - line.cell_length - cell_len(total)
        if len(self.attachments) > 1 and room >= _SPACE:
            line = Content.assemble(line, " " * room, (total, note))
        return line

    def action_move(self, step: int) -> None:
        """Choose another chip."""
        self.cursor = max(0, min(self.cursor + step, len(self.attachments) - 1))

    def action_open(self) -> None:
        """Show the chosen chip's content."""
        if self.attachments:
            self.post_message(self.Opened(self.attachments[self.cursor]))

    def action_remove(self) -> None:
        """Take the chosen chip away."""
        if self.attachments:
            self.post_message(self.Removed(self.attachments[self.cursor]))

    def action_leave(self) -> None:
        """Back to the text."""
        self.post_message(self.Left())

    def on_click(self, event: events.Click) -> None:
        """A click opens the chip under the mouse."""
        event.stop()
        chips, _hidden = lay_out(self.attachments, self.content_size.width, self.cursor)
        for chip in chips:
            if chip.start <= event.x < chip.start + chip.width:
                self.cursor = chip.place
                self.action_open()
