"""Commands end with everything they started, see little of us, and are kept in the sandbox where there is one."""

from __future__ import annotations

import asyncio
import shutil
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from javari_tui.domain.errors import ToolRefused
from javari_tui.domain.tools import CommandEnding, CommandOutcome
from javari_tui.tools.context import ToolContext
from javari_tui.tools.running import MOST_OUTPUT, run_command
from javari_tui.tools.sandbox import Sandbox, find_sandbox
from javari_tui.tools.workspace import Workspace
from tests.tools.conftest import SECRET, whole_environ

needs_bubblewrap = pytest.mark.skipif(shutil.which("bwrap") is None, reason="bubblewrap is not installed")

STUBBORN = """
import os, signal, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
if os.fork() == 0 and os.fork() == 0:
    open("grandchild", "w").write(str(os.getpid()))
while not os.path.exists("grandchild") or not open("grandchild").read():
    time.sleep(0.01)
print("started", flush=True)
if sys.argv[1:] == ["leave"] and str(os.getpid()) != open("grandchild").read():
    os._exit(0)
while True:
    time.sleep(60)
"""

_PYTHON = str(Path(sys.executable).resolve())
"""Python itself: an environment below /tmp is not to be seen in the sandbox, which has its own."""


async def run(context: ToolContext, *command: str, seconds: int = 20, folder: str = ".") -> CommandOutcome:
    return await run_command(
        context.workspace, context.sandbox, context.environ, command, folder=folder, seconds=seconds
    )


async def until(is_so: Callable[[], bool]) -> None:
    """Wait for a condition; the test run's own limit is the only one."""
    while not is_so():
        await asyncio.sleep(0.01)


def is_alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


async def grandchild_is_gone(project: Path) -> None:
    process = int((project / "grandchild").read_text())
    await until(lambda: not is_alive(process))


async def test_words_are_words_and_never_read_by_a_shell(context: ToolContext, project: Path) -> None:
    ran = await run(context, "printf", "%s|", "$(touch x)", "a; touch x", "`touch x`", "*", "&& touch x")
    assert ran.output == "$(touch x)|a; touch x|`touch x`|*|&& touch x|"
    assert ran.exit_code == 0
    assert not ran.sandboxed
    assert not (project / "x").exists()
    assert ran.as_text().startswith("Exit code 0 (without a sandbox).\n")


async def test_both_streams_come_in_order_with_the_code(context: ToolContext) -> None:
    ran = await run(context, "sh", "-c", "echo a; echo b >&2; echo c; exit 3", folder="notes")
    assert (ran.output, ran.exit_code, ran.folder) == ("a\nb\nc\n", 3, "notes")


async def test_it_has_no_terminal_no_input_and_little_environment(context: ToolContext, project: Path) -> None:
    given = {**context.environ, "ANTHROPIC_API_KEY": "sk-1", "SSH_AUTH_SOCK": "/x", "LD_PRELOAD": "", "LC_ALL": "C"}
    ran = await run(replace(context, environ=given), "sh", "-c", "cat; env; : </dev/tty")
    names = {line.partition("=")[0] for line in ran.output.splitlines() if "=" in line}
    assert {"PATH", "HOME", "LC_ALL", "TERM"} <= names
    assert not {"ANTHROPIC_API_KEY", "SSH_AUTH_SOCK", "LD_PRELOAD"} & names
    assert "/dev/tty" in ran.output
    assert ran.exit_code != 0


async def test_what_a_command_leaves_behind_ends_with_it(context: ToolContext, project: Path) -> None:
    (project / "stubborn.py").write_text(STUBBORN)
    ran = await run(context, _PYTHON, "stubborn.py", "leave", seconds=600)
    assert ran.ending is CommandEnding.EXITED
    assert "started" in ran.output
    await grandchild_is_gone(project)


async def test_when_the_time_is_over_all_of_it_ends(context: ToolContext, project: Path) -> None:
    (project / "stubborn.py").write_text(STUBBORN)
    for seconds in (1, 10, 100):  # a busy machine needs more for the start
        ran = await run(context, _PYTHON, "stubborn.py", seconds=seconds)
        assert ran.ending is CommandEnding.OUT_OF_TIME
        if "started" in ran.output:
            break
    await grandchild_is_gone(project)


async def test_cancelling_ends_all_of_it_too(context: ToolContext, project: Path) -> None:
    (project / "stubborn.py").write_text(STUBBORN)
    running = asyncio.ensure_future(run(context, _PYTHON, "stubborn.py", seconds=600))
    await until(lambda: (project / "grandchild").exists() and (project / "grandchild").read_text() != "")
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    await grandchild_is_gone(project)


async def test_of_a_long_output_head_and_tail_are_kept(context: ToolContext) -> None:
    script = "import sys; sys.stdout.write('first\\n' + 'x' * 3_000_000 + '\\nlast \\x1b[2J')"
    ran = await run(context, _PYTHON, "-c", script)
    assert ran.output.startswith("first\n")
    assert ran.output.endswith("last ␛[2J")
    assert "bytes left out" in ran.output
    assert len(ran.output) < MOST_OUTPUT + 100


async def test_an_output_without_end_is_ended(context: ToolContext, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("javari_tui.tools.processes.MOST_WRITTEN", 200_000)
    ran = await run(context, "sh", "-c", "while :; do printf '%01000d' 1; done", seconds=600)
    assert ran.ending is CommandEnding.TOO_MUCH
    assert ran.exit_code is None


async def test_what_cannot_start_is_said(context: ToolContext, project: Path) -> None:
    for command in (["no-such-program"], [""], ["a\0b"], ["./notes"]):
        with pytest.raises(ToolRefused):
            await run(context, *command)
    for folder in ("..", "notes/one.txt", "nowhere"):
        with pytest.raises(ToolRefused):
            await run(context, "true", folder=folder)


def test_a_bubblewrap_that_does_not_work_is_none(workspace: Workspace, project: Path, no_tools: dict[str, str]) -> None:
    assert find_sandbox(workspace, no_tools) is None
    fake = Path(no_tools["PATH"], "bwrap")
    fake.write_text("#!/bin/sh\nexit 1\n")
    fake.chmod(0o755)
    assert find_sandbox(workspace, no_tools) is None
    fake.write_text("#!/bin/sh\nexit 0\n")
    assert find_sandbox(workspace, no_tools) == Sandbox(str(fake))
    (project / "bwrap").symlink_to(fake)
    assert find_sandbox(workspace, {"PATH": str(project)}) is None


async def test_a_sandbox_that_fails_runs_nothing(context: ToolContext, project: Path) -> None:
    ran = await run(replace(context, sandbox=Sandbox("/bin/false")), "sh", "-c", "echo ran > ran")
    assert ran.exit_code == 1
    assert not (project / "ran").exists()


@pytest.fixture(params=["beside the workspace", "inside of it"])
def home(request: pytest.FixtureRequest, project: Path) -> Iterator[Path]:
    """A home folder with secrets in it; never in the temporary folder, which the sandbox has its own of."""
    with tempfile.TemporaryDirectory(dir="/var/tmp" if request.param.startswith("beside") else project) as folder:
        (Path(folder) / ".ssh").mkdir()
        (Path(folder) / ".ssh" / "id").write_text(SECRET)
        (Path(folder) / ".netrc").write_text(SECRET)
        yield Path(folder)


@needs_bubblewrap
async def test_in_the_sandbox_only_the_workspace_can_be_written_and_nothing_reached(
    context: ToolContext, project: Path, outside: Path, home: Path
) -> None:
    (project / ".git" / "hooks").mkdir(parents=True)
    (project / "own").mkdir()
    (project / "own" / "config.yaml").write_text(SECRET)
    (project / "deep" / "own").mkdir(parents=True)
    workspace = Workspace.open(project, private=[project / "own", project / "later", project / "deep" / "own"])
    sandbox = find_sandbox(workspace, whole_environ())
    assert sandbox is not None
    listening = socket.create_server(("127.0.0.1", 0))
    script = f"""
    echo inside > written
    echo x > {outside}/x; echo x > .git/hooks/x; echo x > own/x; echo x > later/x; echo x > /usr/x; echo x > /var/tmp/x
    mv .git .moved; echo x > .git/x; mv deep .moved; echo fine > deep/fine
    cat {home}/.ssh/id {home}/.netrc own/config.yaml
    {_PYTHON} -c "import socket; socket.create_connection(('127.0.0.1', {listening.getsockname()[1]}), 2)"
    ls /proc | grep -c '^[0-9]' ; true
    """
    environ = {**whole_environ(), "HOME": str(home)}
    with listening:
        ran = await run(replace(context, workspace=workspace, sandbox=sandbox, environ=environ), "sh", "-c", script)
    assert ran.sandboxed
    assert ran.exit_code == 0, ran.output
    assert (project / "written").read_text() == "inside\n"
    for place in (
        outside,
        project / ".git" / "hooks",
        project / "own",
        project / "later",
        Path("/usr"),
        Path("/var/tmp"),
    ):
        assert not (place / "x").exists()
    assert not (project / ".moved").exists()
    assert (project / "deep" / "fine").exists()
    assert SECRET not in ran.output
    assert "ConnectionRefusedError" in ran.output or "OSError" in ran.output
    assert int(ran.output.split()[-1]) < 10


def test_every_folder_of_git_is_read_only_in_the_sandbox(workspace: Workspace, project: Path) -> None:
    for name in ("store/hooks", "sub/deep/.git/hooks", "bare/objects", "bare/refs", "bare/HEAD"):
        (project / name).mkdir(parents=True)
    (project / ".git").write_text("gitdir: store\n")
    (project / "sub" / ".git").write_text("gitdir: ..\n")
    words = Sandbox("bwrap").around(["true"], workspace, project, None)
    bound = {words[at + 2] for at, word in enumerate(words) if word == "--ro-bind"} - {"/"}
    assert bound == {str(project / name) for name in (".git", "store", "sub/.git", "sub/deep/.git", "bare")}


@needs_bubblewrap
async def test_in_the_sandbox_too_all_of_it_ends(context: ToolContext, project: Path) -> None:
    sandbox = find_sandbox(context.workspace, whole_environ())
    assert sandbox is not None
    (project / "stubborn.py").write_text(STUBBORN)
    inside = replace(context, sandbox=sandbox, environ={**whole_environ(), "JAVARI_TEST": "1"})
    ran = await run(inside, _PYTHON, "stubborn.py", seconds=1)
    assert ran.ending is CommandEnding.OUT_OF_TIME
    await until(lambda: not any(_works_in(process, project) for process in Path("/proc").glob("[0-9]*")))


def _works_in(process: Path, folder: Path) -> bool:
    try:
        return (process / "cwd").readlink() == folder and is_alive(int(process.name))
    except OSError:
        return False
