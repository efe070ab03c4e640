"""Markdown made of texts that are not ours: quoted so that they stay text."""

from __future__ import annotations

import re

from javari_tui.domain.untrusted_text import clean

_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#|~!&])")
_RUN = re.compile(r"`+")


def quoted(text: str, limit: int = 200) -> str:
    """One line of somebody's text, with nothing in it that Markdown would act on."""
    line = " ".join(clean(text).split())
    if len(line) > limit:
        line = f"{line[: limit - 1].rstrip()}…"
    return _SPECIAL.sub(r"\\\1", line)


def code(text: str) -> str:
    """A short text as inline code."""
    line = " ".join(clean(text).split())
    marks = "`" * (_longest_run(line) + 1)
    padding = " " if line.startswith("`") or line.endswith("`") else ""
    return f"{marks}{padding}{line}{padding}{marks}"


def fenced(text: str, language: str) -> str:
    """A text as a code block that nothing in it can close."""
    marks = "`" * max(3, _longest_run(text) + 1)
    end = "" if text.endswith("\n") else "\n"
    return f"{marks}{language}\n{text}{end}{marks}"


def _longest_run(text: str) -> int:
    return max((len(run) for run in _RUN.findall(text)), default=0)
