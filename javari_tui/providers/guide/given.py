"""What a request brings along itself: JSON to lay out, sums, keys."""

from __future__ import annotations

import re

from javari_tui.domain.json_layout import laid_out

_NUMBER = r"[(-]*\d[\d\s.,()%]*"
_SUM = re.compile(
    r"(?:[¿¡]?(?:what|what's|whats|is|how|much|hey|ok|please|can|could|you|do|tell|me|calculate|compute|solve|work|out|add"
    r"|cuanto|cuánto|es|son|calcula|calculame|resuelve|dime|puedes|por favor|hola|hi|hello|suma)[\s,:]+)*"
    rf"{_NUMBER}(?:(?:[-+*/x×÷^%]|\*\*|plus|minus|times|divided by|multiplied by|and|more|más|mas|menos|por|entre"
    rf"|of|de|y)"
    rf"\s*{_NUMBER})+(?:[=?!.\s]|please|por favor)*",
    re.IGNORECASE,
)
_NO_SUM = re.compile(r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[:/]\d{1,2}[:/]\d{2,4}|\d{1,2}:\d{2}|\d+(?:\.\d+){2,}")
_MOST_WORDS_BEFORE = 8


def json_in(text: str) -> tuple[str, str] | None:
    """The words before a JSON document that ends the text, and the document laid out."""
    at = min((place for place in (text.find("{"), text.find("[")) if place >= 0), default=-1)
    if at < 0 or len(text[:at].split()) > _MOST_WORDS_BEFORE:
        return None
    given = text[at:].strip().strip("`").strip()
    shown = laid_out(given)
    return None if shown is None else (text[:at].strip().rstrip("`:").strip(), shown)


def is_sum(text: str) -> bool:
    """Whether it is a sum to work out; a date, an hour or a version is none."""
    return len(text) < 200 and _SUM.fullmatch(text.strip()) is not None and not _NO_SUM.search(text)
