"""A message in the transcript: its blocks, made when it is first seen, growing while it is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from javari_tui.domain.answer_cost import AnswerCost
from javari_tui.domain.chat import Message, Role
from javari_tui.domain.untrusted_text import clean
from javari_tui.widgets.transcript.blocks import Block
from javari_tui.widgets.transcript.body import Body
from javari_tui.widgets.transcript.chrome import (
    AttachmentsBlock,
    EndingBlock,
    FoldBlock,
    NoteBlock,
    SummaryBlock,
    ThinkingBlock,
)
from javari_tui.widgets.transcript.glyphs import Hints
from javari_tui.widgets.transcript.name_block import ContinuedBlock, NameBlock
from javari_tui.widgets.transcript.tool_block import ToolBlock


class Entry:
    """One message, laid out lazily."""

    __slots__ = (
        "_body",
        "_hints",
        "_known_height",
        "_thinking",
        "blocks",
        "continues",
        "cost",
        "message",
        "note",
        "ordinal",
        "unfolded",
    )

    def __init__(self, message: Message, ordinal: int, hints: Hints) -> None:
        self.message = message
        self.ordinal = ordinal
        """Its place counted from the first message that was shown: older ones are negative."""
        self.blocks: list[Block] = []
        self.note = ""
        self.unfolded: bool | None = None
        """Whether the reader unfolded it; None follows the setting."""
        self.continues = False
        """Whether the message above is the part of the same answer that comes before it."""
        self.cost: AnswerCost | None = None
        """What it cost, with the parts below that continue it; stands beside the name."""
        self._hints = hints
        self._body: Body | None = None
        self._thinking: ThinkingBlock | None = None
        self._known_height = 0

    @property
    def is_made(self) -> bool:
        """Whether its blocks are there."""
        return self._body is not None

    @property
    def text(self) -> str:
        """What was said so far."""
        return self._body.text if self._body else self.message.text

    @property
    def growing(self) -> Block | None:
        """The block that is still being written."""
        if not self.message.is_running or self._body is None:
            return None
        return self._body.growing if self._body.text else self._thinking

    @property
    def current(self) -> Message:
        """The message with what was said so far."""
        body = self._body
        is_ahead = body is not None and self.message.is_running
        return replace(self.message, text=body.text) if body and is_ahead else self.message

    def height(self, width: int) -> int:
        """How many rows it takes; an estimate for what was never laid out."""
        if self._body is not None:
            return sum([block.height(width) for block in self.blocks])
        return self._known_height or 3 + len(self.message.text) // max(width, 1)

    def make(self, show_thinking: bool) -> None:
        """Make the blocks of a message that comes into sight."""
        if self._body is None:
            text = "" if self.message.role is Role.SUMMARY else clean(self.message.text)
            self._body = Body(text, is_open=self.message.is_running)
            self._arrange(show_thinking)

    def forget(self, width: int) -> None:
        """Give the memory of a message far out of sight back; its height is remembered."""
        if self._body is not None and not self.message.is_running:
            self._known_height = self.height(width)
            self._body, self._thinking, self.blocks = None, None, []

    def forget_height(self) -> None:
        """The width changed."""
        self._known_height = 0

    def grow(self, text: str, thinking: str, show_thinking: bool) -> None:
        """Pieces of the running answer."""
        self.make(show_thinking)
        if self._body is None:
            return
        if text:
            if not self._body.is_open:
                self._body = Body(self._body.text, is_open=True)
            self._body.feed(text)
        if thinking:
            self.message = replace(self.message, thinking=self.message.thinking + thinking)
        self._arrange(show_thinking)

    def replace(self, message: Message, show_thinking: bool) -> None:
        """The message as it is now. What is on screen already is kept."""
        before, self.message = self.message, message
        if self._body is None:
            self._known_height = 0
            return
        text = "" if message.role is Role.SUMMARY else clean(message.text)
        if text.startswith(self._body.text) and (self._body.is_open or text == self._body.text):
            if len(text) > len(self._body.text):
                self._body.feed(text[len(self._body.text) :])
        else:
            self._body = Body(text, is_open=True)
        if before.role is not message.role:
            self._thinking = None
        if not message.is_running:
            self._body.close()
        self._arrange(show_thinking)

    def set_hints(self, hints: Hints, show_thinking: bool) -> None:
        """Other keys, times or folding."""
        self._hints = hints
        if self._body is not None:
            self._arrange(show_thinking)

    def continue_from(self, before: Message | None, show_thinking: bool) -> None:
        """This message stands above it now: an answer in several parts names its speaker once."""
        both = before is not None and before.role is Role.ASSISTANT and self.message.role is Role.ASSISTANT
        continues = before is not None and both and self.message.parent_id == before.id
        if continues != self.continues:
            self.continues = continues
            self._known_height = 0
            if self._body is not None:
                self._arrange(show_thinking)

    def set_note(self, note: str, show_thinking: bool) -> None:
        """A quiet line below the message."""
        self.note = note
        if self._body is not None:
            self._arrange(show_thinking)

    def _arrange(self, show_thinking: bool) -> None:
        """All blocks in their order."""
        if self._body is None:
            return
        unfolded = show_thinking if self.unfolded is None else self.unfolded
        if self.message.role is Role.SUMMARY:
            summary = SummaryBlock(clean(self.message.text))
            summary.fold(bool(self.unfolded))
            self.blocks = [summary]
            return
        self.blocks = [*self._head(unfolded), *self._body.blocks, *self._tail()]

    def _head(self, unfolded: bool) -> list[Block]:
        """What stands above the text. Kept while nothing of it changes, so it is not laid out again."""
        message = self.message
        version = (message.sibling, message.siblings)
        key = (message.model, message.created_at, version, message.role, self._hints, self.cost)
        known = next((b for b in self.blocks if isinstance(b, NameBlock) and b.key == key), None)
        head: list[Block] = [known or NameBlock(message, self._hints, key, self.cost)]
        if self.continues and not message.is_branching:
            head = [] if _only_calls(self) else [ContinuedBlock()]
        if message.thinking.strip():
            is_running = message.is_running and not (self._body and self._body.text)
            thinking = clean(message.thinking)
            if self._thinking is None:
                self._thinking = ThinkingBlock(thinking, is_running=is_running)
            self._thinking.update(thinking, is_running=is_running)
            self._thinking.fold(unfolded)
            head.append(self._thinking)
        if message.attachments:
            head.append(AttachmentsBlock(message.attachments))
        return head

    def _tail(self) -> list[Block]:
        """What stands below the text."""
        message = self.message
        tail: list[Block] = [*self._tools()]
        if message.can_continue:
            tail.append(EndingBlock(message, self._hints))
        if self.note:
            tail.append(NoteBlock(self.note))
        elif message.is_running and not (self.text or message.thinking or message.tool_calls):
            tail.append(NoteBlock("…"))
        return tail

    def _tools(self) -> Iterator[ToolBlock]:
        """What the model asked for. A call keeps its block, and so whether it is unfolded."""
        known = {block.call.id: block for block in self.blocks if isinstance(block, ToolBlock)}
        space = int(not (self.continues and _only_calls(self)))
        for call in self.message.tool_calls:
            block = known.pop(call.id, None) or ToolBlock(call, space)
            block.update(call, space)
            yield block
            space = 0

    def fold_block(self, at: int) -> FoldBlock | None:
        """The block at a place if it folds, else what the message has above its text."""
        here = self.blocks[at] if at < len(self.blocks) else None
        if isinstance(here, FoldBlock):
            return here
        return next((b for b in self.blocks if isinstance(b, FoldBlock) and not isinstance(b, ToolBlock)), None)

    def toggle(self, fold: FoldBlock) -> None:
        """Fold or unfold a block of it, whatever the setting says."""
        if not isinstance(fold, ToolBlock):
            self.unfolded = not fold.unfolded
        fold.fold(not fold.unfolded)


def _only_calls(entry: Entry) -> bool:
    """Whether nothing was said or thought, and tools were called: rows of several rounds stand together."""
    return bool(entry.message.tool_calls) and not (entry.text.strip() or entry.message.thinking.strip())
