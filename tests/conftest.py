"""Every test has a home, a language and a clock zone of its own, and none of the developer's keys."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from javari_tui import i18n, paths
from javari_tui.terminal.glyphs import use_glyphs

_NOT_OURS = ("ANTHROPIC_", "OPENAI_", "JAVARI_", "OLLAMA_", "OPENROUTER_", "XDG_", "LC_")

# What a test proves does not depend on how busy the machine is.
settings.register_profile("javari", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("javari")


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh JAVARI_HOME, with nothing of the developer's environment that could change a result."""
    for name in list(os.environ):
        if name.startswith(_NOT_OURS) and name != "JAVARI_TEST_ALL":
            monkeypatch.delenv(name)
    for name in ("LANGUAGE", "NO_COLOR", "COLORTERM", "EDITOR", "VISUAL", "TMUX", "SSH_CONNECTION", "SSH_TTY", "CI"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("TZ", "UTC")
    monkeypatch.setenv("TERM", "xterm-256color")
    home = tmp_path / "javari-home"
    monkeypatch.setenv("JAVARI_HOME", str(home))
    # Discovery of local model servers finds none unless a test starts one.
    monkeypatch.setenv("JAVARI_DISCOVERY", "off")
    return home


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Texts in English before and after each test."""
    i18n.use_language("en", paths.shipped("locales"))
    yield
    i18n.use_language("en", paths.shipped("locales"))


@pytest.fixture(autouse=True)
def own_signs() -> Iterator[None]:
    """Whatever signs a test chose, the next one has the usual ones."""
    use_glyphs("unicode")
    yield
    use_glyphs("unicode")


def pytest_sessionstart() -> None:
    """Nothing of what is imported and collected is garbage: looking for some costs each process a second."""
    gc.disable()


def pytest_collection_finish() -> None:
    """What was imported and collected stays: looking through it for garbage again and again costs a sixth."""
    gc.collect()
    gc.freeze()
    gc.enable()
    gc.set_threshold(20_000, 50, 100)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Two processes for each core, as most tests wait longer than they work; at most eight, for terminals want air."""
    return min(2 * _cores(), 8)


def _cores() -> int:
    """How many this process may use: a container often has fewer than its machine."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where everything a test may need is installed (`JAVARI_TEST_ALL=1`), a skip is a failure."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("JAVARI_TEST_ALL") == "1":
        report.outcome = "failed"
        report.longrepr = f"skipped, and JAVARI_TEST_ALL=1 forbids that: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for files that skip themselves whole."""
    report = yield
    if report.skipped and os.environ.get("JAVARI_TEST_ALL") == "1":
        report.outcome = "failed"
        report.longrepr = f"skipped, and JAVARI_TEST_ALL=1 forbids that: {report.longrepr}"
    return report
