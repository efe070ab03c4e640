"""The Markdown parser: CommonMark, tables and strikethrough. No HTML: it is shown as it was written."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import MutableMapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.token import Token

DEEPEST = 24
"""Levels of nesting that are laid out."""

References = MutableMapping[str, Any]
"""Link targets defined elsewhere in a message, as the parser keeps them."""


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    """The one parser."""
    from markdown_it import MarkdownIt  # noqa: PLC0415 - 30 ms, and the first picture may have no message

    options = {"html": False, "maxNesting": DEEPEST}
    parser = MarkdownIt("commonmark", options).enable(["table", "strikethrough"])
    parser.block.ruler.at("reference", _define_no_notes)
    return parser


def _define_no_notes(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """CommonMark takes a footnote of one word for the target of a link, and hides it."""
    from markdown_it.rules_block import reference  # noqa: PLC0415 - see `_parser`

    begins = state.bMarks[start] + state.tShift[start]
    return not state.src.startswith("[^", begins) and reference(state, start, end, silent)


def parse(source: str, references: References) -> list[Token]:
    """The tokens of some Markdown."""
    return _parser().parse(source, {"references": ChainMap({}, references)})


def parse_inline(source: str, references: References) -> list[Token]:
    """The tokens of one line of text, such as a table's cell."""
    inline = _parser().parseInline(source, {"references": ChainMap({}, references)})
    return inline[0].children or [] if inline else []


def define(sources: Sequence[str], known: References) -> References:
    """The link targets that some chunks define, with those known before; the first definition of a name counts."""
    found = dict(known)
    environment: dict[str, Any] = {"references": found}
    for source in sources:
        _parser().parse(source, environment)
    return found
