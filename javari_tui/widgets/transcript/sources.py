"""What was written in chosen blocks: to copy, to quote, to keep, to show in the sidebar."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from javari_tui.domain.blocks import BlockKind, SourceBlock, code_title
from javari_tui.domain.titles import title_from
from javari_tui.domain.untrusted_text import clean
from javari_tui.widgets.transcript.blocks import Block, MarkdownBlock
from javari_tui.widgets.transcript.choosing import BlockPlace, Choice
from javari_tui.widgets.transcript.chrome import FoldBlock
from javari_tui.widgets.transcript.chunks import Kind
from javari_tui.widgets.transcript.code import language_of
from javari_tui.widgets.transcript.cursor import BlockCursor, blocks_at, group_at
from javari_tui.widgets.transcript.document import Document
from javari_tui.widgets.transcript.inner_code import inner_code
from javari_tui.widgets.transcript.table_source import cells_of
from javari_tui.widgets.transcript.tool_block import ToolBlock
from javari_tui.widgets.transcript.tool_result import result_of


def chosen_block(document: Document, choice: Choice | None) -> SourceBlock | None:
    """The chosen blocks as one; code is bare when nothing but one piece of code is chosen."""
    if choice is None:
        return None
    if choice.code:
        return _inner(document, choice)
    entry, is_growing = document.made(choice.first.entry), _is_growing(document, choice)
    if not _is_one_group(document, choice):
        text = markdown(document, choice)
        block = SourceBlock(kind=BlockKind.DOCUMENT, text=text, title=title_from(text))
        return replace(block, chat_id=entry.message.chat_id, message_id=entry.message.id, is_growing=is_growing)
    blocks = entry.blocks[choice.first.block : choice.last.block + 1]
    block, message = replace(_described(blocks), is_growing=is_growing), entry.message
    return replace(block, chat_id=message.chat_id, message_id=message.id, block=choice.first.block)


def block_at(document: Document, cursor: BlockCursor) -> SourceBlock | None:
    """The block at a place, as it is now; none when its message is not shown or has no such block."""
    entry = document.find(cursor.message_id)
    if entry is None:
        return None
    at = document.position(entry)
    if not 0 <= cursor.block < len(document.made(at).blocks):
        return None
    if cursor.code:
        place = BlockPlace(at, cursor.block)
        return _inner(document, Choice(place, place, cursor.code))
    last = group_at(document, at, cursor.block)[-1]
    return chosen_block(document, Choice(BlockPlace(at, cursor.block), BlockPlace(at, last)))


def is_fold(document: Document, cursor: BlockCursor | None) -> bool:
    """Whether the block under a cursor is a row that unfolds, and has nothing to show beside the chat."""
    return any(isinstance(block, FoldBlock) and not _has_result(block) for block in blocks_at(document, cursor))


def _has_result(block: Block) -> bool:
    return isinstance(block, ToolBlock) and bool(block.call.result.strip())


def markdown(document: Document, choice: Choice) -> str:
    """The chosen blocks as Markdown, code within its fences; of several messages only what was said in them."""
    if choice.code:
        return _fenced(document, choice)
    parts = (_said(document, at, choice) for at in range(choice.first.entry, choice.last.entry + 1))
    return "\n\n".join(part for part in parts if part)


def _is_one_group(document: Document, choice: Choice) -> bool:
    group = group_at(document, *choice.first)
    return choice.first.entry == choice.last.entry and choice.last.block == group[-1]


def _inner(document: Document, choice: Choice) -> SourceBlock | None:
    """Code inside a block, alone; none when it is there no more."""
    entry = document.made(choice.first.entry)
    codes = inner_code(entry.blocks[choice.first.block])[choice.code - 1 :][:1]
    if not codes:
        return None
    info, text, is_closed = codes[0]
    return SourceBlock(
        kind=BlockKind.CODE,
        text=text,
        language=language_of(info),
        title=code_title(info, text),
        chat_id=entry.message.chat_id,
        message_id=entry.message.id,
        block=choice.first.block,
        code=choice.code,
        is_growing=not is_closed and _is_growing(document, choice),
    )


def _fenced(document: Document, choice: Choice) -> str:
    """Code inside a block as Markdown of its own."""
    block = _inner(document, choice)
    if block is None:
        return ""
    fence = "```"
    while fence in block.text:
        fence += "`"
    return f"{fence}{block.language}\n{block.text}\n{fence}"


def _is_growing(document: Document, choice: Choice) -> bool:
    """Whether a block that is still being written is among the chosen ones."""
    for at in range(choice.first.entry, choice.last.entry + 1):
        if not document.entries[at].message.is_running:
            continue
        entry = document.made(at)
        growing = entry.growing
        if growing is not None and choice.first <= BlockPlace(at, entry.blocks.index(growing)) <= choice.last:
            return True
    return False


def _described(blocks: list[Block]) -> SourceBlock:
    """One block, or the parts of one that is long."""
    first = blocks[0]
    if isinstance(first, ToolBlock) and (shown := result_of(first.call)) is not None:
        return shown
    text = _joined(blocks, bare=True)
    if isinstance(first, MarkdownBlock) and first.chunk.kind is Kind.FENCE:
        info = first.chunk.info
        title = code_title(info, text)
        return SourceBlock(kind=BlockKind.CODE, text=text, language=language_of(info), title=title)
    is_table = isinstance(first, MarkdownBlock) and first.chunk.kind is Kind.TABLE
    named = ", ".join(cells_of(text.split("\n", 1)[0])) if is_table else text
    return SourceBlock(kind=BlockKind.DOCUMENT, text=text, title=title_from(named))


def _said(document: Document, at: int, choice: Choice) -> str:
    """The chosen part of one message. One that is chosen whole is not laid out for that."""
    entry = document.entries[at]
    if choice.first.entry < at < choice.last.entry:
        return clean(entry.message.text if entry.message.is_summary else entry.text).strip("\n")
    blocks = document.made(at).blocks
    begin = choice.first.block if at == choice.first.entry else 0
    end = choice.last.block + 1 if at == choice.last.entry else len(blocks)
    chosen = [block for block in blocks[begin:end] if block.can_have_cursor]
    said = [block for block in chosen if isinstance(block, MarkdownBlock)]
    return _joined(said or chosen, bare=False)


def _joined(blocks: Sequence[Block], *, bare: bool) -> str:
    """Sources one below the other, as far apart as they were."""
    return "".join(_spaced(blocks, bare=bare))


def _spaced(blocks: Sequence[Block], *, bare: bool) -> Iterator[str]:
    for number, block in enumerate(blocks):
        if number:
            yield "\n" * (1 + block.space)
        yield block.source if bare or not isinstance(block, MarkdownBlock) else block.chunk.source
