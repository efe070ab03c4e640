"""Diffs in the sidebar that change files: change by change or all at once, and back."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from javari_tui.commands import shown_files as commands
from javari_tui.domain.blocks import SourceBlock
from javari_tui.domain.chat import ToolCall, ToolState
from javari_tui.domain.patches import FilePatch, HunkState
from javari_tui.i18n import _, number_text
from javari_tui.screens.base import Handler
from javari_tui.screens.chat.page import ChatPage
from javari_tui.screens.chat.patch_words import MOST_NAMED, told

if TYPE_CHECKING:
    from javari_tui.widgets.sidebar.diff_paper import DiffPaper
    from javari_tui.widgets.sidebar.pane import Pane
    from javari_tui.widgets.sidebar.paper import Paper
    from javari_tui.widgets.sidebar.sidebar import Sidebar

_KEPT = 50
"""Diffs of which is known what became of them."""

_GOING_ON = (ToolState.ASKED, ToolState.WAITING, ToolState.RUNNING)
_WRITING = ("write_file", "edit_file")

States = dict[int, HunkState]
"""What became of hunks, by their number; those that wait are not in it."""


class _Shown(NamedTuple):
    sidebar: Sidebar
    paper: DiffPaper
    block: SourceBlock


class _AllAtOnce(NamedTuple):
    """What one key applied, and where the reader was then."""

    paper: DiffPaper
    line: int
    hunks: tuple[int, ...]


class PatchesBeside:
    """Applies what the keys say, and shows what became of it."""

    def __init__(self, page: ChatPage) -> None:
        self._page = page
        self._states: OrderedDict[str, States] = OrderedDict()
        """By the text of the diff: it is the same wherever it is shown."""
        self._over: dict[str, ToolCall] = {}
        """Calls of tools that are over, by their id."""
        self._last: _AllAtOnce | None = None
        """What was done last, where that was to apply all."""
        self._turn = asyncio.Lock()
        page.when_sidebar(self._attach)

    def handlers(self) -> Mapping[str, Handler]:
        """What can be done with a diff."""
        return {
            commands.APPLY_HUNK.id: self.apply,
            commands.APPLY_ALL.id: self.apply_all,
            commands.UNDO_HUNK.id: self.undo,
            commands.REJECT_HUNK.id: self.reject,
            commands.REJECT_ALL.id: self.reject_all,
        }

    def is_available(self, command_id: str) -> bool:
        """Where a diff is whole, and nobody is asked about it just now."""
        shown = self._shown
        if shown is None or not shown.paper.diff.hunks or shown.block.is_growing:
            return False
        if command_id == commands.UNDO_HUNK.id:
            return HunkState.APPLIED in self._states_of(shown.block).values()
        call = self._call(shown.block)
        return call is None or call.state not in _GOING_ON

    @property
    def _shown(self) -> _Shown | None:
        from javari_tui.widgets.sidebar.diff_paper import DiffPaper  # noqa: PLC0415 - with the sidebar

        sidebar = self._page.open_sidebar
        if sidebar is None or sidebar.block is None or not isinstance(sidebar.pane.paper, DiffPaper):
            return None
        return _Shown(sidebar, sidebar.pane.paper, sidebar.block)

    async def apply(self) -> None:
        """Put the marked change into its file."""
        await self._apply(is_all=False)

    async def apply_all(self) -> None:
        """Put all that wait into their files."""
        await self._apply(is_all=True)

    async def _apply(self, *, is_all: bool) -> None:
        async with self._turn:
            shown = self._shown
            hunk = None if shown is None or is_all else self._target(shown, commands.APPLY_HUNK.id)
            if shown is None or (hunk is None and not is_all):
                return
            states = self._states_of(shown.block)
            done = (HunkState.APPLIED, HunkState.REJECTED) if is_all else (HunkState.APPLIED,)
            numbers = range(len(shown.paper.diff.hunks)) if hunk is None else (hunk,)
            wanted = [number for number in numbers if states.get(number) not in done]
            if not wanted:
                self._page.tell(_("It is applied already.") if not is_all else _("No change is waiting any more."))
                return
            done_now: list[int] = []
            for patch in await self._patched(shown, wanted):
                if patch.refused is None:
                    states.update(dict.fromkeys(patch.hunks, HunkState.APPLIED))
                    done_now += patch.hunks
                elif patch.misfit is not None:
                    states[patch.misfit] = HunkState.MISFIT
            line = shown.sidebar.pane.stepping.line(shown.sidebar.pane, shown.paper)
            self._last = _AllAtOnce(shown.paper, line, tuple(done_now)) if is_all else None
            self._draw(shown, states)

    async def undo(self) -> None:
        """Take the marked change out of its file; right behind applying all, all that this put there."""
        async with self._turn:
            shown = self._shown
            hunks = () if shown is None else self._to_undo(shown)
            if shown is None or not hunks:
                return
            states = self._states_of(shown.block)
            if any(states.get(hunk) is not HunkState.APPLIED for hunk in hunks):
                self._page.tell(_("This change is not applied."))
                return
            for patch in await self._patched(shown, hunks, undo=True):
                for hunk in patch.hunks if patch.refused is None else ():
                    states.pop(hunk, None)
            self._draw(shown, states)

    def _to_undo(self, shown: _Shown) -> tuple[int, ...]:
        """All that was applied just now, where the reader went nowhere since; else the change that is meant."""
        last, self._last = self._last, None
        states, pane = self._states_of(shown.block), shown.sidebar.pane
        if last is not None and last.paper is shown.paper and last.line == pane.stepping.line(pane, shown.paper):
            applied = tuple(hunk for hunk in last.hunks if states.get(hunk) is HunkState.APPLIED)
            if applied:
                return applied
        hunk = self._target(shown, commands.UNDO_HUNK.id)
        return () if hunk is None else (hunk,)

    def reject(self) -> None:
        """Mark the change as not wanted, or take that back."""
        shown = self._shown
        hunk = None if shown is None else self._target(shown, commands.REJECT_HUNK.id)
        if shown is None or hunk is None:
            return
        states = self._states_of(shown.block)
        if states.get(hunk) is HunkState.APPLIED:
            key = self._page.key_of(commands.UNDO_HUNK.id)
            self._page.tell(_("This change is applied already. {key} takes it back.").format(key=key))
            return
        if states.get(hunk) is HunkState.REJECTED:
            del states[hunk]
        else:
            states[hunk] = HunkState.REJECTED
        self._draw(shown, states)

    def reject_all(self) -> None:
        """Mark all that wait as not wanted."""
        if (shown := self._shown) is None:
            return
        states = self._states_of(shown.block)
        waiting = [hunk for hunk in range(len(shown.paper.diff.hunks)) if states.get(hunk) is not HunkState.APPLIED]
        states.update(dict.fromkeys(waiting, HunkState.REJECTED))
        self._draw(shown, states)

    def _target(self, shown: _Shown, command_id: str) -> int | None:
        """The change that is meant: the marked one in sight, or the only one. Else the one at the top is marked."""
        pane, paper = shown.sidebar.pane, shown.paper
        lines, line = paper.diff.hunk_lines, pane.stepping.line(pane, paper)
        if len(lines) == 1:
            return 0
        if paper.marked in lines and _is_in_sight(pane, paper, paper.marked):
            return lines.index(paper.marked)
        hunk = paper.hunk_at(line)
        if line in paper.diff.file_lines and lines[hunk] < line:
            hunk = min(hunk + 1, len(lines) - 1)
        if not _is_in_sight(pane, paper, lines[hunk]):
            pane.scroll_to(y=paper.row_of(lines[hunk]), animate=False, force=True)
        pane.stepping.mark(pane, paper, lines[hunk])
        said = _("Change {number} is marked now. {key} once more acts on it.")
        self._page.tell(said.format(number=number_text(hunk + 1), key=self._page.key_of(command_id)))
        return None

    def _mark_first(self, paper: DiffPaper) -> None:
        """A diff came into sight: mark the change that the keys act on, where it is in sight too."""
        pane = self._page.sidebar.pane
        if pane.paper is not paper or not paper.rows:
            return
        marked = paper.marked
        line = paper.diff.hunk_lines[paper.hunk_at(pane.stepping.line(pane, paper))] if marked is None else marked
        if _is_in_sight(pane, paper, line):
            pane.stepping.mark(pane, paper, line)

    async def _patched(self, shown: _Shown, hunks: Collection[int], *, undo: bool = False) -> Sequence[FilePatch]:
        """Change the files, and say what came of it."""
        states = self._states_of(shown.block)
        applied = [number for number, state in states.items() if state is HunkState.APPLIED]
        patching = (await self._page.services()).patching
        patches = await patching.apply(self._page.chat_id, shown.paper.diff, hunks, applied=applied, undo=undo)
        refused = [patch.refused for patch in patches if patch.refused is not None]
        done = [patch for patch in patches if patch.refused is None]
        if done:
            self._page.tell(told(done, undone=undo), seconds=6)
        for error in refused[:MOST_NAMED]:
            self._page.report(error)
        return patches

    def _states_of(self, block: SourceBlock) -> States:
        """What became of a diff; what a tool wrote is applied from the start."""
        states = self._states.get(block.text)
        if states is None:
            states = self._states[block.text] = {}
            if len(self._states) > _KEPT:
                self._states.popitem(last=False)
        return states

    def _call(self, block: SourceBlock) -> ToolCall | None:
        """The tool's call whose change this is; none where it is no tool's. One that is over is looked for once."""
        if not block.call_id:
            return None
        known = self._over.get(block.call_id)
        if known is None:
            calls = (call for message in self._page.transcript.messages for call in message.tool_calls)
            known = next((call for call in calls if call.id == block.call_id), None)
            if known is not None and known.state not in _GOING_ON:
                self._over[block.call_id] = known
        return known

    def _draw(self, shown: _Shown, states: States) -> None:
        """Show what became of it."""
        shown.paper.take_states(states)
        shown.sidebar.pane.refresh()
        shown.sidebar.title_line.refresh()
        self._page.screen.refresh_bindings()

    def _attach(self, sidebar: Sidebar) -> None:
        """Learn what is shown."""
        self._page.screen.watch(sidebar.title_line, "paper", self._turned_to)

    def _turned_to(self, paper: Paper | None) -> None:
        """A diff is shown: as what became of it."""
        from javari_tui.widgets.sidebar.diff_paper import DiffPaper  # noqa: PLC0415 - with the sidebar

        if isinstance(paper, DiffPaper) and (block := self._page.sidebar.block) is not None:
            states = self._states_of(block)
            if not states and _is_written(self._call(block)):
                states.update(dict.fromkeys(range(len(paper.diff.hunks)), HunkState.APPLIED))
            paper.take_states(states)
            if paper.diff.hunks and not block.is_growing:
                shown = _Shown(self._page.sidebar, paper, block)
                shown.sidebar.pane.call_after_refresh(self._mark_first, paper)
                self._page.screen.run_worker(self._look(shown), group="diff-states", exclusive=True)

    async def _look(self, shown: _Shown) -> None:
        """What the files say of a diff: they may have changed since, or Javari was ended."""
        patching = (await self._page.services()).patching
        async with self._turn:
            found = await patching.found(shown.paper.diff)
            states = self._states_of(shown.block)
            for hunk, is_in in found.items():
                if is_in and states.get(hunk) in (None, HunkState.MISFIT):
                    states[hunk] = HunkState.APPLIED
                elif not is_in and states.get(hunk) in (HunkState.APPLIED, HunkState.MISFIT):
                    del states[hunk]
            if found and shown.sidebar.is_attached:
                self._draw(shown, states)


def _is_written(call: ToolCall | None) -> bool:
    """Whether a tool made its change already."""
    return call is not None and call.name in _WRITING and call.state is ToolState.DONE


def _is_in_sight(pane: Pane, paper: DiffPaper, line: int) -> bool:
    top = pane.scroll_target_y
    return top <= paper.row_of(line) < top + pane.size.height
