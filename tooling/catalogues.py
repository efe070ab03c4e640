"""The catalogues: `update` extracts every marked text and brings them up to date, `check` only looks.

    python -m tooling.catalogues update|check

Files come out the same on every machine: sorted, without dates and line numbers.
"""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from tooling.marked_texts import marked_texts

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "javari_tui"
LOCALES = ROOT / "locales"
TEMPLATE = LOCALES / "javari.pot"

_HEADER = "# {what} of Javari.\n# This file is distributed under the same license as Javari (Apache-2.0)."
_CHURN = tuple(
    f'"{name}'
    for name in (
        "POT-Creation-Date",
        "PO-Revision-Date",
        "Generated-By",
        "Project-Id-Version",
        "Report-Msgid-Bugs-To",
        "Last-Translator",
        "Language-Team",
    )
)


def extract(package: Path = PACKAGE) -> Catalog:
    """Every marked text of the package."""
    catalogue = Catalog(project="Javari", charset="utf-8", fuzzy=False, header_comment=_HEADER.format(what="The texts"))
    for file in sorted(package.rglob("*.py")):
        where = file.relative_to(package.parent).as_posix()
        for text in marked_texts(file.read_text(encoding="utf-8")):
            alone = text.forms[0] if len(text.forms) == 1 else text.forms
            catalogue.add(alone, locations=[(where, 0)], auto_comments=text.notes)
    return catalogue


def written(catalogue: Catalog) -> str:
    """A catalogue as its file stands: sorted, without what changes by itself."""
    for message in catalogue:
        message.locations = sorted({(file, 0) for file, _line in message.locations})
        message.flags.discard("python-format")
        message.flags.discard("python-brace-format")
    buffer = io.BytesIO()
    write_po(buffer, catalogue, sort_output=True, ignore_obsolete=True, include_lineno=False, width=110)
    kept = (line for line in buffer.getvalue().decode().split("\n") if not line.startswith(_CHURN))
    return "\n".join(kept).rstrip("\n") + "\n"


def read(file: Path) -> Catalog:
    """A language's catalogue; an empty one of that language where there is no file."""
    code = file.parent.parent.name
    header = _HEADER.format(what=f"The “{code}” texts")
    if not file.is_file():
        return Catalog(locale=code, project="Javari", charset="utf-8", fuzzy=False, header_comment=header)
    with file.open("rb") as opened:
        catalogue = read_po(opened, locale=code, abort_invalid=True)
    catalogue.fuzzy = False
    return catalogue


def languages(locales: Path = LOCALES) -> tuple[Path, ...]:
    """The catalogue of every language there is a folder for, Spanish always."""
    codes = {"es"} | {folder.parent.name for folder in locales.glob("*/LC_MESSAGES")}
    return tuple(locales / code / "LC_MESSAGES" / "javari.po" for code in sorted(codes))


def update(template: Catalog, locales: Path = LOCALES) -> None:
    """Write the template, and each language with the new texts empty and the old ones gone."""
    (locales / "javari.pot").write_text(written(template), encoding="utf-8")
    for file in languages(locales):
        catalogue = read(file)
        catalogue.update(template, no_fuzzy_matching=True, update_creation_date=False)
        for gone in catalogue.obsolete.values():
            print(f"{file.relative_to(locales)}: no longer said: {_shown(gone)}")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(written(catalogue), encoding="utf-8")


def problems(template: Catalog, locales: Path = LOCALES) -> Iterator[str]:
    """What is wrong with the files as they stand."""
    pot = locales / "javari.pot"
    if not pot.is_file() or pot.read_text(encoding="utf-8") != written(template):
        yield f"{pot.name}: not what the source says now; run “make messages”"
    for file in languages(locales):
        where = file.relative_to(locales).as_posix()
        if not file.is_file():
            yield f"{where}: missing; run “make messages”"
            continue
        catalogue = read(file)
        if file.read_text(encoding="utf-8") != written(catalogue):
            yield f"{where}: not in the form “make messages” writes; run it"
        yield from (f"{where}: {problem}" for problem in language_problems(template, catalogue))


def language_problems(template: Catalog, catalogue: Catalog) -> Iterator[str]:
    """What is missing, left over or wrong in one language."""
    wanted = {message.id for message in template if message.id}
    for message in catalogue:
        if message.id and message.id not in wanted:
            yield f"no longer said: {_shown(message)}"
    yield from (f"no longer said: {_shown(message)}" for message in catalogue.obsolete.values())
    for message in template:
        if not message.id:
            continue
        translated = catalogue.get(message.id)
        if translated is None or not all(_forms(translated.string)):
            yield f"not translated: {_shown(message)}"
        elif translated.fuzzy:
            yield f"marked as uncertain (fuzzy): {_shown(message)}"
        else:
            yield from _form_problems(translated, catalogue.num_plurals)


def _form_problems(message: Message, plurals: int) -> Iterator[str]:
    """Placeholders and edges must be those of the source."""
    sources, forms = _forms(message.id), _forms(message.string)
    if message.pluralizable and len(forms) != plurals:
        yield f"{len(forms)} plural forms where the language has {plurals}: {_shown(message)}"
    for form in forms:
        names = _placeholders(form)
        # A form for exactly one may leave the number out; nothing may be invented.
        allowed = [_placeholders(source) for source in sources]
        if names not in allowed:
            yield f"placeholders {sorted(names)} are not those of: {_shown(message)}"
        if _edges(form) not in [_edges(source) for source in sources]:
            yield f"starts or ends with other white space: {_shown(message)}"


def _placeholders(text: str) -> frozenset[str]:
    """The names between braces; a broken text has the impossible name `}{`."""
    try:
        return frozenset(name for _text, name, _spec, _conversion in Formatter().parse(text) if name is not None)
    except ValueError:
        return frozenset({"}{"})


def _forms(text: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    """The singular and plural forms of a text, or the text alone."""
    return tuple(text) if isinstance(text, (list, tuple)) else (text or "",)


def _edges(text: str) -> tuple[str, str]:
    """White space before and after."""
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def _shown(message: Message) -> str:
    """A message in one short line."""
    return repr(_forms(message.id)[0])[:100]


def main(arguments: list[str] | None = None) -> int:
    """Update or check; 1 when something is left to do."""
    parser = argparse.ArgumentParser(prog="tooling.catalogues", description="Javari's catalogues of texts")
    parser.add_argument("action", choices=("update", "check"))
    action = parser.parse_args(arguments).action
    template = extract()
    if action == "update":
        update(template)
    found = list(problems(template))
    for problem in found:
        print(problem)
    count = sum(1 for message in template if message.id)
    print(f"{count} texts, {len(languages())} language(s) beside English, {len(found)} problem(s)")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
