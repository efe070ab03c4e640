"""Looks whether a file that is shown changed: once a second, only as long as somebody waits for the answer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from javari_tui.domain.blocks import BlockKind, SourceBlock
from javari_tui.domain.errors import FileRefused
from javari_tui.domain.file_facts import FileChange, FileFacts, Stamp
from javari_tui.services.files.plain_files import stamp_of
from javari_tui.services.files.showing import read_block

INTERVAL = 1.0
"""Seconds between two looks."""


async def changes_of(block: SourceBlock, sleep: Callable[[float], Awaitable[None]]) -> AsyncGenerator[SourceBlock]:
    """The block of a file anew whenever the file is another. What cannot be read any more keeps its last text."""
    while True:
        found = await asyncio.to_thread(_look, block)
        if found is not block:
            block = found
            yield block
        await sleep(INTERVAL)


def _look(block: SourceBlock) -> SourceBlock:
    """The block as the file is now: the same one when nothing happened."""
    facts = block.file or FileFacts(size=len(block.text))
    stamp = _stamp(block.path)
    if stamp == facts.stamp and (stamp is not None or facts.change is FileChange.GONE):
        return block
    if stamp is None:
        return replace(block, file=_changed(facts, FileChange.GONE, None))
    try:
        new = read_block(Path(block.path), block.title, marks=block.marks)
    except FileRefused:
        return replace(block, file=_changed(facts, FileChange.UNREADABLE, stamp))
    return _compared(block, new, facts)


def _compared(block: SourceBlock, new: SourceBlock, facts: FileFacts) -> SourceBlock:
    """What is told of a file that was read anew."""
    found = new.file or facts
    if new.kind is BlockKind.IMAGE or (found.is_binary and not facts.is_binary):
        return replace(block, file=_changed(facts, FileChange.UNREADABLE, found.stamp))
    if block.file is None:  # it was shown by somebody who told nothing of the file
        return replace(block, text=new.text, file=found)
    if new.text == block.text:  # touched, or back again
        change = facts.change if facts.change is FileChange.CHANGED else None
        return replace(block, file=replace(found, change=change, changed_at=facts.changed_at))
    return replace(block, text=new.text, file=_changed(found, FileChange.CHANGED, found.stamp))


def _stamp(path: str) -> Stamp | None:
    """The stamp of what is there now."""
    try:
        return stamp_of(Path(path).stat())
    except (OSError, ValueError):
        return None


def _changed(facts: FileFacts, change: FileChange, stamp: Stamp | None) -> FileFacts:
    """The facts with what happened just now."""
    return replace(facts, change=change, stamp=stamp, changed_at=datetime.now(UTC))
