"""The text of an HTML page, without markup. Runs as a process of its own: hostile pages can take parsers hours."""

from __future__ import annotations

import json
import re
import sys
from html.parser import HTMLParser

MOST_TEXT = 200_000
"""Characters that are told."""

_SILENT = frozenset({"script", "style", "noscript", "template", "svg", "iframe", "object", "head"})
_BLOCKS = frozenset(
    {"p", "div", "section", "article", "header", "footer", "main", "nav", "aside", "ul", "ol", "table", "tr"}
    | {"blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "br", "hr", "dl", "dt", "dd", "form", "figure", "li"}
)
_HEADINGS = {f"h{level}": "#" * level for level in range(1, 7)}


class PageText(HTMLParser):
    """Collects what a reader would read: headings with `#`, entries of lists with `-`."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[str] = []
        self._silent: list[str] = []
        self._is_title = False
        self._pre = 0
        self._has_pre = False
        self.title = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag opens: blocks begin a line, some hide what is in them."""
        if tag in _SILENT:
            self._silent.append(tag)
        if tag == "body":
            self._silent.clear()  # a head that was never closed
        self._is_title = tag == "title" and not self.title
        self._pre += tag == "pre"
        self._has_pre = self._has_pre or self._pre > 0
        if tag in _BLOCKS:
            self._parts.append("\n\n" if tag in _HEADINGS or tag == "p" else "\n")
        self._parts.append("- " if tag == "li" else f"{_HEADINGS[tag]} " if tag in _HEADINGS else "")

    def handle_endtag(self, tag: str) -> None:
        """A tag closes."""
        if tag in self._silent:
            del self._silent[self._silent.index(tag) :]
        self._is_title = False
        self._pre -= tag == "pre" and self._pre > 0
        if tag in _BLOCKS:
            self._parts.append("\n\n" if tag in _HEADINGS or tag == "p" else "\n")
        elif tag in ("td", "th"):
            self._parts.append(" | ")

    def handle_data(self, data: str) -> None:
        """Text between tags."""
        if self._is_title:
            self.title += data
        elif not self._silent:
            self._parts.append(data if self._pre else re.sub(r"\s+", " ", data))

    def text(self) -> str:
        """All of it, title first, without empty room."""
        body = "".join(self._parts)
        if not self._has_pre:
            body = re.sub(r" ?\n ?", "\n", re.sub(r"[ \t]{2,}", " ", body))
        title = " ".join(self.title.split())
        return re.sub(r"\n{3,}", "\n\n", f"{title}\n\n{body}").strip()


def page_text(html: str) -> str:
    """The text of a page."""
    parser = PageText()
    parser.feed(html)
    parser.close()
    return parser.text()


if __name__ == "__main__":
    print(json.dumps(page_text(sys.stdin.read())[:MOST_TEXT]))
