"""From the parser's inline tokens to spans: emphasis, code, links, pictures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from javari_tui.domain.addresses import bare_addresses
from javari_tui.domain.untrusted_text import clean
from javari_tui.i18n import _
from javari_tui.widgets.transcript.glyphs import Page
from javari_tui.widgets.transcript.line import Look, Span

if TYPE_CHECKING:
    from markdown_it.token import Token

_LOOKS = {"strong": "strong", "em": "em", "s": "strike"}
_LOOKS_LIKE_ADDRESS = re.compile(r"(?:[a-z][a-z0-9+.-]*://)?((?:[\w-]+\.)+[^\W\d_]{2,})(?:[/:?#].*)?", re.IGNORECASE)
_LONGEST_TARGET = 300
_BREAK = re.compile(r"<br[ \t]*/?>", re.IGNORECASE)
"""The one piece of HTML that models write everywhere: there is no other way to break a line in a table."""


def spans_of(tokens: Sequence[Token], page: Page, look: Look = ()) -> list[Span]:
    """The spans of a paragraph, a heading, a cell."""
    return _Reader(page, look).read(tokens)


class _Reader:
    """Goes through tokens with the looks and the link that are open."""

    def __init__(self, page: Page, look: Look) -> None:
        self._page = page
        self._looks: list[str] = list(look)
        self._target = ""
        self._link_starts = 0
        self._spans: list[Span] = []

    def read(self, tokens: Sequence[Token]) -> list[Span]:
        """Every token in its turn."""
        for token in tokens:
            if token.type == "text":
                self._text(token.content)
            elif token.nesting:
                self._open_or_close(token)
            else:
                self._other(token)
        return self._spans

    def _add(self, text: str, *looks: str, target: str = "") -> None:
        """A span in the looks that are open. Character references may have brought back what was cleaned."""
        text = clean(text).replace("\n", " ").replace("\t", "    ")
        if text:
            self._spans.append(Span(text, (*self._looks, *looks), target or self._target))

    def _text(self, text: str) -> None:
        """Text, in which a tag for a line break is one."""
        if "<" not in text:
            self._words(text)
            return
        first, *others = _BREAK.split(text)
        self._words(first)
        for other in others:
            self._spans.append(Span("\n"))
            self._words(other.lstrip(" \t"))

    def _words(self, text: str) -> None:
        """Text, in which bare addresses are links too."""
        if self._target or "://" not in text:
            self._add(text)
            return
        at = 0
        for start, address in bare_addresses(text):
            self._add(text[at:start])
            self._add(address, "link", target=clean(address))
            at = start + len(address)
        self._add(text[at:])

    def _open_or_close(self, token: Token) -> None:
        """Emphasis and links."""
        name = token.type.removesuffix("_open").removesuffix("_close")
        if name == "link":
            self._open_link(token) if token.nesting > 0 else self._close_link()
        elif name in _LOOKS and token.nesting > 0:
            self._looks.append(_LOOKS[name])
        elif name in _LOOKS and _LOOKS[name] in self._looks:
            self._looks.reverse()
            self._looks.remove(_LOOKS[name])
            self._looks.reverse()

    def _open_link(self, token: Token) -> None:
        """What follows leads somewhere."""
        self._target = clean(str(token.attrGet("href") or "")).replace("\n", " ")
        self._link_starts = len(self._spans)
        self._looks.append("link")

    def _close_link(self) -> None:
        """Say where it leads when the text says something else, or when the reader looks at this block."""
        target, shown = self._target, "".join(span.text for span in self._spans[self._link_starts :])
        self._target = ""
        if "link" in self._looks:
            self._looks.remove("link")
        if target and (is_misleading(shown, target) or (self._page.show_targets and shown != target)):
            self._add(f" ({target[:_LONGEST_TARGET]})", "target", target=target)

    def _other(self, token: Token) -> None:
        """Code, breaks, pictures; anything else as the text it is."""
        if token.type == "code_inline":
            self._add(token.content, "code-inline")
        elif token.type == "hardbreak" or (token.type == "softbreak" and self._page.hard_breaks):
            self._spans.append(Span("\n"))
        elif token.type == "softbreak":
            self._soft_break()
        elif token.type == "image":
            self._image(token)
        else:
            self._add(token.content)

    def _soft_break(self) -> None:
        """A newline in the source is a space, except where a row has just ended."""
        if not self._spans or self._spans[-1].text != "\n":
            self._add(" ")

    def _image(self, token: Token) -> None:
        """A terminal of text shows a picture's name."""
        target = clean(str(token.attrGet("src") or "")).replace("\n", " ")
        label = " ".join(clean(token.content).split()) or _("without a name")
        self._add("[" + _("Picture: {name}").format(name=label) + "]", "image", target=target)
        if target and self._page.show_targets:
            self._add(f" ({target[:_LONGEST_TARGET]})", "target", target=target)


def is_misleading(shown: str, target: str) -> bool:
    """Whether a link's text names another place than the one it leads to."""
    named = _LOOKS_LIKE_ADDRESS.fullmatch(shown.strip())
    if named is None:
        return False
    try:
        host = (urlsplit(target).hostname or "").lower()
    except ValueError:
        return True
    return bool(host) and host.removeprefix("www.") != named[1].lower().removeprefix("www.")
