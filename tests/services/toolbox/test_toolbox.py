from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from javari_tui.domain.approvals import Scope
from javari_tui.domain.blocks import BlockKind
from javari_tui.domain.chat import Role, ToolState
from javari_tui.domain.tools import CommandEnding
from javari_tui.services.keys.redaction import MARK
from javari_tui.services.toolbox.results import MOST_BYTES
from javari_tui.tools.own_tools import OWN_TOOLS
from javari_tui.tools.registry import TOOLS
from tests.services.javari import until
from tests.services.toolbox.bench import KNOWN_SECRET, YES, Bench, always, make_bench

GIVEN_KEY = "sk-ant-api03-0123456789abcdef0123456789abcdef"


async def test_every_tool_is_offered_or_none(bench: Bench, project: Path) -> None:
    assert {info.name for info in await bench.toolbox.offered(1)} == {*TOOLS, *OWN_TOOLS}
    off = make_bench(project, {}, enabled=False)
    assert await off.toolbox.offered(1) == ()
    assert (await off.call("get_time")).state is ToolState.DENIED
    await off.stored.disk.close(off.stored.database.close)


@pytest.mark.parametrize(
    ("name", "arguments", "said"),
    [
        ("no_such", "{}", "no tool"),
        ("read_file", "{", "not valid JSON"),
        ("show", '{"kind": "code", "kind": "diff", "text": "x"}', "not valid JSON"),
        ("show", '{"kind": "film", "text": "x"}', "one of"),
        ("show", '{"kind": "file"}', "path is needed"),
        ("show", '{"kind": "code"}', "nothing to show"),
        ("show", '{"kind": "code", "text": "x", "first_line": 3, "last_line": 2}', "before the first"),
        ("search_chats", '{"words": "x", "limit": NaN}', "not valid JSON"),
        ("save_asset", '{"title": "x", "text": "y", "folder": "z"}', "no argument"),
    ],
)
async def test_what_is_wrong_is_told_and_nobody_is_asked(bench: Bench, name: str, arguments: str, said: str) -> None:
    done = await bench.call(name, arguments)
    assert done.state is ToolState.FAILED
    assert said in done.result
    assert bench.updates == []


async def test_nothing_is_read_before_the_folder_is_trusted_and_a_no_is_kept(bench: Bench) -> None:
    bench.trusts = False
    for _twice in range(2):
        refused = await bench.call("read_file", path="notes.txt")
        assert refused.state is ToolState.DENIED
        assert "first" not in refused.result
    (asked,) = bench.trust_asked()
    assert asked.folder == str(bench.project)
    assert bench.states == [ToolState.WAITING]
    bench.trusts = True
    (folder,) = await bench.approvals.folders()
    assert not folder.trusted
    await bench.approvals.forget(folder.id)
    assert (await bench.call("read_file", path="notes.txt")).result == "first\nsecond\nthird"


async def test_calls_at_once_ask_about_a_folder_once(bench: Bench) -> None:
    calls = [bench.call("read_file", chat_id=chat, path="notes.txt") for chat in (1, 2, 3)]
    assert {done.state for done in await asyncio.gather(*calls)} == {ToolState.DONE}
    assert len(bench.trust_asked()) == 1


async def test_an_added_folder_is_read_and_no_other(bench: Bench, tmp_path: Path) -> None:
    for name in ("library", "library-evil"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.txt").write_text("in here")
    added, evil = tmp_path / "library" / "a.txt", tmp_path / "library-evil" / "a.txt"
    assert (await bench.call("read_file", path=str(added))).state is ToolState.FAILED
    folder = await bench.approvals.add_folder(tmp_path / "library")
    assert (folder.added_to, folder.trusted) == (str(bench.project), True)
    assert (await bench.call("read_file", path=str(added))).result == "in here"
    assert (await bench.call("read_file", path=str(evil))).state is ToolState.FAILED
    added.unlink()
    added.parent.rmdir()
    added.parent.symlink_to(tmp_path / "library-evil")
    assert (await bench.call("read_file", path=str(added))).state is ToolState.FAILED


async def test_what_is_shown_says_what_it_is_and_which_lines(bench: Bench) -> None:
    (bench.project / "t.tsv").write_text("a\tb\n")
    await bench.call("show", kind="file", path="notes.txt", first_line=2)
    await bench.call("show", kind="table", path="t.tsv")
    await bench.call("show", kind="diff", text="--- a\n+++ b\n\x1b[2J")
    await bench.call("show", kind="markdown", text="# Hello", title="A [b]word")
    blocks = [shown.block for shown in bench.shown()]
    assert [(block.kind, block.language) for block in blocks] == [
        (BlockKind.FILE, ""),
        (BlockKind.CODE, "tsv"),
        (BlockKind.CODE, "diff"),
        (BlockKind.DOCUMENT, ""),
    ]
    assert (blocks[0].marks, blocks[0].text, blocks[0].title) == (((2, 2),), "first\nsecond\nthird\n", "notes.txt")
    assert "\x1b" not in blocks[2].text
    assert blocks[3].title == "A [b]word"
    assert all(block.call_id.startswith("call-") and block.message_id == 7 for block in blocks)


async def test_secrets_reach_neither_the_model_nor_the_disk(bench: Bench) -> None:
    (bench.project / "config").write_text(
        f"key={KNOWN_SECRET}\nother={GIVEN_KEY}\napi_key = settings.get_key()\n"
        "-----BEGIN RSA PRIVATE KEY-----\nMIIE0123\n-----END RSA PRIVATE KEY-----\n"
    )
    bench.say = always(YES)
    read = await bench.call("read_file", path="config")
    run = await bench.call("run_command", command=["cat", "config"])
    typed = await bench.toolbox.run_line("cat config")
    for text in (read.result, run.result, typed.output):
        assert MARK in text
        assert KNOWN_SECRET not in text
        assert GIVEN_KEY not in text
        assert "MIIE0123" not in text
        assert "api_key = settings.get_key()" in text
    stored = bench.stored
    chat = await stored.disk.run(stored.chats.create)
    message = await stored.disk.run(stored.messages.add, chat_id=chat.id, parent_id=None, role=Role.ASSISTANT, text="")
    await stored.save_message(message.id, tool_calls=(read, run))
    await stored.disk.run(stored.database.checkpoint)
    data = stored.database.file.read_bytes()
    assert MARK.encode() in data
    assert KNOWN_SECRET.encode() not in data
    assert GIVEN_KEY.encode() not in data


async def test_writing_the_sign_for_a_hidden_key_is_said(bench: Bench) -> None:
    await bench.call("write_file", path="config", content=f"key={MARK}\n")
    (request,) = bench.asked()
    assert any(MARK in warning for warning in request.warnings)
    assert request.scopes == (Scope.ONCE,)


async def test_long_results_keep_head_and_tail_and_say_what_is_missing(bench: Bench) -> None:
    done = await bench.call("run_command", command=["sh", "-c", "echo first; printf '%0200000d'; echo; echo last"])
    assert len(done.result.encode()) < MOST_BYTES + 200
    assert "first" in done.result
    assert done.result.endswith("last")
    assert "bytes left out" in done.result


async def test_a_command_gets_neither_the_environment_nor_a_shell(bench: Bench) -> None:
    assert "SECRET_TOKEN" not in (await bench.call("run_command", command=["env"])).result
    done = await bench.call("run_command", command=["printf", "%s", "$(env) ; `env` > x"])
    assert "$(env) ; `env` > x" in done.result
    assert not (bench.project / "x").exists()


async def test_a_line_that_the_user_typed_runs_in_a_shell_and_is_not_asked_about(bench: Bench) -> None:
    outcome = await bench.toolbox.run_line("cat notes.txt | { read a; printf '%s\\033[31m' \"$a\"; }; exit 3")
    assert (outcome.ending, outcome.exit_code, outcome.sandboxed) == (CommandEnding.EXITED, 3, False)
    assert outcome.output == "first␛[31m"
    assert bench.updates == []


async def test_a_stopped_call_takes_its_question_back_and_does_nothing(bench: Bench) -> None:
    bench.say = lambda _request: None
    call = asyncio.ensure_future(bench.call("write_file", path="new.txt", content="x"))
    await until(bench.asked)
    (request,) = bench.asked()
    assert bench.approvals.waiting() == (request,)
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    await until(lambda: request.id in bench.over())
    assert bench.approvals.waiting() == ()
    assert not bench.approvals.answer(request.id, request.fingerprint, YES)
    assert not (bench.project / "new.txt").exists()


async def test_texts_are_kept_as_assets(bench: Bench) -> None:
    stored = bench.stored
    await stored.disk.run(stored.chats.create)
    texts = ["print(1)\n", "print(1)\n", "print(2)\n"]
    done = [
        await bench.call("save_asset", title="greet.py", text=text, type="code", language="python") for text in texts
    ]
    assert [call.result for call in done] == [
        "Kept as asset 1.",
        "It is among the assets already, as number 1.",
        "Kept as a new version of asset 1.",
    ]
    asset = await stored.disk.run(stored.assets.get, 1)
    assert (asset.title, asset.language) == ("greet.py", "python")


async def test_other_chats_and_the_help_are_found(bench: Bench) -> None:
    stored = bench.stored
    for title in ("Here", "There"):
        chat = await stored.disk.run(stored.chats.create, title=title)
        await stored.disk.run(
            stored.messages.add, chat_id=chat.id, parent_id=None, role=Role.USER, text=f"narwhal {KNOWN_SECRET}"
        )
    found = await bench.call("search_chats", chat_id=1, words="narwhal")
    assert "There" in found.result
    assert "Here" not in found.result
    assert KNOWN_SECRET not in found.result
    assert (await bench.call("search_chats", words="unicorn")).result == "[nothing found]"
    assert "[help: " in (await bench.call("search_help", words="keyboard")).result


async def test_nobody_is_asked_where_nobody_is(project: Path, plain_environ: dict[str, str]) -> None:
    alone = make_bench(project, plain_environ, can_ask=False)
    assert (await alone.call("read_file", path="notes.txt")).state is ToolState.DENIED
    assert (await alone.call("run_command", command=["env"])).state is ToolState.DENIED
    assert await alone.approvals.folders() == ()
    store = alone.stored
    await store.disk.run(store.database.checkpoint)
    with closing(sqlite3.connect(store.database.file)) as other:
        assert other.execute("SELECT count(*) FROM trusted_folders").fetchone() == (0,)
    assert alone.asked() == []
    await store.disk.close(store.database.close)
