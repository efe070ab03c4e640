"""What the bar says, in the columns it has: in a set order parts become shorter, then go.

The figure and what is most important to know of it never go. All else gives way in the order of `_STEPS`: what can be
seen elsewhere first (a click anywhere does what “Learn More” does), what the user is about to pay last.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from textual.content import Content

from javari_tui.i18n import _
from javari_tui.terminal.glyphs import glyph
from javari_tui.widgets.credits.saying import QUIET, Note, Said, cut

_LINK = "underline $text-accent"
_SHORT_PLAN = 14
"""“Gratis (local)” is whole."""


@dataclass(frozen=True, slots=True)
class _Form:
    """What is said, and in which form."""

    said: Said
    has_meter: bool = True
    has_more: bool = True
    has_label: bool = True

    def line(self) -> Content:
        """As one row."""
        said = self.said
        total = f" / {said.total}" if said.total else ""
        head = f"{said.figure}{total}{said.mark}"
        label = _("Credits: {figure}").format(figure=head) if self.has_label else head
        meter = f" {said.meter}" if said.meter and self.has_meter else ""
        parts = [(f"{glyph('brand')} {label}{meter}", said.style)]
        parts += [(note.forms[0], note.style) for note in said.notes]
        if said.plan:
            parts.append((_("Plan: {plan}").format(plan=said.plan), QUIET))
        if said.last:
            parts.append((said.last, QUIET))
        if said.draft is not None:
            parts.append((said.draft.forms[0], said.draft.style))
        if self.has_more:
            parts.append((_("Learn More"), _LINK))
        spaced: list[tuple[str, str]] = []
        for part in parts:
            spaced += [(" | ", QUIET), part] if spaced else [part]
        return Content.assemble(*spaced)


def fitted(said: Said, width: int, *, may_lose: int | None = None) -> Content | None:
    """The row, no longer than this; None when more than the first `may_lose` steps were needed."""
    form = _Form(said)
    for step in _STEPS[:may_lose]:
        if form.line().cell_length <= width:
            return form.line()
        form = step(form)
    line = form.line()
    if line.cell_length <= width:
        return line
    return line.truncate(max(width, 0), ellipsis=True) if may_lose is None else None


def _say(**changes: object) -> Callable[[_Form], _Form]:
    """A step that says something else."""
    return lambda form: replace(form, said=replace(form.said, **changes))  # type: ignore[arg-type]


def _shorter(note: Note, *, to: int | None = None) -> Note:
    """A note in its next shorter form, or its shortest."""
    if len(note.forms) == 1:
        return note
    return replace(note, forms=note.forms[-1:] if to is None else note.forms[to:])


def _shorten_plan(form: _Form) -> _Form:
    return replace(form, said=replace(form.said, plan=cut(form.said.plan, _SHORT_PLAN)))


def _shorten_others(form: _Form) -> _Form:
    first, others = form.said.notes[:1], form.said.notes[1:]
    return replace(form, said=replace(form.said, notes=first + tuple(_shorter(note) for note in others)))


def _drop_others(form: _Form) -> _Form:
    return replace(form, said=replace(form.said, notes=form.said.notes[:1]))


def _shorten_first(form: _Form, *, to: int | None = 1) -> _Form:
    first = tuple(_shorter(note, to=to) for note in form.said.notes[:1])
    return replace(form, said=replace(form.said, notes=first + form.said.notes[1:]))


def _shorten_draft(form: _Form) -> _Form:
    draft = form.said.draft
    return form if draft is None else replace(form, said=replace(form.said, draft=_shorter(draft)))


_STEPS: tuple[Callable[[_Form], _Form], ...] = (
    lambda form: replace(form, has_meter=False),
    lambda form: replace(form, has_meter=True, has_more=False),
    lambda form: replace(form, has_meter=False),
    _shorten_plan,
    _say(last=""),
    _say(plan=""),
    _shorten_others,
    _shorten_first,
    _say(total=""),
    lambda form: _shorten_first(form, to=None),
    _shorten_draft,
    lambda form: replace(form, has_label=False),
    _say(draft=None),
    _drop_others,
)
EASY = 3
"""So many of them cost nothing that is missed."""
