"""Files of the user's are shown whatever they are, at once or with a reason, and follow what happens on disk."""

from __future__ import annotations

import os
import re
from collections.abc import AsyncGenerator, Callable
from pathlib import Path

import pytest

from javari_tui.domain.blocks import BlockKind, SourceBlock
from javari_tui.domain.errors import FileRefused
from javari_tui.domain.file_facts import FileChange
from javari_tui.services.files import showing
from javari_tui.services.files.files import Files
from javari_tui.services.files.watching import changes_of


async def test_a_file_is_shown_with_the_lines_that_are_meant(tmp_path: Path) -> None:
    (tmp_path / "my notes.py").write_text("one\r\ntwo\nthree\n")
    (tmp_path / "odd:7").write_text("a name that ends like a line\n")
    files = Files(tmp_path)

    block = await files.show('"my notes.py":2')

    assert (block.kind, block.text, block.title) == (BlockKind.FILE, "one\r\ntwo\nthree\n", "my notes.py")
    assert (block.path, block.marks) == (str(tmp_path / "my notes.py"), ((2, 2),))
    assert (await files.show("my notes.py:2-3")).marks == ((2, 3),)
    assert (await files.show("odd:7")).marks == ()


async def test_of_what_is_too_long_the_beginning_is_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    huge = tmp_path / "huge.log"
    huge.write_bytes(b"zeile\n" * 2000)
    os.truncate(huge, 2 * 1024**3)  # a hole: nothing of it is on the disk
    monkeypatch.setattr(showing, "MOST_TEXT", 10_001)
    monkeypatch.setattr(showing, "MOST_DATA", 20_000)
    (tmp_path / "much.json").write_text("[1,\n" * 10_000)

    block = await Files(tmp_path).show("huge.log")
    data = await Files(tmp_path).show("much.json")

    assert block.text == "zeile\n" * 1666
    assert block.file is not None
    assert (block.file.size, block.file.is_cut) == (2 * 1024**3, True)
    assert (len(data.text), data.file and data.file.is_cut) == (10_000, True)


@pytest.mark.parametrize(
    ("data", "kind", "form", "text"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0", BlockKind.IMAGE, "PNG", ""),
        (b"\x7fELF\0\1", BlockKind.FILE, "ELF", ""),
        ("zwei Bytes".encode("utf-16"), BlockKind.FILE, "", "zwei Bytes"),
        (b"no \xff UTF-8", BlockKind.FILE, "", "no � UTF-8"),
        (b"", BlockKind.FILE, "", ""),
    ],
)
async def test_what_is_no_text_is_described(tmp_path: Path, data: bytes, kind: BlockKind, form: str, text: str) -> None:
    (tmp_path / "file").write_bytes(data)
    block = await Files(tmp_path).show("file")
    assert block.file is not None
    assert (block.kind, block.file.format, block.text) == (kind, form, text)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("pipe", "it is a pipe or device"),
        ("/dev/zero", "it is a pipe or device"),
        (".", "it is a folder"),
        ("nowhere.txt", "there is no such file"),
        ("into/itself", "it could not be read"),
        ("n" * 4096, "it could not be read"),
        ("nul\0", "there is no such folder|could not be read"),
        ("~nobody-at-all/x", "there is no such folder"),
        *([] if os.geteuid() == 0 else [("shut.txt", "you may not read it")]),
    ],
)
async def test_what_cannot_be_shown_says_why_at_once(tmp_path: Path, name: str, said: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "into").symlink_to("into")
    (tmp_path / "shut.txt").write_text("x")
    (tmp_path / "shut.txt").chmod(0)
    with pytest.raises(FileRefused, match=re.escape(said) if "|" not in said else said):
        await Files(tmp_path).show(name)


async def test_hostile_names_are_shown_as_what_they_are(tmp_path: Path) -> None:
    name = "[@click=app.quit]x[]\x1b]0;t\x07\n.py"
    (tmp_path / name).write_text("x\n")
    block = await Files(tmp_path).show(name)
    assert block.text == "x\n"
    assert block.title.isprintable()
    assert "[@click=app.quit]x[]␛]0;t␇␊.py" in block.title


class _Steps:
    """What happens to a file, one step for each second that is waited for."""

    def __init__(self, block: SourceBlock, *steps: Callable[[], object]) -> None:
        self.seen: list[SourceBlock] = []
        self._steps = list(steps)
        self._changes: AsyncGenerator[SourceBlock] = changes_of(block, self._sleep)

    async def _sleep(self, _seconds: float) -> None:
        if not self._steps:
            raise StopAsyncIteration
        self._steps.pop(0)()

    async def all(self) -> list[SourceBlock]:
        """Every block that was told."""
        with pytest.raises(RuntimeError, match="StopAsyncIteration"):
            async for block in self._changes:
                self.seen.append(block)
        return self.seen


async def test_what_happens_on_disk_is_told_and_the_last_text_stays(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("one\n")
    block = await Files(tmp_path).show("a.txt:1")

    told = await _Steps(
        block,
        lambda: os.utime(file, (1, 1)),
        lambda: file.write_text("one\ntwo\n"),
        file.unlink,
        lambda: None,
        lambda: file.write_bytes(b"\x7fELF\0"),
        lambda: file.write_text("three\n"),
    ).all()

    assert [(seen.text, seen.file and seen.file.change) for seen in told] == [
        ("one\n", None),
        ("one\ntwo\n", FileChange.CHANGED),
        ("one\ntwo\n", FileChange.GONE),
        ("one\ntwo\n", FileChange.UNREADABLE),
        ("three\n", FileChange.CHANGED),
    ]
    assert {seen.marks for seen in told} == {((1, 1),)}
