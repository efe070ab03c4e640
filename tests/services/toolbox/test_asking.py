from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from javari_tui.domain.approvals import ApprovalRequest, Decision, Scope
from javari_tui.domain.chat import ToolState
from javari_tui.domain.errors import DiskFull
from javari_tui.services.approvals.questions import LASTS
from javari_tui.services.toolbox.run_later import is_run_later
from tests.services.javari import turns, until
from tests.services.toolbox.bench import NO, YES, Bench, always, make_bench

IN_CHAT, FOR_EVER = Decision(True, Scope.CHAT), Decision(True, Scope.ALWAYS)
NEVER = Decision(False, Scope.ALWAYS)
ALL = (Scope.ONCE, Scope.CHAT, Scope.ALWAYS)


@pytest.fixture
async def sandboxed(project: Path, plain_environ: dict[str, str], tmp_path: Path) -> AsyncIterator[Bench]:
    """The same where there is a sandbox: a program of that name, which only starts what it is given."""
    program = tmp_path / "bin" / "bwrap"
    program.write_text('#!/bin/sh\nwhile [ "$1" != -- ]; do shift; done\nshift\nexec "$@"\n')
    program.chmod(0o755)
    for name in ("true", "echo"):
        (tmp_path / "bin" / name).symlink_to(str(shutil.which(name)))
    bench = make_bench(project, plain_environ)
    yield bench
    await bench.stored.disk.close(bench.stored.database.close)


async def open_request(bench: Bench, seconds: int = 60) -> tuple[ApprovalRequest, asyncio.Task[ToolState]]:
    """A command that waits for a word, and what will become of it."""
    bench.say = lambda _request: None

    async def state() -> ToolState:
        return (await bench.call("run_command", command=["env"], seconds=seconds)).state

    before = len(bench.asked())
    call = asyncio.create_task(state())
    await until(lambda: len(bench.asked()) > before)
    return bench.asked()[-1], call


async def test_without_a_sandbox_a_command_is_asked_each_time_and_says_so(bench: Bench) -> None:
    for _twice in range(2):
        assert (await bench.call("run_command", command=["printf", "x"])).state is ToolState.DONE
    assert len(bench.asked()) == 2
    for request in bench.asked():
        assert not request.is_sandboxed
        assert request.scopes == (Scope.ONCE,)
        assert "no sandbox" in request.warnings[0]


async def test_in_a_sandbox_the_very_line_can_be_allowed_for_long(sandboxed: Bench) -> None:
    sandboxed.say = always(FOR_EVER)
    for _twice in range(2):
        assert (await sandboxed.call("run_command", command=["echo", "a b"])).state is ToolState.DONE
    (request,) = sandboxed.asked()
    assert (request.command, request.subject, request.scopes) == (("echo", "a b"), "echo 'a b'", ALL)
    assert request.warnings == ()
    (rule,) = await sandboxed.approvals.rules()
    assert (rule.tool, rule.folder, rule.subject) == ("run_command", str(sandboxed.project), "echo 'a b'")
    assert rule.last_used_at is not None
    await sandboxed.call("run_command", command=["echo", "a", "b"])
    assert len(sandboxed.asked()) == 2
    await sandboxed.approvals.revoke(rule.id)
    await sandboxed.call("run_command", command=["echo", "a b"])
    assert len(sandboxed.asked()) == 3


async def test_a_yes_for_this_chat_is_not_for_others(sandboxed: Bench) -> None:
    sandboxed.say = always(IN_CHAT)
    for chat in (1, 1, 2):
        await sandboxed.call("run_command", chat_id=chat, command=["echo", "x"])
    assert [request.chat_id for request in sandboxed.asked()] == [1, 2]
    assert await sandboxed.approvals.rules() == ()


async def test_a_no_for_ever_is_not_asked_again_and_beats_a_yes_for_the_chat(sandboxed: Bench) -> None:
    sandboxed.say = always(IN_CHAT)
    await sandboxed.call("run_command", command=["echo", "x"])
    sandboxed.say = always(NEVER)
    denied = await sandboxed.call("run_command", chat_id=2, command=["echo", "x"])
    assert denied.state is ToolState.DENIED
    hidden = await sandboxed.call("run_command", command=["sh", "-c", "echo y; echo x"])
    assert hidden.state is ToolState.DENIED
    assert (await sandboxed.call("run_command", command=["echo", "x"])).state is ToolState.DENIED
    assert len(sandboxed.asked()) == 2


@pytest.mark.parametrize(
    ("command", "scopes", "said"),
    [
        (["sh", "-c", "echo a && echo b"], ALL, "can start other programs"),
        (["sh", "-c", "echo a > b"], (Scope.ONCE,), "not understand for sure"),
        (["echo", "a\u200bb"], (Scope.ONCE,), "invisible"),
        (["echo", "a" + "\t" * 200 + "b"], (Scope.ONCE,), "empty space"),
        (["env", "echo", "x"], ALL, "can start other programs"),
        (["./run"], ALL, "can start other programs"),
    ],
)
async def test_what_deserves_a_second_look_is_said(
    sandboxed: Bench, command: Sequence[str], scopes: tuple[Scope, ...], said: str
) -> None:
    sandboxed.say = always(NO)
    await sandboxed.call("run_command", command=command)
    (request,) = sandboxed.asked()
    assert request.scopes == scopes
    assert any(said in warning for warning in request.warnings)


async def test_what_is_invisible_is_shown_in_a_request(bench: Bench) -> None:
    bench.say = always(NO)
    await bench.call("run_command", command=["echo", "\u202egnp\x1b[2J\u3164"])
    (request,) = bench.asked()
    for text in (request.command[1], request.subject, dict(request.arguments)["command"]):
        assert "⟪U+202E⟫" in text
        assert "⟪U+3164⟫" in text
        assert "\x1b" not in text
    assert [name for name, _value in request.arguments] == ["folder", "seconds", "command"]


async def test_an_answer_counts_once_and_only_for_what_was_shown(bench: Bench) -> None:
    request, call = await open_request(bench)
    answer = bench.approvals.answer
    assert not answer("another", request.fingerprint, YES)
    assert not answer(request.id, "0" * 64, YES)
    assert not answer(request.id, request.fingerprint, FOR_EVER)
    assert bench.approvals.waiting() == (request,)
    assert answer(request.id, request.fingerprint, YES)
    assert not answer(request.id, request.fingerprint, YES)
    assert await call is ToolState.DONE
    assert not answer(request.id, request.fingerprint, NO)
    again, second = await open_request(bench)
    assert (again.fingerprint, again.id == request.id) == (request.fingerprint, False)
    other, third = await open_request(bench, seconds=5)
    assert other.fingerprint != request.fingerprint
    assert not answer(again.id, other.fingerprint, YES)
    for one in (again, other):
        assert answer(one.id, one.fingerprint, NO)
    assert {await second, await third} == {ToolState.DENIED}
    await turns()
    assert bench.over()[-3:] == [request.id, again.id, other.id]


async def test_an_answer_after_five_minutes_does_nothing(bench: Bench) -> None:
    request, call = await open_request(bench)
    await bench.clock.move(LASTS - 1)
    assert bench.approvals.waiting() == (request,)
    await bench.clock.move(1)
    assert await call is ToolState.DENIED
    await until(lambda: bench.over()[-1] == request.id)
    assert not bench.approvals.answer(request.id, request.fingerprint, YES)


async def test_time_that_passed_while_the_machine_slept_counts(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    request, call = await open_request(bench)
    questions = bench.approvals._questions
    monkeypatch.setattr(questions, "_now", lambda: request.expires_at + timedelta(seconds=1))
    assert not bench.approvals.answer(request.id, request.fingerprint, YES)
    call.cancel()


@pytest.mark.parametrize(
    ("path", "content", "scopes", "said"),
    [
        ("new.txt", "x", ALL, ""),
        ("long.txt", "x", (Scope.ONCE,), "takes 60 lines out"),
        (".github/workflows/x.yml", "x", (Scope.ONCE,), "start something later"),
        ("sub/HEAD", "x", (Scope.ONCE,), "start something later"),
        ("half/hooks/pre-push", "x", (Scope.ONCE,), "start something later"),
        ("whole/refs/x", "x", (Scope.ONCE,), "start something later"),
        ("src/hooks/use.ts", "x", ALL, ""),
        ("new.txt", "a\u200bb", (Scope.ONCE,), "invisible"),
    ],
)
async def test_changes_that_need_a_second_look_are_asked_each_time(
    bench: Bench, path: str, content: str, scopes: tuple[Scope, ...], said: str
) -> None:
    (bench.project / "long.txt").write_text("line\n" * 60)
    for name in ("half/objects", "whole/HEAD"):
        (bench.project / name).mkdir(parents=True)
    bench.say = always(NO)
    await bench.call("write_file", path=path, content=content)
    (request,) = bench.asked()
    assert request.scopes == scopes
    assert said in " ".join(request.warnings)
    assert (request.warnings == ()) is (said == "")


@pytest.mark.parametrize(
    "path",
    [
        *(".zlogin", ".config/fish/config.fish", "web/vite.config.ts", "docker-compose.dev.yml", "lib/x.pth"),
        *(".CLAUDE/settings.json", ".cargo/config.toml", ".local/bin/tool", "Jenkinsfile", ".mcp.json", "run-me"),
    ],
)
def test_what_programs_obey_is_known(path: str, project: Path) -> None:
    (project / "run-me").touch(0o755)
    assert is_run_later(project / path)
    for harmless in ("notes.txt", "config.toml", "src/app.py", "bin/x"):
        assert not is_run_later(project / harmless)


async def test_outside_of_git_a_change_is_not_allowed_for_ever(bench: Bench) -> None:
    (bench.project / ".git").rmdir()
    bench.say = always(IN_CHAT)
    for name in ("a", "b"):
        assert (await bench.call("write_file", path=name, content="x")).state is ToolState.DONE
    (request,) = bench.asked()
    assert request.scopes == (Scope.ONCE, Scope.CHAT)
    assert "not in Git" in request.warnings[0]
    assert (await bench.call("edit_file", path="a", old="x", new="y")).state is ToolState.DONE
    assert len(bench.asked()) == 2, "another tool is another question"


async def test_a_yes_whose_keeping_the_disk_refuses_still_counts(
    sandboxed: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: object, **_named: object) -> None:
        raise DiskFull

    monkeypatch.setattr(sandboxed.approvals._store, "keep_rule", full)
    sandboxed.say = always(FOR_EVER)
    assert (await sandboxed.call("run_command", command=["echo", "x"])).state is ToolState.DONE
