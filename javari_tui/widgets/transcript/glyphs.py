"""The signs the transcript draws, and their ASCII stand-ins."""

from __future__ import annotations

from typing import NamedTuple


class Glyphs(NamedTuple):
    """One set of signs."""

    user_bar: str = "▎"
    answer: str = "◆"
    summary: str = "≡"
    cursor: str = "▌"
    quote: str = "▎"
    bullets: tuple[str, ...] = ("•", "◦", "▪")
    done: str = "☑"
    open: str = "☐"
    rule: str = "─"
    cross: str = "┼"
    column: str = "│"
    folded: str = "▸"
    unfolded: str = "▾"
    tool: str = "→"
    waiting: str = "○"
    running: str = "●"
    success: str = "✓"
    failed: str = "✗"
    denied: str = "⊘"
    stopped: str = "■"
    dot: str = "·"
    about: str = "≈"
    ellipsis: str = "…"
    before: str = "‹"
    after: str = "›"
    code_edge: str = " "
    """What stands before each row of code."""


UNICODE = Glyphs()
ASCII = Glyphs(
    user_bar="|",
    answer="*",
    summary="=",
    cursor=">",
    quote="|",
    bullets=("-", "+", "*"),
    done="[x]",
    open="[ ]",
    rule="-",
    cross="+",
    column="|",
    folded=">",
    unfolded="v",
    tool="->",
    waiting="?",
    running="~",
    success="+",
    failed="x",
    denied="-",
    stopped="#",
    dot="-",
    about="~",
    ellipsis="...",
    before="<",
    after=">",
    code_edge="| ",
)
NO_GROUNDS = UNICODE._replace(code_edge="│ ")
"""Where code has no ground of its own, as in terminals of sixteen colours."""


class Page(NamedTuple):
    """For what rows are laid out: a change of it means laying out again."""

    width: int
    """Cells for text, without margins."""
    glyphs: Glyphs = UNICODE
    hard_breaks: bool = False
    """Whether a newline in a paragraph is one on screen: people mean those they type."""
    show_targets: bool = False
    """Whether every link says where it leads."""
    column: int = 0
    """With which column tables begin that have no room for all."""
    version: int = 0
    """Counts changes of language and of what is unfolded everywhere."""


class Hints(NamedTuple):
    """What the reader is told about keys and times."""

    continue_key: str = ""
    retry_key: str = ""
    timestamps: bool = False
