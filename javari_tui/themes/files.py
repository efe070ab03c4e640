"""Theme files as plain values. The plain form Javari's own files have is read without a YAML library.

Importing that library takes longer than everything else here, and the first picture waits for a theme.
What is not in the plain form goes to the library.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from javari_tui.i18n import N_, _

LARGEST = 64 * 1024
"""Bytes: a theme is some three kilobytes."""

Value = str | bool | dict[str, str]

_KEY = re.compile(
    r"(?P<indent>(?:  )?)(?P<key>(?!(?:yes|no|on|off|y|n|null|true|false):)[a-z][a-z0-9-]*):(?: (?P<value>.*))?"
)
_QUOTED = re.compile(r'"(?P<text>[^"\\]*)"(?:\s+#.*)?')
_BARE = re.compile(r"(?P<text>[A-Za-z][A-Za-z0-9 -]*?)(?:\s+#.*)?")
_NOT_PLAIN = re.compile(r"(?i:yes|no|on|off|y|n|null)")
_BOOLEANS = {"true": True, "false": False}


class ThemeFileError(Exception):
    """A file is not a theme; the text says why. It is marked, and filled after translating."""

    def __init__(self, text: str, **values: object) -> None:
        super().__init__(text.format(**values))
        self._text, self._values = text, values

    @property
    def shown(self) -> str:
        """The text in the language in force."""
        return _(self._text).format(**self._values)


def read_theme_file(file: Path) -> Mapping[str, Value]:
    """What a theme file holds. ThemeFileError when it cannot be read or has another shape."""
    try:
        with file.open("rb") as stream:
            data = stream.read(LARGEST + 1)
    except OSError as error:
        raise ThemeFileError("{reason}", reason=error.strerror or str(error)) from error
    if len(data) > LARGEST:
        raise ThemeFileError(N_("larger than {limit} KiB"), limit=LARGEST // 1024)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ThemeFileError(N_("not UTF-8")) from error
    plain = read_plain(text)
    return read_yaml(text) if plain is None else plain


def read_plain(text: str) -> dict[str, Value] | None:
    """The values of a file in the plain form, or None: one level of groups, quoted or single words."""
    values: dict[str, Value] = {}
    group: dict[str, str] | None = None
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        found = _KEY.fullmatch(line.rstrip())
        value = _plain_value(found["value"]) if found else None
        if found is None or value is None:
            return None
        key = found["key"]
        if found["indent"]:
            if group is None or key in group or not isinstance(value, str) or not value:
                return None
            group[key] = value
        elif key in values:
            return None
        else:
            group = {} if value == "" else None
            values[key] = value if group is None else group
    return values


def _plain_value(text: str | None) -> str | bool | None:
    """A value in the plain form; empty text where a group begins."""
    if text is None or not text.strip():
        return ""
    if quoted := _QUOTED.fullmatch(text.strip()):
        return quoted["text"] or None
    bare = _BARE.fullmatch(text.strip())
    if bare is None or _NOT_PLAIN.fullmatch(bare["text"]):
        return None
    return _BOOLEANS.get(bare["text"], bare["text"])


def read_yaml(text: str) -> Mapping[str, Value]:
    """The values of any other YAML. Anchors are refused: a few lines of them can fill the memory."""
    import yaml  # noqa: PLC0415 - 12 ms, only for what the plain form does not cover

    loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, loader)):
            raise ThemeFileError(N_("anchors are not allowed"))
        values = yaml.load(text, loader)  # noqa: S506 - one of the two safe loaders
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise ThemeFileError(N_("line {line}: {problem}"), line=line, problem=error.problem or "?") from error
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError) as error:
        raise ThemeFileError(N_("not YAML")) from error
    if not isinstance(values, dict):
        raise ThemeFileError(N_("not a list of names and values"))
    return {str(key): _shape(str(key), value) for key, value in values.items()}


def _shape(key: str, value: object) -> Value:
    """A value as one of the shapes a theme has."""
    if isinstance(value, bool | str):
        return value
    if isinstance(value, dict):
        return {str(name): str(colour) for name, colour in value.items()}
    raise ThemeFileError(N_("{field}: not a text"), field=key)
