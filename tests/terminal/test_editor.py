"""The user's own editor, played by small scripts."""

from __future__ import annotations

import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

import pytest
from textual.app import App

from javari_tui.terminal.editor import EditorFailed, edit_copy, edit_file, edit_text, editor_command, run_editor


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the draft is put, to see what is left there."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def script(tmp_path: Path, body: str) -> str:
    file = tmp_path / "my editor"
    file.write_text(f"#!/bin/sh\n{body}\n")
    file.chmod(0o755)
    return str(file)


def run(program: str, text: str, *arguments: str) -> str:
    return run_editor((program, *arguments), text)


def test_what_was_written_comes_back_and_nothing_is_left(tmp_path: Path, temporary: Path) -> None:
    editor = script(tmp_path, 'printf "more\\n" >> "$1"; cp "$1" "$1~"')

    assert run(editor, "draft ñ") == "draft ñ\nmore"
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize("text", ["", "one", "ends\n", "two\n\n", "  spaced  "])
def test_a_text_left_alone_comes_back_exactly(tmp_path: Path, temporary: Path, text: str) -> None:
    assert run(script(tmp_path, "true"), text) == text


def test_nobody_else_can_read_the_draft_meanwhile(tmp_path: Path, temporary: Path) -> None:
    seen = tmp_path / "seen"
    run(script(tmp_path, f'stat -c "%a" "$1" "$(dirname "$1")" > "{seen}"'), "secret")

    assert seen.read_text().split() == ["600", "700"]
    assert stat.S_IMODE(temporary.stat().st_mode) & 0o700


def test_an_editor_that_fails_keeps_the_draft_and_leaves_nothing(tmp_path: Path, temporary: Path) -> None:
    with pytest.raises(EditorFailed, match="error 3"):
        run(script(tmp_path, 'echo spoiled > "$1"; exit 3'), "draft")

    assert list(temporary.iterdir()) == []


def test_a_deleted_file_keeps_the_draft(tmp_path: Path, temporary: Path) -> None:
    assert run(script(tmp_path, 'rm "$1"'), "draft") == "draft"


def test_escape_sequences_written_there_do_not_come_back(tmp_path: Path, temporary: Path) -> None:
    assert run(script(tmp_path, 'printf "\\033]52;c;aaaa\\007ok" > "$1"'), "draft") == "ok"


def test_visual_comes_before_editor_and_arguments_are_split_as_a_shell_does(tmp_path: Path) -> None:
    editor = script(tmp_path, "true")
    environ = {"VISUAL": f"'{editor}' --wait 'a b'", "EDITOR": "nothing", "PATH": "/bin"}

    assert editor_command(environ) == (editor, "--wait", "a b")


@pytest.mark.parametrize("value", ["no-such-editor-here --wait", "'unbalanced"])
def test_an_editor_that_is_not_there_is_named(value: str) -> None:
    with pytest.raises(EditorFailed) as failed:
        editor_command({"EDITOR": value, "PATH": "/bin:/usr/bin"})

    assert value.split(maxsplit=1)[0].strip("'") in failed.value.title
    assert failed.value.cure


def test_without_any_editor_the_cure_is_told(tmp_path: Path) -> None:
    with pytest.raises(EditorFailed) as failed:
        editor_command({"PATH": str(tmp_path)})

    assert "$EDITOR" in failed.value.cure


async def test_where_there_is_no_terminal_it_says_so() -> None:
    app = App[None]()
    async with app.run_test():
        with pytest.raises(EditorFailed, match="not a terminal"):
            edit_text(app, "draft", {"EDITOR": "true", "PATH": "/bin:/usr/bin"})


class Stage:
    """An app that gives its terminal away."""

    @contextmanager
    def suspend(self) -> Iterator[None]:
        yield


@pytest.mark.parametrize(("name", "arguments"), [("vim", ["+12"]), ("nano", ["+12"]), ("my-editor", [])])
def test_a_file_itself_opens_at_the_line_where_the_editor_takes_one(
    tmp_path: Path, name: str, arguments: list[str]
) -> None:
    editor, seen, file = tmp_path / name, tmp_path / "seen", tmp_path / "notes.txt"
    editor.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > "{seen}"\n')
    editor.chmod(0o755)
    edit_file(cast("App[None]", Stage()), file, 12, {"EDITOR": str(editor), "PATH": "/usr/bin:/bin"})
    assert seen.read_text().splitlines() == [*arguments, str(file)]


def test_an_editor_that_fails_over_a_copy_says_that_nothing_was_changed(tmp_path: Path, temporary: Path) -> None:
    editor = tmp_path / "failing"
    editor.write_text("#!/bin/sh\nexit 3\n")
    editor.chmod(0o755)
    with pytest.raises(EditorFailed, match="nothing was changed"):
        edit_copy(cast("App[None]", Stage()), "text", "block.py", {"EDITOR": str(editor), "PATH": "/usr/bin:/bin"})
    assert list(temporary.iterdir()) == []
