"""The language some code is in, by the name of its file."""

from __future__ import annotations

from functools import lru_cache
from pathlib import PurePosixPath

_BETTER = {"*.sql": "sql", "*.pl": "perl", "*.m": "objective-c", "*.h": "c", "*.v": "verilog", "*.ts": "typescript"}
"""Endings that several languages have, and the one that most people mean."""


@lru_cache(maxsize=256)
def language_of_file(name: str) -> str:
    """The name Pygments knows it by; empty where it knows none."""
    # Pygments' own search makes a pattern of every ending it knows: a tenth of a second, the first time.
    from pygments.lexers import get_all_lexers  # noqa: PLC0415 - with the first file that is shown

    path = PurePosixPath(name)
    wanted = [f"*{ending}".lower() for ending in path.suffixes[-1:]]
    if wanted and wanted[0] in _BETTER:
        return _BETTER[wanted[0]]
    wanted.append(path.name)
    found = (
        aliases[0] for _name, aliases, endings, _types in get_all_lexers(plugins=False) if aliases
        and any(ending in endings for ending in wanted)
    )  # fmt: skip
    return next(found, "")
