"""The answers that are streamed: prose, one long code fence, one growing table. The same on every machine."""

from __future__ import annotations

import random
from collections.abc import Callable

TOKENS = 2_000
TOKEN = 6
"""Characters of a token, and bytes, since the texts are plain ASCII."""
END_MARK = "THEEND"
"""The last token of every answer, in a paragraph of its own."""

KINDS = ("prose", "fence", "table")

_WORDS = (
    *("the", "quick", "brown", "fox", "jumps", "over", "a", "lazy", "dog", "while", "often", "enough"),
    *("**bold**", "and", "`code`", "words", "appear", "in", "[a link](http://x.y)"),
)
_CODE = (
    "def function_{n}(value, other=none):\n",
    "    return value + {n}  # a comment here\n",
    "    for item in range({n}):\n",
    '        print(f"item {{item}} of {n}")\n',
    "    if value > {n} and other is not none:\n",
    "\n",
)


def answer(kind: str, *, seed: int = 7) -> str:
    """An answer of a kind, exactly so many tokens long."""
    dice = random.Random(seed)
    if kind == "fence":
        return _fitted("Here is the file:\n\n```python\n", lambda n: dice.choice(_CODE).format(n=n), "\n```\n\n")
    if kind == "table":
        head = "| option | number | meaning |\n|---|---:|---|\n"
        return _fitted(head, lambda n: f"| `option-{n}` | {n * 7} | {_sentence(dice, 6)} |\n", "\n\n")
    return _fitted("", lambda n: _sentence(dice, 13) + (".\n\n" if n % 5 == 0 else ". "), "\n\n")


def tokens(text: str) -> list[str]:
    """A text as it is streamed."""
    return [text[at : at + TOKEN] for at in range(0, len(text), TOKEN)]


def code_lines(count: int) -> list[str]:
    """So many lines of Python."""
    dice = random.Random(3)
    return [dice.choice(_CODE).format(n=number) for number in range(count)]


def unused_letters(*texts: str) -> str:
    """Capitals that stand in none of the texts: one of them in the output is the key that was typed."""
    shown = set("".join(texts))
    return "".join(letter for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" if letter not in shown)


def _sentence(dice: random.Random, words: int) -> str:
    return " ".join(dice.choice(_WORDS) for _ in range(words))


def _fitted(start: str, line: Callable[[int], str], end: str) -> str:
    """Lines until the text has its length, the last of them cut, then the end."""
    text, number = start, 0
    room = TOKENS * TOKEN - len(end) - len(END_MARK)
    while len(text) < room:
        number += 1
        text += line(number)
    return text[:room] + end + END_MARK
