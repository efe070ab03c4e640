"""All messages that are shown, and where their rows are. Only what comes into sight is ever laid out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from javari_tui.widgets.transcript.glyphs import Glyphs, Hints, Page
from javari_tui.widgets.transcript.heights import HeightIndex
from javari_tui.widgets.transcript.line import Line

if TYPE_CHECKING:
    from javari_tui.domain.answer_cost import AnswerCost
    from javari_tui.domain.chat import Message
    from javari_tui.widgets.transcript.blocks import Block
    from javari_tui.widgets.transcript.entry import Entry

MOST_MADE = 200
"""Messages whose blocks are kept in memory."""


class Document:
    """Messages in their order, with the heights of all of them."""

    def __init__(self, page: Page, hints: Hints) -> None:
        self.page = page
        self.entries: list[Entry] = []
        self.show_thinking = False
        self._hints = hints
        self._by_id: dict[int, Entry] = {}
        self._costs: Mapping[int, AnswerCost] = {}
        self.heights = HeightIndex()
        """Of all entries, as far as they are known."""
        self._made: dict[int, Entry] = {}
        self._targets_in: frozenset[Block] = frozenset()

    def fill(self, messages: Iterable[Message]) -> None:
        """Show these and nothing else."""
        self.entries = [_entry(message, at, self._hints) for at, message in enumerate(messages)]
        self._by_id = {entry.message.id: entry for entry in self.entries}
        self._made = {}
        self._continue(1)
        self.set_costs(self._costs)
        self._index()

    def prepend(self, messages: Sequence[Message]) -> int:
        """Older messages; says how many were not there yet."""
        new = [message for message in messages if message.id not in self._by_id]
        first = self.entries[0].ordinal if self.entries else 0
        older = [_entry(message, first - len(new) + at, self._hints) for at, message in enumerate(new)]
        self.entries[:0] = older
        self._continue(1, len(older) + 1)
        self._by_id.update((entry.message.id, entry) for entry in older)
        for entry in reversed(older):
            self.heights.prepend(entry.height(self.page.width))
        if older and len(self.entries) > len(older):
            self.measure(self.entries[len(older)])
        self.set_costs(self._costs)
        return len(older)

    def add(self, message: Message) -> Entry:
        """A newer message."""
        ordinal = self.entries[-1].ordinal + 1 if self.entries else 0
        entry = _entry(message, ordinal, self._hints)
        self.entries.append(entry)
        self._continue(len(self.entries) - 1)
        self._by_id[message.id] = entry
        self.heights.append(entry.height(self.page.width))
        return entry

    def _continue(self, first: int, end: int | None = None) -> None:
        """Tell the messages from one on what stands above them."""
        for at in range(max(first, 1), len(self.entries) if end is None else min(end, len(self.entries))):
            self.entries[at].continue_from(self.entries[at - 1].message, self.show_thinking)

    def set_costs(self, costs: Mapping[int, AnswerCost]) -> None:
        """What messages cost, by their numbers; an answer in several parts says once what all of it cost."""
        self._costs = costs
        for entry, cost in _costs_by_name(self.entries, costs):
            if entry.cost != cost:
                entry.cost = cost
                entry.set_hints(self._hints, self.show_thinking)
                if entry.is_made:
                    self.measure(entry)

    def find(self, message_id: int | None) -> Entry | None:
        """The entry of a message, if it is shown."""
        return self._by_id.get(message_id) if message_id is not None else None

    def position(self, entry: Entry) -> int:
        """An entry's place among those that are shown."""
        return entry.ordinal - self.entries[0].ordinal

    def made(self, position: int) -> Entry:
        """The entry at a place, with its blocks; memory of one that was not seen for long is given back."""
        entry = self.entries[position]
        if not entry.is_made:
            entry.make(self.show_thinking)
            self.measure(entry)
            self._made[entry.ordinal] = entry
            if len(self._made) > MOST_MADE:
                self._forget_one()
        return entry

    def entries_made(self) -> list[Entry]:
        """The entries whose blocks are in memory."""
        return [entry for entry in self._made.values() if entry.is_made]

    def _forget_one(self) -> None:
        """The one that was made first."""
        entry = self._made.pop(next(iter(self._made)))
        if entry.message.is_running:
            self._made[entry.ordinal] = entry
        else:
            entry.forget(self.page.width)

    def lines(self, position: int, block: int) -> list[Line]:
        """The rows of a block, laid out if they were not."""
        entry = self.made(position)
        thing = entry.blocks[block]
        page = self._page_for(entry, thing)
        if not thing.is_laid_out(page):
            before = thing.height(self.page.width)
            thing.lines(page)
            if thing.height(self.page.width) != before:
                self.measure(entry)
        return thing.lines(page)

    def measure(self, entry: Entry) -> None:
        """Note how high an entry is now."""
        self.heights.change(self.position(entry), entry.height(self.page.width))

    def show_targets_in(self, blocks: Iterable[Block]) -> None:
        """The blocks in which links say where they lead: those under the cursor."""
        self._targets_in = frozenset(blocks)

    def _page_for(self, entry: Entry, block: Block) -> Page:
        """What a block is laid out for."""
        is_user = entry.message.is_users
        shows_targets = block in self._targets_in and block.has_links
        if not is_user and not shows_targets:
            return self.page
        return self.page._replace(hard_breaks=is_user, show_targets=shows_targets)

    def set_page(self, width: int, glyphs: Glyphs) -> None:
        """Another width or other signs: what comes into sight is laid out anew."""
        if (width, glyphs) == (self.page.width, self.page.glyphs):
            return
        if width != self.page.width:
            for entry in self.entries:
                entry.forget_height()
        self.page = self.page._replace(width=width, glyphs=glyphs)
        self._index()

    def set_hints(self, hints: Hints) -> None:
        """Other keys or times."""
        self._hints = hints
        for entry in self.entries:
            entry.set_hints(hints, self.show_thinking)
        self._index()

    def set_show_thinking(self, show: bool) -> None:
        """Thinking unfolded or folded, everywhere: what was folded by hand follows too."""
        self.show_thinking = show
        for entry in self.entries:
            if not entry.message.is_summary:
                entry.unfolded = None
            entry.set_hints(self._hints, show)
        self._index()

    def translate(self) -> None:
        """The language changed: every row is laid out anew when it is seen."""
        self.page = self.page._replace(version=self.page.version + 1)

    def _index(self) -> None:
        """The heights of all, anew."""
        width = self.page.width
        self.heights = HeightIndex(entry.height(width) for entry in self.entries)


def _costs_by_name(
    entries: Sequence[Entry], costs: Mapping[int, AnswerCost]
) -> Iterator[tuple[Entry, AnswerCost | None]]:
    """Each name with what stands below it cost, until the next name."""
    below: AnswerCost | None = None
    for entry in reversed(entries):
        own = costs.get(entry.message.id)
        below = own if below is None else below if own is None else own + below
        if is_named(entry):
            yield entry, below
            below = None


def is_named(entry: Entry) -> bool:
    """Whether its speaker stands above it: where an answer goes on, its first part says that."""
    return not entry.continues or entry.message.is_branching


def _entry(message: Message, ordinal: int, hints: Hints) -> Entry:
    from javari_tui.widgets.transcript.entry import Entry  # noqa: PLC0415 - all layout; an empty chat needs none

    return Entry(message, ordinal, hints)
