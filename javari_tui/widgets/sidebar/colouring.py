"""Colours for long code, by need: only as far as somebody looks, a little at a time."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from functools import lru_cache
from time import perf_counter

from javari_tui.widgets.transcript.code import LARGEST, LONGEST_LINE, colour_line, lexer_for, look_of_token
from javari_tui.widgets.transcript.line import Span

LONGEST = 2_000_000
"""Characters of code that is coloured at all."""
_AT_ONCE = 64
"""Tokens between two looks at the clock."""


class Colouring:
    """The spans of each line. Lines that the lexer has not come to yet are coloured by themselves meanwhile."""

    def __init__(self, lines: Sequence[str], language: str) -> None:
        self._lines = lines
        self._language = language
        self._done: list[list[Span]] = []
        self._open: list[Span] = []
        self._tokens = _tokens(lines, language)
        self._alone = lru_cache(maxsize=1000)(self._line_alone)

    @property
    def done(self) -> int:
        """How many lines are as they stay."""
        return len(self._done)

    def spans(self, line: int) -> Sequence[Span]:
        """A line in its colours, as well as they are known."""
        if line < len(self._done):
            return self._done[line]
        return [Span(self._lines[line], ("code",))] if self._tokens is None else self._alone(line)

    def advance(self, last: int, seconds: float) -> bool:
        """Go on until a line is done, for some time at most; whether that line is still to come."""
        end = perf_counter() + seconds
        while self._tokens is not None and len(self._done) <= last:
            self._take(self._tokens)
            if perf_counter() >= end:
                break
        return self._tokens is not None and len(self._done) <= last

    def _line_alone(self, line: int) -> Sequence[Span]:
        return colour_line(self._lines[line], self._language)

    def _take(self, tokens: Iterator[tuple[Hashable, str]]) -> None:
        """Some tokens more; at their end the last line is done too."""
        for _turn in range(_AT_ONCE):
            token = next(tokens, None)
            if token is None:
                self._done.append(self._open)
                self._done.extend([Span(line, ("code",))] for line in self._lines[len(self._done) :])
                self._tokens = None
                return
            look = look_of_token(token[0])
            first, *others = token[1].split("\n")
            if first:
                self._open.append(Span(first, look))
            for other in others:
                self._done.append(self._open)
                self._open = [Span(other, look)] if other else []


def _tokens(lines: Sequence[str], language: str) -> Iterator[tuple[Hashable, str]] | None:
    """What the lexer makes of it, as it is asked; none where it would take too long or there is no lexer."""
    from pygments.lexer import DelegatingLexer  # noqa: PLC0415 - with the first code that is shown

    lexer, length = lexer_for(language), sum(map(len, lines)) + len(lines)
    # Such a lexer reads everything before it gives its first token, so it gets only what takes no time.
    longest = LARGEST if isinstance(lexer, DelegatingLexer) else LONGEST
    if lexer is None or length > longest or any(len(line) > LONGEST_LINE for line in lines):
        return None
    return iter(lexer.get_tokens("\n".join(lines)))
