from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable

import pytest

from javari_tui.domain.approvals import ApprovalRequest, Decision
from javari_tui.domain.chat import ToolState
from javari_tui.domain.tools import ChangeOutcome, PlannedChange
from javari_tui.services.toolbox import acting
from javari_tui.tools import changing, replacing
from javari_tui.tools.workspace import Workspace
from tests.services.javari import PATIENCE, until
from tests.services.toolbox.bench import YES, Bench, always


async def test_a_change_is_written_as_it_was_shown(bench: Bench) -> None:
    done = await bench.call("edit_file", path="notes.txt", old="second", new="2nd")
    (request,) = bench.asked()
    assert "-second\n+2nd" in request.diff
    assert (request.path, request.folder, request.server) == ("notes.txt", str(bench.project), "Javari")
    assert dict(request.arguments)["new"] == "2nd"
    assert (bench.project / "notes.txt").read_text() == "first\n2nd\nthird\n"
    assert bench.states == [ToolState.WAITING, ToolState.WAITING, ToolState.RUNNING]
    assert done.state is ToolState.DONE
    (shown,) = bench.shown()
    assert (shown.block.language, shown.block.text) == ("diff", request.diff)


async def test_a_no_changes_nothing_and_its_reason_is_told(bench: Bench) -> None:
    bench.say = always(Decision(False, reason="Use tabs, \x1b[31mplease"))
    done = await bench.call("write_file", path="notes.txt", content="x")
    assert done.state is ToolState.DENIED
    assert "Use tabs, please" in done.result
    assert (bench.project / "notes.txt").read_text() == "first\nsecond\nthird\n"


async def test_a_file_that_changes_before_it_is_written_is_shown_again_as_it_would_be(bench: Bench) -> None:
    file, changes = bench.project / "notes.txt", iter(["one\nsecond\n", ""])

    def say(_request: object) -> Decision:
        if text := next(changes):
            file.write_text(text)
        return YES

    bench.say = say
    done = await bench.call("edit_file", path="notes.txt", old="second", new="2nd")
    first, second = bench.asked()
    assert first.fingerprint != second.fingerprint
    assert "third" in first.diff
    assert "third" not in second.diff
    assert not any("changed since" in warning for warning in first.warnings)
    assert second.warnings[0] == "notes.txt changed since you were asked. This is the change now."
    assert (done.state, file.read_text()) == (ToolState.DONE, "one\n2nd\n")


async def test_a_file_that_never_rests_is_left_alone(bench: Bench) -> None:
    file = bench.project / "notes.txt"

    def say(_request: object) -> Decision:
        file.write_text(f"second {file.read_text()}")
        return YES

    bench.say = say
    done = await bench.call("write_file", path="notes.txt", content="x")
    assert done.state is ToolState.FAILED
    assert len(bench.asked()) == 3
    assert file.read_text().startswith("second second second first")


async def test_a_command_runs_in_no_other_folder_than_was_shown(bench: Bench) -> None:
    for name in ("safe", "other"):
        (bench.project / name).mkdir()
    link = bench.project / "here"
    link.symlink_to("safe")

    def say(request: ApprovalRequest) -> Decision:
        assert request.folder == str(bench.project / "safe")
        link.unlink()
        link.symlink_to("other")
        return YES

    bench.say = say
    done = await bench.call("run_command", command=["sh", "-c", ": > made"], folder="here")
    assert done.state is ToolState.DONE
    assert (bench.project / "safe" / "made").exists()
    assert not (bench.project / "other" / "made").exists()


async def test_a_folder_that_was_shown_and_is_a_link_by_now_runs_nothing(bench: Bench) -> None:
    (bench.project / "safe").mkdir()

    def say(_request: object) -> Decision:
        (bench.project / "safe").rmdir()
        (bench.project / "safe").symlink_to(".")
        return YES

    bench.say = say
    done = await bench.call("run_command", command=["sh", "-c", ": > made"], folder="safe")
    assert done.state is ToolState.FAILED
    assert not (bench.project / "made").exists()


async def test_a_change_that_is_stopped_while_it_waits_for_its_folder_is_not_written(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits, may_go_on, ended = threading.Event(), threading.Event(), threading.Event()
    real = changing.apply_change

    def hold(*_anything: object) -> None:
        waits.set()
        assert may_go_on.wait(PATIENCE)

    def apply(workspace: Workspace, change: PlannedChange, stopped: Callable[[], bool]) -> ChangeOutcome:
        try:
            return real(workspace, change, stopped)
        finally:
            ended.set()

    monkeypatch.setattr(replacing, "_hold", hold)
    monkeypatch.setattr(acting, "apply_change", apply)
    call = asyncio.ensure_future(bench.call("edit_file", path="notes.txt", old="second", new="2nd"))
    await until(waits.is_set)
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    may_go_on.set()
    await until(ended.is_set)
    assert (bench.project / "notes.txt").read_text() == "first\nsecond\nthird\n"


async def test_a_yes_is_for_the_folder_that_its_name_led_to(bench: Bench) -> None:
    link, bench.say = bench.project / "here", always(Decision(False))
    for name in ("safe", "other"):
        (bench.project / name).mkdir()
        link.unlink(missing_ok=True)
        link.symlink_to(name)
        await bench.call("run_command", command=["env"], folder="here")
    first, second = bench.asked()
    assert first.arguments == second.arguments
    assert first.fingerprint != second.fingerprint


@pytest.mark.parametrize("path", ["notes.txt", "nowhere.txt"])
async def test_nothing_is_shown_of_a_folder_that_is_not_trusted(path: str, bench: Bench) -> None:
    bench.trusts = False
    assert (await bench.call("show", kind="file", path=path)).state is ToolState.DENIED
    assert (len(bench.trust_asked()), bench.shown()) == (1, [])
