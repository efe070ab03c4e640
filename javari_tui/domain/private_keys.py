"""Where the lines of private keys are in a file, so that none is told without the line that says what it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

HIDDEN = "[hidden]"
"""Stands in the place of a secret."""

_BEGIN = re.compile(r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY")
_AROUND = " \t\r\"'`#*/>|+-,;\\"
"""What may stand around the lines of a key that is part of a program, a comment or a list."""
_BODY = re.compile(r"[A-Za-z0-9+/=]*(?:\\[nr])*|[A-Z][A-Za-z-]{1,40}: .*")


def private_lines(lines: Sequence[str]) -> Iterator[int]:
    """The places of the lines within private keys, from 0, without their first and last ones."""
    is_within = False
    for place, line in enumerate(lines):
        if begin := _BEGIN.search(line):
            is_within = "-----END" not in line[begin.end() :]
        elif is_within:
            body = line.strip(_AROUND)
            is_within = _BODY.fullmatch(body) is not None
            if is_within and body:
                yield place
