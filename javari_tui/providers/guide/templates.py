"""Templates of requests: `find [the|a] chat about {words}` becomes a pattern over folded words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from javari_tui.domain.words import fold

_SIGN = "[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
_TOKEN = re.compile(f"{_SIGN}|(?:(?!{_SIGN})\\S)+")
_TRIMMED_BEFORE = "¿¡!?\"'“”«»‘’`(,;:"
_TRIMMED_AFTER = _TRIMMED_BEFORE + ").…。？！、"
_PART = re.compile(r"\[(?P<perhaps>[^\]]*)\]|\((?P<one>[^)]*)\)|(?P<word>[^\s\[\]()]+)")
_SLOT = re.compile(r"\{([a-z]+)\}")


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a request, folded and without marks around it, and where it stands."""

    folded: str
    start: int
    end: int


def tokens_of(text: str) -> tuple[Token, ...]:
    """The words of a request. A path is one word; each sign of a script without spaces is one, too."""
    tokens: list[Token] = []
    for found in _TOKEN.finditer(text):
        word, start = found[0], found.start()
        trimmed = word.lstrip(_TRIMMED_BEFORE)
        start += len(word) - len(trimmed)
        trimmed = trimmed.rstrip(_TRIMMED_AFTER) or (trimmed if trimmed in (".", "..") else "")
        if trimmed:
            tokens.append(Token(fold(trimmed), start, start + len(trimmed)))
    return tuple(tokens)


def joined(words: tuple[str, ...]) -> str:
    """Words as patterns read them: each followed by a space."""
    return "".join(f"{word} " for word in words)


@dataclass(frozen=True, slots=True)
class Template:
    """One way to ask for an intent."""

    intent: str
    pattern: re.Pattern[str]
    literals: frozenset[str]
    """Words it spells out: what a mistyped word may have meant."""


def compile_template(intent: str, text: str) -> Template:
    """A template from its text. ValueError where a bracket is not closed."""
    literals: set[str] = set()
    pattern, at = "", 0
    for part in _PART.finditer(text):
        if text[at : part.start()].strip():
            raise ValueError(f"{intent}: {text}")
        at = part.end()
        if part["word"] is not None:
            pattern += _row(part["word"], literals)
            continue
        choices = "|".join(_row(choice, literals) for choice in _longest_first(part["one"] or part["perhaps"]))
        pattern += f"(?:{choices})" + ("?" if part["perhaps"] is not None else "")
    if text[at:].strip():
        raise ValueError(f"{intent}: {text}")
    return Template(intent, re.compile(pattern), frozenset(literals))


def _longest_first(choices: str) -> list[str]:
    """The choices of a bracket: of “to” and “to the” the longer one is tried first, so that a slot gets the rest."""
    return sorted(choices.split("|"), key=lambda choice: -len(choice.split()))


def _row(words: str, literals: set[str]) -> str:
    """The pattern of some words in a row."""
    pattern = ""
    for word in words.split():
        if slot := _SLOT.fullmatch(word):
            pattern += f"(?P<{slot[1]}>(?:\\S+ )+?)"
            continue
        spelled = tuple(token.folded for token in tokens_of(word))
        literals.update(spelled)
        pattern += re.escape(joined(spelled))
    return pattern
