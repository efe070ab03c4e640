"""Translation: mark, translate, choose the language. Knows nothing of Javari.

Class bodies and constants only *mark* a text with `N_`; whoever shows it *translates* with `_`;
placeholders are filled after translating: `_("Hello {name}").format(name=...)`.
"""

from __future__ import annotations

import os
import re
import struct
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # English needs none of it
    from gettext import GNUTranslations

SOURCE_LANGUAGE = "en"
PSEUDO_LANGUAGE = "qps"
"""A made-up language for tests: longer, accented and bracketed, so overflow and unmarked texts show."""

_PSEUDO = str.maketrans("aeiounAEIOUNcCsS", "áéíóúñÁÉÍÓÚÑçÇšŠ")


class _Untranslated:
    """English, as it stands in the program; what the other catalogues are asked too."""

    def gettext(self, message: str) -> str:
        """The text in the language."""
        return message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The right one of two texts in the language."""
        return msgid1 if n == 1 else msgid2


class _Chosen:
    """The language in force for this process, and where its catalogues are."""

    def __init__(self) -> None:
        self.language = SOURCE_LANGUAGE
        self.locales: Path | None = None
        self.cache: Path | None = None
        self.catalogue: _Untranslated | GNUTranslations = _Untranslated()


_chosen = _Chosen()


def N_(text: str) -> str:
    """Mark a text for extraction; returns it unchanged."""
    return text


def _(text: str) -> str:
    """Translate a text into the language in force."""
    return _chosen.catalogue.gettext(text) if text else ""


def ngettext(one: str, many: str, count: int) -> str:
    """Translate a text whose form depends on `count`."""
    return _chosen.catalogue.ngettext(one, many, count)


# Translators: a number as your language writes it; only the signs between its digits count.
_SAMPLE_NUMBER = N_("1,234.5")


def number_text(value: float, digits: int = 0) -> str:
    """A number with as many decimal digits, as the language in force writes it.

    The signs come from the catalogue: Babel knows them too, but takes too long to load for a line that is drawn.
    """
    found = re.search(r"1(\D?)234(\D)5", _(_SAMPLE_NUMBER))
    group, decimal = found.groups() if found else (",", ".")
    return f"{value:,.{digits}f}".translate({ord(","): group, ord("."): decimal})


def language() -> str:
    """The code of the language in force, such as `es`."""
    return _chosen.language


def use_language(code: str, locales: Path, cache: Path | None = None) -> None:
    """Put a language in force for the whole process; one without a catalogue falls back to English.

    `locales` holds `<lang>/LC_MESSAGES/javari.po`; `cache` is a folder for compiled catalogues
    (reading a compiled one takes a millisecond, compiling takes some fifty).
    """
    _chosen.locales, _chosen.cache = locales, cache
    if code == PSEUDO_LANGUAGE:
        _chosen.language, _chosen.catalogue = code, _PseudoTranslations()
        return
    source = locales / code / "LC_MESSAGES" / "javari.po"
    if code == SOURCE_LANGUAGE or not source.is_file():
        _chosen.language, _chosen.catalogue = SOURCE_LANGUAGE, _Untranslated()
        return
    _chosen.language, _chosen.catalogue = code, _load(source, cache)


def available_languages(locales: Path) -> tuple[str, ...]:
    """Codes of the languages that can be chosen: English and every one with a catalogue."""
    found = {po.parent.parent.name for po in locales.glob("*/LC_MESSAGES/javari.po")}
    return (SOURCE_LANGUAGE, *sorted(found - {SOURCE_LANGUAGE}))


def language_from_environment(environ: os._Environ[str] | dict[str, str], known: tuple[str, ...]) -> str:
    """The first known language that LANGUAGE, LC_ALL, LC_MESSAGES or LANG asks for, else English."""
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        for wish in environ.get(variable, "").split(":"):
            code = wish.replace("-", "_").split("_")[0].split(".")[0].lower()
            if code in known:
                return code
        if environ.get(variable):
            break
    return SOURCE_LANGUAGE


def _load(source: Path, cache: Path | None) -> GNUTranslations:
    """Read a catalogue, through a compiled copy where one can be kept."""
    stat = source.stat()
    key = f"{zlib.crc32(str(source).encode()):08x}-{stat.st_mtime_ns:x}-{stat.st_size:x}"
    compiled = cache / f"javari-{key}.mo" if cache else None
    read = _read_compiled(compiled) if compiled is not None else None
    return _compile(source, compiled) if read is None else read


def _read_compiled(compiled: Path) -> GNUTranslations | None:
    """A compiled catalogue; None when it is not there or damaged in whatever way: it is then made anew."""
    from gettext import GNUTranslations  # noqa: PLC0415 - see above

    try:
        with compiled.open("rb") as file:
            return GNUTranslations(file)
    except (OSError, ValueError, LookupError, struct.error):
        return None


def _compile(source: Path, compiled: Path | None) -> GNUTranslations:
    """Compile a PO file; the copy is written beside and renamed, so a reader never sees half of it."""
    import io  # noqa: PLC0415 - only on the first start after a catalogue changed
    from gettext import GNUTranslations  # noqa: PLC0415

    from babel.messages.mofile import write_mo  # noqa: PLC0415
    from babel.messages.pofile import read_po  # noqa: PLC0415

    with source.open("rb") as file:
        catalogue = read_po(file)
    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    if compiled is not None:
        # A cache that cannot be written only costs the next start some milliseconds.
        with suppress(OSError):
            _keep_compiled(compiled, buffer.getvalue())
    buffer.seek(0)
    return GNUTranslations(buffer)


def _keep_compiled(compiled: Path, content: bytes) -> None:
    """Write a compiled catalogue in one step: after a power cut it is whole or not there."""
    compiled.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = compiled.with_suffix(f".{os.getpid()}")
    try:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(compiled)
    finally:
        part.unlink(missing_ok=True)


class _PseudoTranslations(_Untranslated):
    """Every text a third longer, accented and in brackets; placeholders stay as they are."""

    def gettext(self, message: str) -> str:
        """The text in the made-up language."""
        return _pseudo(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The right one of two texts in the made-up language."""
        return _pseudo(msgid1 if n == 1 else msgid2)


def _pseudo(text: str) -> str:
    """Accent what is not inside braces, pad by a third, bracket."""
    parts: list[str] = []
    depth = 0
    for letter in text:
        depth += (letter == "{") - (letter == "}")
        parts.append(letter if depth or letter == "}" else letter.translate(_PSEUDO))
    return f"[{''.join(parts)}{'·' * (len(text) // 3)}]"


Translator = Callable[[str], str]
"""The type of `_`, for code that is handed one."""
