"""A stranger's text so that it deceives nobody: literal and whole, with what hides or poses in it told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from javari_tui.domain.untrusted_text import reveal
from javari_tui.widgets.transcript.line import Line, Look, Span, cell_width
from javari_tui.widgets.transcript.wrapping import tamed, wrap_anywhere

TOLD: Look = ("code", "error")
"""How a sign is drawn that stands for something, rather than being there."""
_CODE: Look = ("code",)
_QUOTE: Look = ("code", "muted")

_HIDES = re.compile("[\t\n\u2800]+| {4,}|[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
"""Room that pushes something out of sight, or is no space though it looks like one."""
_POSES = re.compile(
    "[\u2018-\u201f\u02b9-\u02bf\u2032-\u2037\u00b4\uff02\uff07]"  # quotes that are none
    "|[\u2010-\u2015\u2212\u2044\u2215\u29f8\uff01-\uff5e\u037e\u0589\u2024\ua789]"  # dashes, slashes, wide letters
)
_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_ALIKE = re.compile("[\u0370-\u03ff\u0400-\u052f\u0531-\u0587\u13a0-\u13ff]")
"""Letters of scripts that have some which look like Latin ones."""
_PLAIN_WORD = re.compile(r"[\w@%+=:,./-]+", re.ASCII)


def told(text: str, look: Look = _CODE) -> list[Span]:
    """The text of one line, with hidden room counted and letters that pose as others named."""
    text = reveal(text)
    spans: list[Span] = []
    at = 0
    for start, end, sign in sorted((*_hidden(text), *_posing(text))):
        if start < at:
            continue
        spans += [Span(text[at:start], look), Span(sign, TOLD)]
        at = end
    spans.append(Span(text[at:], look))
    return [span for span in spans if span.text] or [Span("", look)]


def quoted(words: Iterable[str]) -> list[list[Span]]:
    """The words of a command line, each in quotes where its end could not be told without."""
    return [_quoted(word) for word in words]


def in_rows(words: Sequence[Sequence[Span]], width: int) -> list[Line]:
    """Words in rows: none is torn where a row has room for it, and nothing of a long one is left out."""
    rows: list[list[Span]] = [[]]
    used = 0
    for word in map(list, map(tamed, words)):
        need = sum(cell_width(span.text) for span in word)
        if used and used + 1 + need > width:
            rows.append([])
            used = 0
        if used:
            rows[-1].append(Span(" ", _CODE))
        rows[-1] += word
        used += need + bool(used)
    return [line for row in rows for line in wrap_anywhere(row, width, fill=_CODE)]


def _quoted(word: str) -> list[Span]:
    if _PLAIN_WORD.fullmatch(word):
        return [Span(word, _CODE)]
    inner: list[Span] = []
    for number, part in enumerate(word.split("'")):
        inner += [Span("'\\''", _QUOTE)] * bool(number)
        inner += told(part)
    return [Span("'", _QUOTE), *(span for span in inner if span.text), Span("'", _QUOTE)]


def _hidden(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end, and the sign for it."""
    for run in _HIDES.finditer(text):
        start = run.start()
        for part in re.finditer(r"(.)\1*", run.group(), re.DOTALL):
            count = f" ×{len(part.group())}" if len(part.group()) > 1 else ""
            yield start + part.start(), start + part.end(), f"⟪U+{ord(part[1]):04X}{count}⟫"


def _posing(text: str) -> Iterator[tuple[int, int, str]]:
    for sign in _POSES.finditer(text):
        yield sign.start(), sign.end(), f"{sign.group()}⟪U+{ord(sign.group()):04X}⟫"
    for word in _WORD.finditer(text):
        if _LATIN.search(word.group()):
            for letter in _ALIKE.finditer(word.group()):
                at = word.start() + letter.start()
                yield at, at + 1, f"{letter.group()}⟪U+{ord(letter.group()):04X}⟫"
