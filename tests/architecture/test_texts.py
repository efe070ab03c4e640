"""Every text can be translated, at the moment it is shown: the tools that hold this notice what breaks it."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from tooling import catalogues, unmarked

ROOT = Path(__file__).parents[2]


def test_no_text_of_javari_is_unmarked() -> None:
    files = sorted((ROOT / "javari_tui").rglob("*.py"))
    assert files
    found = [text for file in files for text in unmarked.findings(file.read_text(), file.relative_to(ROOT).as_posix())]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "line",
    [
        'Label("Nothing here yet")',
        'self.notify("Saved")',
        'Input(placeholder="Search chats…")',
        'self.border_title = "Models"',
        'Label(f"{count} chats found")',
        'Button("Save" if new else "Change")',
        'raise NotFound("That chat is gone.")',
        'Label("Hello {name}".format(name=name))',
        '_(f"Hello {name}")',
        '_("Hello {name}".format(name=name))',
    ],
)
def test_an_unmarked_text_is_found(line: str) -> None:
    assert list(unmarked.findings(f"def show(self):\n    {line}\n", "x.py")), line


def test_a_text_translated_at_import_is_found() -> None:
    assert list(unmarked.findings('class Page:\n    TITLE = _("Help")\n', "x.py"))
    assert not list(unmarked.findings('class Page:\n    TITLE = N_("Help")\n', "x.py"))


@pytest.mark.parametrize(
    "line",
    [
        'Label(_("Nothing here yet"))',
        'Label("", id="empty-state")',
        'Label("◆ ▸")',
        'Label(f"{used} / {limit}")',
        'self.notify(_("Saved {name}").format(name=name))',
        'Label("Javari")  # untranslated: the name',
        'Static(classes="side bar")',
    ],
)
def test_what_is_right_is_left_alone(line: str) -> None:
    assert not list(unmarked.findings(f"def show(self):\n    {line}\n", "x.py")), line


def sources(folder: Path, text: str) -> Catalog:
    """The texts of a small made-up package."""
    package = folder / "package"
    package.mkdir(exist_ok=True)
    (package / "page.py").write_text(text)
    return catalogues.extract(package)


SOURCE = """
TITLE = N_("Chats")
def show(count, name):
    return _("Hello {name}").format(name=name) + ngettext("{count} chat", "{count} chats", count)
"""


def spanish(folder: Path) -> Path:
    """Where the Spanish catalogue of a made-up package is."""
    return folder / "es" / "LC_MESSAGES" / "javari.po"


def translated(folder: Path, **replacing: str) -> Catalog:
    """A whole Spanish catalogue of SOURCE, then with some texts replaced."""
    template = sources(folder, SOURCE)
    catalogues.update(template, folder)
    catalogue = catalogues.read(spanish(folder))
    texts: dict[str, str | tuple[str, ...]] = {"Chats": "Conversaciones", "Hello {name}": "Hola, {name}"}
    for msgid, text in {**texts, **replacing}.items():
        catalogue[msgid].string = text
    catalogue["{count} chat"].string = ("{count} conversación", "{count} conversaciones")
    return catalogue


def test_the_same_texts_give_the_same_files(tmp_path: Path) -> None:
    catalogues.update(sources(tmp_path, SOURCE), tmp_path)
    first = (tmp_path / "javari.pot").read_text(), spanish(tmp_path).read_text()
    catalogues.update(sources(tmp_path, "\n\n\n# moved down\n" + SOURCE), tmp_path)
    assert first == ((tmp_path / "javari.pot").read_text(), spanish(tmp_path).read_text())
    assert "POT-Creation-Date" not in first[0]


def test_a_whole_catalogue_has_no_problem_and_survives_an_update(tmp_path: Path) -> None:
    spanish(tmp_path).parent.mkdir(parents=True)
    whole = catalogues.written(translated(tmp_path))
    spanish(tmp_path).write_text(whole)
    template = sources(tmp_path, SOURCE)
    assert list(catalogues.problems(template, tmp_path)) == []
    catalogues.update(template, tmp_path)
    assert spanish(tmp_path).read_text() == whole


def test_an_untranslated_text_and_one_no_longer_said_are_problems(tmp_path: Path) -> None:
    spanish(tmp_path).parent.mkdir(parents=True)
    spanish(tmp_path).write_text(catalogues.written(translated(tmp_path)))
    later = sources(tmp_path, SOURCE.replace("Chats", "Your chats"))
    found = "\n".join(catalogues.problems(later, tmp_path))
    assert "javari.pot: not what the source says" in found
    assert "not translated: 'Your chats'" in found
    assert "no longer said: 'Chats'" in found


@pytest.mark.parametrize(
    ("msgid", "text", "problem"),
    [
        ("Hello {name}", "Hola, {nombre}", "placeholders ['nombre']"),
        ("Hello {name}", "Hola", "placeholders []"),
        ("Hello {name}", "Hola, {name", "placeholders"),
        ("Hello {name}", "Hola, {name} ", "white space"),
        ("Chats", "", "not translated"),
    ],
)
def test_a_wrong_translation_is_a_problem(tmp_path: Path, msgid: str, text: str, problem: str) -> None:
    found = list(catalogues.language_problems(sources(tmp_path, SOURCE), translated(tmp_path, **{msgid: text})))
    assert len(found) == 1
    assert problem in found[0]


def test_an_uncertain_translation_is_a_problem(tmp_path: Path) -> None:
    catalogue = translated(tmp_path)
    catalogue["Chats"].flags.add("fuzzy")
    assert "fuzzy" in "\n".join(catalogues.language_problems(sources(tmp_path, SOURCE), catalogue))
