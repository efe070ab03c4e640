"""Reading and listing: lines within bounds, binary files described, nothing endless."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from javari_tui.domain.cutting import LONGEST_WORD
from javari_tui.domain.errors import ToolRefused
from javari_tui.domain.tools import BinaryFile, FileText
from javari_tui.tools.listing import list_files
from javari_tui.tools.reading import MOST_READ, MOST_SHOWN, read_file
from javari_tui.tools.workspace import Workspace


def text_of(workspace: Workspace, path: str, offset: int = 1, limit: int = 100) -> FileText:
    found = read_file(workspace, path, offset=offset, limit=limit)
    assert isinstance(found, FileText)
    return found


def test_lines_are_counted_from_one_and_what_is_missing_is_told(workspace: Workspace) -> None:
    part = text_of(workspace, "notes/one.txt", 2, 1)
    assert (part.text, part.first_line, part.last_line, part.total_lines) == ("second", 2, 2, 3)
    assert part.as_text() == "second\n[lines 2 to 2 of 3]"
    assert text_of(workspace, "notes/one.txt").as_text() == "first\nsecond\nthird"
    with pytest.raises(ToolRefused, match="only 3 lines"):
        text_of(workspace, "notes/one.txt", 4)


def test_an_empty_file_is_an_empty_text(workspace: Workspace, project: Path) -> None:
    (project / "empty").touch()
    assert text_of(workspace, "empty").as_text() == ""


def test_what_is_not_utf_8_is_replaced_and_told(workspace: Workspace, project: Path) -> None:
    (project / "latin").write_bytes("señor\n".encode("latin-1"))
    found = text_of(workspace, "latin")
    assert found.replaced
    assert found.text == "se�or"
    assert "not UTF-8" in found.as_text()


def test_a_binary_file_is_described(workspace: Workspace, project: Path) -> None:
    (project / "picture").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    found = read_file(workspace, "picture", offset=1, limit=10)
    assert isinstance(found, BinaryFile)
    assert (found.kind, found.size) == ("PNG", 16)


def test_a_file_of_two_gigabytes_is_read_from_its_start(workspace: Workspace, project: Path) -> None:
    with (project / "huge").open("wb") as file:
        file.write(b"a line\n" * (MOST_READ // 7 + 1))
        file.truncate(2 * 1024**3)
    found = text_of(workspace, "huge", limit=2)
    assert found.text == "a line\na line"
    assert found.total_lines is None


def test_a_character_cut_by_the_limit_is_no_wrong_byte(workspace: Workspace, project: Path) -> None:
    (project / "long").write_bytes(b"x" * (MOST_READ - 1) + "é".encode() + b"more")
    found = text_of(workspace, "long")
    assert not found.replaced
    assert len(found.text) == MOST_SHOWN - LONGEST_WORD


def test_what_a_terminal_would_obey_is_made_visible(workspace: Workspace, project: Path) -> None:
    (project / "evil").write_text("a\x1b]52;c;eA==\x07b\u202ec\n")
    shown = text_of(workspace, "evil").text
    assert not {"\x1b", "\x07", "\u202e"} & set(shown)
    assert "U+202E" in shown


def test_a_list_is_sorted_marked_and_leaves_other_peoples_code_closed(workspace: Workspace, project: Path) -> None:
    for folder in ("node_modules/a", ".git/b", "src/deep/deeper"):
        (project / folder).mkdir(parents=True)
        (project / folder / "file.py").touch()
    (project / "loop").symlink_to(".")
    os.mkfifo(project / "pipe")
    listed = list_files(workspace, ".", pattern="", depth=2, limit=100)
    assert listed.names == (
        *(".git/", "loop@", "node_modules/", "notes/", "notes/one.txt", "pipe", "src/", "src/deep/"),
    )
    assert not listed.is_cut
    found = list_files(workspace, "src", pattern="*.py", depth=9, limit=100)
    assert found.names == ("deep/deeper/file.py",)


def test_a_long_list_is_cut_and_says_so(workspace: Workspace, project: Path) -> None:
    for number in range(30):
        (project / f"f{number:02}").touch()
    listed = list_files(workspace, ".", pattern="f*", depth=1, limit=10)
    assert listed.names == tuple(f"f{number:02}" for number in range(10))
    assert listed.is_cut
    assert listed.as_text().endswith("[there are more]")


def test_names_that_a_terminal_would_obey_are_made_visible(workspace: Workspace, project: Path) -> None:
    (project / "x\x1b[2J\n[@click=app.quit]").touch()
    (name,) = list_files(workspace, ".", pattern="x*", depth=1, limit=10).names
    assert not {"\x1b", "\n"} & set(name)
