"""Keeping things from chats and from disk, byte by byte; what is refused, and how."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from javari_tui.domain.assets import MOST_BYTES, AssetOrigin, AssetType, NewAsset
from javari_tui.domain.blocks import BlockKind, SourceBlock
from javari_tui.domain.errors import AssetRefused
from javari_tui.services.assets.assets import Assets
from tests.services.assets.conftest import PNG, content_files, file_of
from tests.services.javari import Javari

LARGE = "línea\n" * 60_000


@pytest.mark.parametrize(
    ("name", "data", "kind", "language", "mime_type", "in_file"),
    [
        ("f.py", b"x = 1\n", AssetType.CODE, "python", "text/x-python", False),
        ("empty", b"", AssetType.DOCUMENT, "", "text/plain", False),
        ("notes.md", b"# Hi\r\n", AssetType.DOCUMENT, "", "text/markdown", False),
        ("app.ts", b"let x", AssetType.CODE, "typescript", "text/plain", False),
        ("large.md", LARGE.encode(), AssetType.DOCUMENT, "", "text/markdown", True),
        ("photo", PNG, AssetType.IMAGE, "", "image/png", True),
        ("lying.py", PNG, AssetType.IMAGE, "", "image/png", True),
        ("fake.png", b"\0\1\2", AssetType.DOCUMENT, "", "application/octet-stream", True),
        ("latin.txt", b"caf\xe9", AssetType.DOCUMENT, "", "application/octet-stream", True),
        ("draw.svg", b"<svg/>", AssetType.IMAGE, "xml", "image/svg+xml", False),
    ],
)
async def test_a_file_is_kept_byte_by_byte_as_what_it_is(
    assets: Assets,
    tmp_path: Path,
    name: str,
    data: bytes,
    kind: AssetType,
    language: str,
    mime_type: str,
    in_file: bool,
) -> None:
    asset = (await assets.keep_file(file_of(tmp_path, name, data), tags=("#a", "a"), folder="/x//y/")).asset
    assert (asset.type, asset.language, asset.mime_type, asset.in_file) == (kind, language, mime_type, in_file)
    assert (asset.title, asset.file_name, asset.tags, asset.folder) == (name, name, ("a",), "x/y")
    assert (asset.origin, asset.size) == (AssetOrigin.MANUAL_UPLOAD, len(data))
    assert await assets.open_content(asset.id) == data
    assert len(content_files()) == in_file
    if asset.is_text:
        assert await assets.content(asset.id) == data.decode()
    else:
        with pytest.raises(AssetRefused, match="no text"):
            await assets.content(asset.id)


async def test_a_file_kept_again_is_a_version_and_a_large_one_is_searched(assets: Assets, tmp_path: Path) -> None:
    path = file_of(tmp_path, "log.txt", b"first")
    link = tmp_path / "link.txt"
    link.symlink_to(path)
    first = await assets.keep_file(path, title="The log")
    path.write_bytes(LARGE.encode() + b"needle")
    second = await assets.keep_file(link)
    path.write_bytes(b"needle " + LARGE.encode())
    third = await assets.keep_file(path, tags=("t",))
    same = await assets.keep_file(path, tags=("u",), folder="f")
    assert [kept.asset.id for kept in (second, third, same)] == [first.asset.id] * 3
    assert [kept.asset.version for kept in (first, second, third, same)] == [1, 2, 3, 3]
    assert (same.is_new, same.is_version) == (False, False)
    assert (same.asset.tags, same.asset.folder, same.asset.title) == (("t", "u"), "f", "The log")
    assert [await assets.content(first.asset.id, number) for number in (1, 3)] == ["first", "needle " + LARGE]
    (hit,) = await assets.search("needle")
    assert [hit.excerpt[a:b] for a, b in hit.matches] == ["needle"]
    assert (await assets.restore(first.asset.id, 2)).version == 4
    assert await assets.content(first.asset.id) == LARGE + "needle"
    assert len(content_files()) == 2


def _sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(2 << 30)


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (_sparse, "100 MB is the most"),
        (os.mkfifo, "pipe or device"),
        (Path.mkdir, "it is a folder"),
        (lambda path: path.symlink_to("/dev/zero"), "pipe or device"),
        (lambda path: path.symlink_to(path), "could not be read|no such file"),
        (lambda path: None, "no such file"),
    ],
    ids=["2 GB", "pipe", "folder", "device", "loop", "nothing"],
)
async def test_what_cannot_be_kept_is_refused_at_once_with_the_reason(
    assets: Assets, tmp_path: Path, make: Callable[[Path], object], why: str
) -> None:
    path = tmp_path / "[nope]\x1b[31m"
    make(path)
    with pytest.raises(AssetRefused, match=why) as caught:
        await assets.keep_file(path)
    assert "\x1b" not in str(caught.value)
    assert (await assets.list(), content_files()) == ((), [])
    with pytest.raises(AssetRefused):
        await assets.keep_file(Path("a\0b"))


async def test_a_file_that_grows_while_it_is_read_is_refused(
    assets: Assets, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("javari_tui.services.assets.contents.MOST_BYTES", 2_000_000)
    with pytest.raises(AssetRefused, match="is the most"):
        await assets.keep_data(b"\0" * 2_000_001, title="x")
    path = file_of(tmp_path, "f", b"\0" * 2_000_001)
    small = file_of(tmp_path, "small", b"").stat()
    monkeypatch.setattr(Path, "stat", lambda *_args, **_more: small)
    monkeypatch.setattr(os, "fstat", lambda _descriptor: small)
    with pytest.raises(AssetRefused, match="is the most"):
        await assets.keep_file(path)
    assert MOST_BYTES == 100 << 20
    monkeypatch.undo()
    assert content_files() == []


async def test_a_named_block_again_in_the_same_chat_is_a_version(javari: Javari, assets: Assets) -> None:
    chat_id = await javari.ask("one")
    *_rest, question, answer = await javari.path(chat_id)
    block = SourceBlock(
        kind=BlockKind.CODE,
        text="x = 1",
        language="python",
        title="main.py",
        chat_id=chat_id,
        message_id=question.id,
        block=0,
    )
    first = await assets.keep_block(block)
    second = await assets.keep_block(replace(block, text="x = 2", message_id=answer.id, block=3))
    assert (second.asset.id, second.is_version, second.asset.message_id) == (first.asset.id, True, answer.id)
    elsewhere = await assets.keep_block(replace(block, text="x = 3", chat_id=await javari.ask("two")))
    unnamed = replace(block, title="first words", text="short")
    third = await assets.keep_block(unnamed)
    longer = await assets.keep_block(replace(unnamed, text="short, and then continued"))
    other = await assets.keep_block(replace(unnamed, text="something else", block=1))
    assert len({first.asset.id, elsewhere.asset.id, third.asset.id, other.asset.id}) == 4
    assert (longer.asset.id, longer.is_version) == (third.asset.id, True)
    by_model = NewAsset(type=AssetType.CODE, title="main.py", content="x = 4\n", chat_id=chat_id)
    assert (await assets.keep(by_model)).asset.version == 3


async def test_a_picture_beside_the_chat_is_kept_with_where_it_came_from(
    javari: Javari, assets: Assets, tmp_path: Path
) -> None:
    chat_id = await javari.ask("a picture")
    path = str(file_of(tmp_path, "p.png", PNG))
    shown = SourceBlock(kind=BlockKind.IMAGE, text="", path=path, chat_id=chat_id)
    asset = (await assets.keep_block(shown)).asset
    assert (asset.type, asset.chat_id, asset.title) == (AssetType.IMAGE, chat_id, "p.png")
    block = await assets.block(asset.id)
    assert (block.kind, block.title, Path(block.path).read_bytes()) == (BlockKind.IMAGE, "p.png", PNG)


async def test_an_export_of_a_chat_is_kept_and_reads_back(javari: Javari, assets: Assets) -> None:
    chat_id = await javari.ask("hello")
    chats = javari.services.chats
    chat = await chats.get(chat_id)
    text = await chats.export_json(chat_id)
    kept = await assets.keep_export(chat, text, as_markdown=False)
    assert (kept.asset.type, kept.asset.origin, kept.asset.chat_id) == (AssetType.EXPORT, AssetOrigin.EXPORT, chat_id)
    await javari.ask("more", chat_id)
    again = await assets.keep_export(chat, await chats.export_json(chat_id), as_markdown=False)
    page = await assets.keep_export(chat, await chats.export_markdown(chat_id), as_markdown=True)
    assert again.is_version and page.is_new
    (found,) = await chats.import_json(await assets.content(kept.asset.id))
    assert found.id == chat_id
    assert await assets.content(kept.asset.id, 1) == text


async def test_hostile_names_are_cleaned(assets: Assets) -> None:
    hostile = "[@click=app.quit]x[/]\x1b]52;c;aGk=\x07\u202e\n\0" + "y" * 4096
    asset = (await assets.keep_data(b"x", title=hostile, tags=(hostile, "  "), folder=f"../{hostile}")).asset
    await assets.describe(asset.id, hostile)
    asset = await assets.rename(asset.id, hostile)
    for text in (asset.title, *asset.tags, asset.folder, asset.description):
        assert not set(text) & {"\x1b", "\x07", "\u202e", "\0"}
    assert len(asset.title) <= 200 and "\n" not in asset.title and len(asset.tags) == 1
    assert (await assets.move(asset.id, "")).folder == "root"
