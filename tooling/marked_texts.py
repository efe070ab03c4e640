"""The marked texts of a source file, found in its syntax tree.

Babel's own extractor reads tokens, and before Python 3.12 an f-string is one token: what is marked inside it is missed.
"""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass

TRANSLATOR_NOTE = "Translators:"
_FORMS = {"_": 1, "N_": 1, "ngettext": 2}


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A text as it is looked up: alone, or its forms for one and for many."""

    forms: tuple[str, ...]
    notes: tuple[str, ...] = ()


def marked_texts(source: str) -> Iterator[MarkedText]:
    """Every marked text, from the top, with the translators' note on the line above it."""
    notes = dict(_notes(source))
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and (forms := _forms(node)):
            note = notes.get(node.lineno - 1)
            yield MarkedText(forms, (note,) if note else ())


def _forms(node: ast.Call) -> tuple[str, ...]:
    """The texts a call of a marker is given; none where they are no plain literals, or empty."""
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    wanted = _FORMS.get(name, 0)
    texts = [each.value for each in node.args[:wanted] if isinstance(each, ast.Constant)]
    forms = tuple(text for text in texts if isinstance(text, str) and text)
    return forms if len(forms) == wanted else ()


def _notes(source: str) -> Iterator[tuple[int, str]]:
    """Notes to translators with their lines."""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        text = token.string.lstrip("# ")
        if token.type == tokenize.COMMENT and text.startswith(TRANSLATOR_NOTE):
            yield token.start[0], text
