"""Finding files for completion and reading one to attach."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

from javari_tui.domain.chat import AttachmentKind
from javari_tui.domain.errors import AttachmentRefused
from javari_tui.services.files.files import Files, list_files


def make(base: Path, *names: str) -> None:
    for name in names:
        file = base / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("text\n")


async def test_files_are_found_by_a_few_letters_and_their_own_name_counts_most(tmp_path: Path) -> None:
    make(tmp_path, "main/readme.txt", "src/main.py", "src/other.py", "docs/mañana.md")
    files = Files(tmp_path)

    assert (await files.find("main"))[0] == Path("src/main.py")
    assert await files.find("manana") == (Path("docs/mañana.md"),)
    assert await files.find("nothing-like-it") == ()


async def test_an_empty_query_offers_the_nearest_files_first(tmp_path: Path) -> None:
    make(tmp_path, "a/b/c/deep.txt", "z.txt", "a/near.txt")

    assert await Files(tmp_path).find("") == (Path("z.txt"), Path("a/near.txt"), Path("a/b/c/deep.txt"))


def test_junk_is_left_out_and_hidden_settings_are_not(tmp_path: Path) -> None:
    junk = (".git/config", "node_modules/x/index.js", ".venv/lib/a.py", "__pycache__/a.py", "a.pyc", "cache/a.txt")
    make(tmp_path, *junk, "cache/CACHEDIR.TAG", ".github/workflow.yml", "a.py")

    assert list_files(tmp_path) == ("a.py", ".github/workflow.yml")


def test_links_in_a_circle_and_folders_that_may_not_be_read_do_no_harm(tmp_path: Path) -> None:
    make(tmp_path, "a/one.txt", "shut/two.txt")
    (tmp_path / "a" / "again").symlink_to(tmp_path)
    (tmp_path / "a" / "gone").symlink_to(tmp_path / "nowhere")
    (tmp_path / "linked.txt").symlink_to(tmp_path / "a" / "one.txt")
    (tmp_path / "shut").chmod(0)
    try:
        found = list_files(tmp_path)
    finally:
        (tmp_path / "shut").chmod(0o700)

    assert set(found) - {"shut/two.txt"} == {"linked.txt", "a/one.txt"}  # root may read what is shut


def test_the_look_is_bounded_in_number_and_in_time(tmp_path: Path) -> None:
    make(tmp_path, *(f"{n % 5}/file{n}.txt" for n in range(60)))

    assert len(list_files(tmp_path, most=17)) == 17
    assert list_files(tmp_path, seconds=0) == ()


async def test_a_query_with_a_folder_of_its_own_looks_there(tmp_path: Path) -> None:
    make(tmp_path, "project/a.txt", "elsewhere/b.txt")
    files = Files(tmp_path / "project")

    assert await files.find("../elsewhere/b") == (Path("../elsewhere/b.txt"),)
    assert await files.find(f"{tmp_path}/elsewhere/b") == (tmp_path / "elsewhere/b.txt",)
    assert (await files.read(Path("../elsewhere/b.txt"))).text == "text\n"


async def test_the_loop_goes_on_while_folders_are_walked(tmp_path: Path) -> None:
    make(tmp_path, *(f"{n % 20}/{n % 7}/file{n}.txt" for n in range(400)))
    ticks = 0

    async def tick() -> None:
        nonlocal ticks
        while True:
            ticks += 1
            await asyncio.sleep(0)

    ticking = asyncio.create_task(tick())
    await Files(tmp_path).find("file")
    ticking.cancel()

    assert ticks > 1


async def test_names_with_any_characters_are_found_and_their_label_is_cleaned(tmp_path: Path) -> None:
    names = ("with space.txt", 'quo"te.txt', "日本語.txt", "[/x].txt", "red\x1b[31m.txt")
    make(tmp_path, *names)
    files = Files(tmp_path)

    assert {str(path) for path in await files.find("txt")} == set(names)
    attachment = await files.read(Path("red\x1b[31m.txt"))
    assert attachment.kind is AttachmentKind.FILE
    assert attachment.name == "red.txt"


async def refusal(base: Path, name: str, limit: int = 1000) -> str:
    with pytest.raises(AttachmentRefused) as refused:
        await asyncio.wait_for(Files(base, limit_bytes=limit).read(Path(name)), 5)
    return refused.value.title


async def test_each_refusal_says_why(tmp_path: Path) -> None:
    (tmp_path / "binary").write_bytes(b"\x7fELF\0\0\0")
    (tmp_path / "huge").write_bytes(b"a" * 1001)
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")

    assert "not a text file" in await refusal(tmp_path, "binary")
    assert "the most" in await refusal(tmp_path, "huge")
    assert "folder" in await refusal(tmp_path, "folder")
    assert "pipe or device" in await refusal(tmp_path, "pipe")
    assert "pipe or device" in await refusal(tmp_path, "/dev/zero")
    assert "no such file" in await refusal(tmp_path, "missing")
    assert "no such file" in await refusal(tmp_path, "huge/below")


async def test_a_file_one_may_not_read_is_refused(tmp_path: Path) -> None:
    make(tmp_path, "secret.txt")
    (tmp_path / "secret.txt").chmod(0)
    me = os.geteuid()
    if me == 0:  # root may read everything
        os.seteuid(65534)
    try:
        assert "may not read" in await refusal(tmp_path, "secret.txt")
    finally:
        os.seteuid(me)


async def test_a_file_that_says_it_is_empty_but_is_not_is_bounded_too() -> None:
    assert "the most" in await refusal(Path("/proc"), "/proc/self/maps", limit=10)


async def test_files_that_a_text_names_are_found_and_other_words_are_words(tmp_path: Path) -> None:
    make(tmp_path, "a.py", "src/b.py", "my file.txt")
    text = f'see @a.py, @src and @"my file.txt" and @property and @{"x" * 5000}; mail @nobody'
    assert await Files(tmp_path).named_in(text) == (Path("a.py"), Path("my file.txt"))
