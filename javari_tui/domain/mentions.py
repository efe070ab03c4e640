"""How files are named in the text of a prompt: `@path`, in quotes where the path has spaces."""

from __future__ import annotations

import re
from pathlib import Path

from javari_tui.domain.untrusted_text import clean

# Compiled with the first prompt that is sent.
_NEEDS_QUOTES = r"[\s\"\\]"
_MENTION = r'(?:^|(?<=[\s(\[{,;:]))@(?:"((?:[^"\\]|\\.)*)"|([^\s"]+))'
_AFTER_A_NAME = ".,;:!?)]}"
"""Signs of the sentence that may follow a name without a space."""


def mention(path: Path) -> str:
    """How a file is named in the text: `@path`, in quotes where it has spaces."""
    shown = clean(str(path)).replace("\n", " ")
    if not re.search(_NEEDS_QUOTES, shown):
        return f"@{shown}"
    escaped = shown.replace("\\", "\\\\").replace('"', '\\"')
    return f'@"{escaped}"'


def mentioned(text: str) -> tuple[str, ...]:
    """What a text names with an `@`, each once; whether there are such files is another question."""
    names: list[str] = []
    for found in re.finditer(_MENTION, text):
        quoted, plain = found.groups()
        names.append(plain.rstrip(_AFTER_A_NAME) if quoted is None else re.sub(r"\\(.)", r"\1", quoted))
    return tuple(dict.fromkeys(filter(None, names)))
