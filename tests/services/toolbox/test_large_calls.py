"""Calls as large as a model can write them are asked about without standing in the way, or not at all."""

from __future__ import annotations

import threading

import pytest

from javari_tui.domain import approvals
from javari_tui.domain.chat import ToolState
from javari_tui.services.toolbox import requests
from javari_tui.services.toolbox.acting import LONGEST_COMMAND
from tests.services.toolbox.bench import NO, Bench, always


async def test_what_is_asked_is_put_together_in_a_thread(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    threads: list[threading.Thread] = []

    def noted(*given: object) -> str:
        threads.append(threading.current_thread())
        return approvals.fingerprint(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(requests, "fingerprint", noted)
    bench.say = always(NO)
    await bench.call("run_command", command=["true"])
    await bench.call("write_file", path="new.txt", content="text\n")
    await bench.call("fetch_url", url="https://example.com/")
    assert len(threads) == 3
    assert threading.main_thread() not in threads


async def test_a_command_that_nobody_can_read_is_not_asked_about(bench: Bench) -> None:
    done = await bench.call("run_command", command=["echo", *["\t x" * 10_000] * 3])
    assert (done.state, bench.asked()) == (ToolState.FAILED, [])
    assert str(LONGEST_COMMAND // 1024) in done.result
