"""JSON laid out to be read. Only the space between its parts changes: no number or text is rewritten."""

from __future__ import annotations

import json
import re

_PART = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')
_INDENT = "  "


def laid_out(text: str) -> str | None:
    """The JSON with one value a line; None when it is not JSON."""
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return None
    out: list[str] = []
    depth = 0
    parts = _PART.findall(text)
    for at, part in enumerate(parts):
        following = parts[at + 1] if at + 1 < len(parts) else ""
        if part in "{[":
            depth += following not in ("}", "]")
            out.append(part if following in ("}", "]") else f"{part}\n{_INDENT * depth}")
        elif part in "}]":
            is_empty = at > 0 and parts[at - 1] in ("{", "[")
            depth -= not is_empty
            out.append(part if is_empty else f"\n{_INDENT * depth}{part}")
        elif part == ",":
            out.append(f",\n{_INDENT * depth}")
        else:
            out.append(": " if part == ":" else part)
    return f"{''.join(out)}\n"
