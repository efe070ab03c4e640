"""Nothing heavy is imported before it is needed, and never on the event loop's thread."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading

import pytest

from javari_tui.domain.errors import ModelError
from javari_tui.domain.models import FailureKind
from javari_tui.providers.built_once import BuiltOnce
from javari_tui.providers.failures import model_error

HEAVY = (
    "anthropic",
    "httpx2",
    "httpcore2",
    "pydantic",
    "sqlalchemy",
    "sqlmodel",
    "textual",
    "rich",
    "babel",
    "ssl",
    "email",
)


def imported_by(program: str) -> set[str]:
    """Which of the heavy modules a program has imported at its end."""
    program += f"\nimport sys\nprint(*(name for name in {HEAVY!r} if name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_importing_the_providers_imports_nothing_heavy() -> None:
    modules = ("registry", "discovery", "presets", "scripted", "anthropic_messages", "openai_chat", "base")
    program = "".join(f"import javari_tui.providers.{name}\n" for name in modules)
    # asyncio itself imports ssl.
    assert imported_by("import asyncio\nimport javari_tui.domain.untrusted_text\n" + program) <= {"ssl"}


def test_a_local_server_needs_no_sdk() -> None:
    program = """
import asyncio
from javari_tui.providers.presets import OLLAMA, at
from javari_tui.providers.openai_chat import OpenAIChat
async def key(): return None
async def ask():
    provider = OpenAIChat(at(OLLAMA, "http://127.0.0.1:9/v1"), key)
    await provider.warm_up()
    try:
        await provider.list_models()
    except Exception:
        pass
    await provider.close()
asyncio.run(ask())
"""
    found = imported_by(program)
    assert "httpx2" in found
    assert not found & {"anthropic", "pydantic", "textual"}


async def test_building_happens_once_in_a_thread_and_survives_a_cancelled_waiter() -> None:
    go, threads = threading.Event(), list[threading.Thread]()

    def build() -> str:
        threads.append(threading.current_thread())
        assert go.wait(10)
        return "built"

    thing = BuiltOnce(build)
    first, second = asyncio.create_task(thing.get()), asyncio.create_task(thing.get())
    await asyncio.sleep(0)
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    go.set()
    assert await second == "built"
    assert len(threads) == 1
    assert threads[0] is not threading.main_thread()
    assert thing.take() == "built"


async def test_a_failed_building_is_told_at_use_and_tried_again() -> None:
    results: list[str | None] = [None, None, "built"]

    def build() -> str:
        if (result := results.pop(0)) is None:
            raise model_error(FailureKind.UNREACHABLE)
        return result

    thing = BuiltOnce(build)
    await thing.prepare()
    with pytest.raises(ModelError):
        await thing.get()
    assert await thing.get() == "built"
