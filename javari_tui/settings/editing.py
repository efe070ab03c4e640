"""Changes one value in the text of a settings file and nothing else: comments, order and spacing stay."""

from __future__ import annotations

import re

from javari_tui.domain.errors import SettingsError
from javari_tui.i18n import N_
from javari_tui.settings.yaml_tree import Node, YamlRefused, read_tree

_SAFE_WORD = re.compile(r"[A-Za-z0-9_./+,@-]+(?: [A-Za-z0-9_./+,@-]+)*")
_STEP = "  "

Path_ = tuple[str, ...]


def with_value(text: str, path: Path_, value: str, *, is_text: bool = False) -> str:
    """The file's text with one value changed or added. SettingsError when it cannot be done without harm."""
    try:
        before = _flat(read_tree(text))
        changed = _changed(text, path, _written(value, is_text=is_text))
        after = _flat(read_tree(changed))
    except YamlRefused as refused:
        raise SettingsError(
            N_("The settings file has a mistake in line {line}, so nothing was changed."),
            cure=N_("Correct that line first; “javari config path” tells where the file is."),
            line=refused.line or "?",
        ) from refused
    if after != {**_without(before, path), path: value}:
        raise SettingsError(
            N_("The settings file is written in a way that cannot be changed safely, so nothing was changed."),
            cure=N_("Change it with an editor; “javari config path” tells where the file is."),
        )
    return changed


def _written(value: str, *, is_text: bool) -> str:
    """A value as YAML: bare where nobody can misread it, else in double quotes."""
    if not is_text or (_SAFE_WORD.fullmatch(value) and _is_word(value)):
        return value
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _is_word(value: str) -> bool:
    """Whether every reader of YAML takes it for text: no number, no date, no yes, no null."""
    first = value[0]
    return first.isalpha() and value.lower() not in ("y", "n", "yes", "no", "on", "off", "true", "false", "null")


def _flat(root: Node | None, prefix: Path_ = ()) -> dict[Path_, str | None]:
    """Every value by its path, to compare before and after."""
    if root is None:
        return {}
    if root.items is not None:
        parts = [_flat(item, (*prefix, str(number))) for number, item in enumerate(root.items)]
        return {key: value for part in parts for key, value in part.items()} or {prefix: "[]"}
    if root.entries is None:
        return {} if root.is_nothing else {prefix: root.text}
    flat: dict[Path_, str | None] = {}
    for key, entry in root.entries.items():
        flat.update(_flat(entry.value, (*prefix, key)))
    return flat


def _without(flat: dict[Path_, str | None], path: Path_) -> dict[Path_, str | None]:
    """The values that are neither at a path nor below it."""
    return {key: value for key, value in flat.items() if key[: len(path)] != path}


def _changed(text: str, path: Path_, written: str) -> str:
    """The text after the change: the value replaced where its key is, else its line added."""
    root = read_tree(text)
    node, depth = root, 0
    while node is not None and node.entries is not None and depth < len(path) and path[depth] in node.entries:
        node = node.entries[path[depth]].value
        depth += 1
    if depth == len(path) and node is not None:
        return _replace(text, node, written)
    if depth == 0:
        return _append(text, root, path, written)
    assert node is not None
    return _insert(text, node, path[depth:], written, depth)


def _replace(text: str, node: Node, written: str) -> str:
    """Put a value where another one is."""
    start, end = _offset(text, node.place.start), _offset(text, node.place.end)
    gap = " " if text[start - 1 : start] == ":" else ""
    return text[:start] + gap + written + text[end:]


def _append(text: str, root: Node | None, path: Path_, written: str) -> str:
    """A new key of the file's own level."""
    if root is not None and root.is_flow:
        return _insert(text, root, path, written, 0)
    text, closing = _before_end_mark(text)
    if text and not text.endswith(("\n", "\r")):
        text += _newline(text)
    return text + _lines(path, written, "", _newline(text)) + closing


def _before_end_mark(text: str) -> tuple[str, str]:
    """The text up to a closing `...`, and the rest."""
    found = re.search(r"^\.\.\.\s*$", text, re.MULTILINE)
    return (text[: found.start()], text[found.start() :]) if found else (text, "")


def _insert(text: str, parent: Node, rest: Path_, written: str, depth: int) -> str:
    """A new key of a group that is there."""
    if parent.is_flow:
        at = _offset(text, parent.place.end) - 1
        comma = ", " if parent.entries else ""
        opened = "".join(f"{key}: {{" for key in rest[:-1])
        return f"{text[:at]}{comma}{opened}{rest[-1]}: {written}{'}' * (len(rest) - 1)}{text[at:]}"
    if parent.entries:
        first, last = next(iter(parent.entries.values())), list(parent.entries.values())[-1]
        indent, line = " " * first.key.place.start[1], _last_line(last.value)
    else:
        indent, line = _STEP * depth, parent.place.start[0]
    at = _offset(text, (line + 1, 0))
    before = text[:at]
    if before and not before.endswith(("\n", "\r")):
        before += _newline(text)
    return before + _lines(rest, written, indent, _newline(text)) + text[at:]


def _last_line(node: Node) -> int:
    """The last line a value stands on: a group ends where its last value does, not where comments do."""
    if node.entries and not node.is_flow:
        return _last_line(list(node.entries.values())[-1].value)
    if node.items and not node.is_flow:
        return _last_line(node.items[-1])
    line, column = node.place.end
    return line - 1 if column == 0 and line > node.place.start[0] else line


def _newline(text: str) -> str:
    """How the file ends its lines."""
    return "\r\n" if "\r\n" in text else "\n"


def _lines(path: Path_, written: str, indent: str, newline: str) -> str:
    """A value with the keys that lead to it, each on its line."""
    keys = [f"{indent}{_STEP * depth}{key}:" for depth, key in enumerate(path)]
    return newline.join(keys) + f" {written}{newline}"


def _offset(text: str, place: tuple[int, int]) -> int:
    """Where a line and column stand in the text; lines end as YAML says."""
    line, column = place
    at = 0
    for _ in range(line):
        end = re.compile(r"\r\n|[\r\n\x85\u2028\u2029]").search(text, at)
        if end is None:
            return len(text)
        at = end.end()
    return at + column
