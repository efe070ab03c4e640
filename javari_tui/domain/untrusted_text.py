"""Text from models, tools, files and servers, made safe to keep and to show.

`clean` and `StreamCleaner` take out what a terminal would obey or hide: whole escape sequences, control
codes, bidi controls, invisible characters. `reveal` shows them instead, for approvals.
"""

from __future__ import annotations

import re

_SUSPECT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 but newline and tab, DEL, C1
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"  # invisible, or filling nothing
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f"  # zero width, separators, bidi overrides and isolates
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\ud800-\udfff"  # halves of characters
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"  # tags and more selectors
)
_SUSPECTS = re.compile(f"{_SUSPECT.pattern}+")
_STARTS_SEQUENCE = re.compile("[\x1b\x90\x98\x9b\x9d-\x9f]")
_BY_NEIGHBOURS = re.compile("[\u180b-\u180d\u180f\u200c\u200d\ufe0e\ufe0f\ud800-\udfff]")
"""What becomes of these depends on what is around them."""
_LINE_END = re.compile("\r\n?|[\u2028\u2029]")
_PAIR = "[\ud800-\udbff][\udc00-\udfff]"
_FEW = 64
"""Different signs up to which going through the text once for each is quicker than going from place to place."""


def clean(text: str) -> str:
    """The text without anything a terminal would obey or hide. Every kind of line end becomes a newline."""
    if not _SUSPECT.search(text):
        return text
    if not _STARTS_SEQUENCE.search(text):
        # At once rather than place by place: files of other systems have a million of them.
        text = _LINE_END.sub("\n", text)
        if not _BY_NEIGHBOURS.search(text):
            return _SUSPECT.sub("", text)
    cleaner = StreamCleaner()
    return cleaner.feed(text) + cleaner.finish()


def is_clean(text: str) -> bool:
    """Whether `clean` would change nothing."""
    return clean(text) == text


def reveal(text: str) -> str:
    """The text with what `clean` takes out made visible, as in `␛[31m` and `⟪U+202E⟫`."""
    text = _joined(text)
    if not _SUSPECT.search(text):
        return text
    from javari_tui.domain.suspect_places import is_kept, visible  # noqa: PLC0415 - see `StreamCleaner`

    signs = {sign for sign in _SUSPECT.findall(text) if not _BY_NEIGHBOURS.match(sign)}
    if len(signs) <= _FEW:
        for sign in signs:
            text = text.replace(sign, visible(sign))

    def shown(run: re.Match[str]) -> str:
        before, parts = text[run.start() - 1 : run.start()] if run.start() else "", []
        for at in range(run.start(), run.end()):
            keeps = is_kept(before, text[at], text[at + 1 : at + 2])
            parts.append(text[at] if keeps else visible(text[at]))
            before = parts[-1][-1]
        return "".join(parts)

    return _SUSPECTS.sub(shown, text)


class StreamCleaner:
    """`clean` for text that comes in pieces: however it is cut, the pieces add up to the same."""

    __slots__ = ("_before", "_held")

    def __init__(self) -> None:
        self._held = ""
        self._before = ""

    def feed(self, piece: str) -> str:
        """What can be shown now. The start of an unfinished sequence is held back."""
        if not self._held and not _SUSPECT.search(piece):
            self._before = piece[-1:] or self._before
            return piece
        return self._clean(self._held + piece, is_last=False)

    def finish(self) -> str:
        """What was held back: an unfinished sequence comes out as text, its introducer made visible."""
        return self._clean(self._held, is_last=True)

    def _clean(self, text: str, *, is_last: bool) -> str:
        """Go from one suspect place to the next; hold the rest back at one that cannot be decided yet."""
        from javari_tui.domain.suspect_places import decide  # noqa: PLC0415 - few texts have any

        text = _joined(text)
        shown: list[str] = []
        at, self._held = 0, ""
        while (suspect := _SUSPECT.search(text, at)) is not None:
            self._show(text[at : suspect.start()], shown)
            decided = decide(text, suspect.start(), self._before, is_last=is_last)
            if decided is None:
                self._held = text[suspect.start() :]
                return "".join(shown)
            self._show(decided.shown, shown)
            at = decided.until
        self._show(text[at:], shown)
        return "".join(shown)

    def _show(self, text: str, shown: list[str]) -> None:
        """Add to what is shown, and remember its last character: joiners depend on it."""
        if text:
            shown.append(text)
            self._before = text[-1]


def _joined(text: str) -> str:
    """Halves of a character put together: servers that cut by UTF-16 units send them apart."""
    return re.sub(_PAIR, lambda pair: pair.group().encode("utf-16", "surrogatepass").decode("utf-16"), text)
