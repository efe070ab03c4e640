from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from javari_tui.domain.errors import ModelError
from javari_tui.domain.keys import KeySource
from javari_tui.domain.models import Failure, FailureKind, ModelInfo, ProviderInfo
from javari_tui.domain.secret import Secret
from javari_tui.providers.registry import ProviderRegistry
from javari_tui.providers.scripted import Scripted, failing, saying
from javari_tui.services.keys.key_command import KeyCommandFailed, run_key_command
from javari_tui.services.keys.keys import Keys
from javari_tui.services.keys.redaction import Redactor
from javari_tui.services.models.catalogue import ModelCatalogue
from javari_tui.vault.session import SessionKeys
from tests.services.javari import HandClock, Opener, no_key, until

CLAUDE = ProviderInfo(
    name="anthropic",
    title="Claude",
    needs_key=True,
    key_variable="ANTHROPIC_API_KEY",
    other_key_variable="ANTHROPIC_AUTH_TOKEN",
)


def python(code: str) -> str:
    """A key command that runs some Python."""
    return f"{sys.executable} -c '{code}'"


async def printed(command: str, seconds: float = 10.0) -> str:
    return (await run_key_command(command, os.environ, seconds=seconds)).reveal()


async def refused(command: str, seconds: float = 10.0) -> str:
    with pytest.raises(KeyCommandFailed) as failed:
        await run_key_command(command, os.environ, seconds=seconds)
    assert failed.value.failure.kind is FailureKind.NO_KEY
    return failed.value.failure.detail


async def test_session_goes_before_environment_before_command_before_vault() -> None:
    vault, environ, command = SessionKeys(), dict[str, str](), {"anthropic": ""}

    async def ask(line: str, environ: Mapping[str, str]) -> Secret:
        return Secret(line)

    keys = Keys(environ, lambda name: command[name], redactor=Redactor(), vault=vault, ask=ask)

    async def state() -> tuple[str, KeySource]:
        key = await keys.find(CLAUDE)
        return ("" if key is None else key.reveal()), keys.source(CLAUDE)

    assert await state() == ("", KeySource.NONE)
    vault.put("anthropic", Secret("from-vault"))
    assert await state() == ("from-vault", KeySource.VAULT)
    command["anthropic"] = "from-command"
    assert await state() == ("from-command", KeySource.COMMAND)
    environ["ANTHROPIC_AUTH_TOKEN"] = "from-second-variable"
    assert await state() == ("from-second-variable", KeySource.ENVIRONMENT)
    environ["ANTHROPIC_API_KEY"] = " from-variable\n"
    assert await state() == ("from-variable", KeySource.ENVIRONMENT)
    keys.keep_for_session("anthropic", " pasted ")
    assert await state() == ("pasted", KeySource.SESSION)
    keys.forget("anthropic")
    assert await state() == ("from-variable", KeySource.ENVIRONMENT)


async def test_command_is_asked_once_until_the_key_is_forgotten_or_the_settings_change() -> None:
    asked, command = [], ["one"]

    async def ask(line: str, environ: Mapping[str, str]) -> Secret:
        asked.append(line)
        return Secret(f"{line} {len(asked)}")

    keys = Keys({}, lambda name: command[0], redactor=Redactor(), ask=ask)
    await asyncio.gather(*(keys.find(CLAUDE) for _ in range(5)))
    assert asked == ["one"]
    command[0] = "two"
    await keys.find(CLAUDE)
    keys.forget("anthropic")
    await keys.find(CLAUDE)
    assert asked == ["one", "two", "two"]


async def test_found_keys_are_redacted_from_then_on() -> None:
    keys = Keys({"ANTHROPIC_API_KEY": "innocent-looking-words"}, lambda name: "", redactor=Redactor())
    assert "innocent" in keys.redact("innocent-looking-words")
    await keys.find(CLAUDE)
    assert keys.redact("got innocent-looking-words!") == "got [hidden]!"


async def test_command_gives_its_first_line_trimmed() -> None:
    assert await printed(python('print("\\n  sk-secret  \\nsecond line")')) == "sk-secret"


async def test_command_is_read_without_a_shell() -> None:
    assert await printed("echo $(id);true|$HOME") == "$(id);true|$HOME"


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        ("", "The command is empty."),
        ("echo 'open", "The command cannot be read: a quotation mark is not closed."),
        ("/no/such/program x", "“/no/such/program” could not be started: No such file or directory."),
        ("true", "“true” printed nothing."),
        ("echo two words", "What “echo” printed is not a key."),
    ],
)
async def test_command_that_gives_no_key_is_explained(command: str, reason: str) -> None:
    assert await refused(command) == reason


async def test_complaint_of_a_command_is_told_without_control_codes() -> None:
    code = 'import sys; print("sk-not-to-be-told"); sys.stderr.write("\\x1b[31mlocked\\n"); sys.exit(3)'
    reason = await refused(python(code))
    assert reason.endswith("ended with status 3: locked")


async def test_command_that_hangs_is_ended_with_all_it_started(tmp_path: Path) -> None:
    pids = tmp_path / "pids"
    code = (
        'import os, subprocess, sys, time; child = subprocess.Popen(["sleep", "60"]); '
        f'open("{pids}", "w").write(f"{{os.getpid()}} {{child.pid}}"); time.sleep(60)'
    )
    async with asyncio.timeout(10):
        reason = await refused(python(code), seconds=0.6)
    assert "gave nothing within" in reason
    for pid in pids.read_text().split():
        await gone(int(pid))


async def gone(pid: int) -> None:
    """Wait until a process has ended."""
    async with asyncio.timeout(5):
        while True:
            try:
                state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
            except (FileNotFoundError, ProcessLookupError):
                return
            if state == "Z":
                return
            await asyncio.sleep(0.01)


async def test_command_has_no_terminal_and_its_own_group() -> None:
    code = (
        'import os, sys; tty = sys.stdin.isatty() or os.path.exists("/proc/self/fd/0") and '
        'os.readlink("/proc/self/fd/0") != "/dev/null"; print(f"{tty}-{os.getpgid(0) == os.getpid()}")'
    )
    assert await printed(python(code)) == "False-True"


async def test_what_a_command_prints_is_never_in_its_error() -> None:
    reason = await refused(python('print("sk-ant-secret with words")'))
    assert "secret" not in reason


async def test_flood_of_output_neither_hangs_nor_fills_memory() -> None:
    reason = await refused(python('print("x" * 30_000_000)'))
    assert "is not a key" in reason


async def test_refused_key_is_asked_for_anew_and_a_new_one_makes_the_list_fresh(opener: Opener) -> None:
    """A rotated key of a key command; a key pasted right after the server gave no list."""
    javari = await opener([failing(FailureKind.BAD_KEY), saying("Welcome")])
    keys, models = javari.services.keys, javari.services.models
    keys.keep_for_session("scripted", "sk-rotated-away")
    info = replace(CLAUDE, name="scripted", key_variable="", other_key_variable="")
    assert keys.source(info) is KeySource.SESSION
    await javari.ask("Hello")
    assert keys.source(info) is KeySource.NONE
    lists: list[str] = []
    real = javari.model.list_models

    async def list_models() -> tuple[ModelInfo, ...]:
        lists.append("asked")
        return await real()

    javari.model.list_models = list_models  # type: ignore[method-assign]
    await models.available()
    await models.available()
    assert lists == ["asked"]
    keys.keep_for_session("scripted", "sk-new-one-0123")
    await models.available()
    assert lists == ["asked"] * 2


async def test_list_asked_for_with_the_old_key_does_not_count_for_the_new_one() -> None:
    released, lists = asyncio.Event(), list[str]()

    class Slow(Scripted):
        async def list_models(self) -> tuple[ModelInfo, ...]:
            lists.append("asked")
            if len(lists) == 1:
                await released.wait()
                raise ModelError(Failure(kind=FailureKind.BAD_KEY))
            return await super().list_models()

    registry = ProviderRegistry((), no_key)
    registry.register(Slow([], name="slow"))
    catalogue = ModelCatalogue(registry, HandClock())
    first = asyncio.create_task(catalogue.listed("slow"))
    await until(lambda: lists)
    catalogue.forget("slow")
    released.set()
    await first
    await catalogue.listed("slow")
    assert lists == ["asked"] * 2
