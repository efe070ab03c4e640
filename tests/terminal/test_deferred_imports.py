"""Modules that wait are the real ones as soon as they are used; classes made quickly are as Textual makes them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from threading import Barrier, Event, Lock, Thread
from types import ModuleType, SimpleNamespace

import pytest

from javari_tui.terminal import deferred_imports

LOADED = """
import sys
import javari_tui.__main__ as entry
from javari_tui.terminal.deferred_imports import DeferredModule, deferred
"""


def after_loading_the_app(script: str) -> str:
    """What a script prints in a Python of its own, in which the app was imported as the command does it."""
    done = subprocess.run([sys.executable, "-c", f"{LOADED}{script}"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_deferred_module_is_the_real_one_when_it_is_used() -> None:
    script = """
entry._load_app()
stand_ins = {name: sys.modules[name] for name in deferred()}
for name, stand_in in stand_ins.items():
    assert isinstance(stand_in, DeferredModule), name
    assert not [known for known in vars(stand_in) if not known.startswith("__")], name
    assert stand_in.__file__ == sys.modules[name].__file__
    real = sys.modules[name]
    assert type(real) is type(sys) and real.__name__ == name, name
    stand_in.mark = name
    assert real.mark == name
"""
    after_loading_the_app(script)


def test_what_was_taken_by_name_is_what_the_module_has() -> None:
    script = """
entry._load_app()
from textual import constants, notifications
import asyncio, subprocess, typing_extensions, uuid, rich.table
from textual.design import Table
from rich.console import render_markup
assert constants.Final is typing_extensions.Final
assert asyncio.subprocess.PIPE is subprocess.PIPE and asyncio.subprocess.STDOUT is subprocess.STDOUT
assert asyncio.subprocess.DEVNULL is subprocess.DEVNULL
assert isinstance(notifications.uuid4(), uuid.UUID)
assert isinstance(Table("a"), rich.table.Table)
assert render_markup("[b]x[/b]").plain == "x"
"""
    after_loading_the_app(script)


def test_the_palette_that_stays_away_is_whole_where_somebody_wants_it() -> None:
    script = """
entry._load_app()
from textual.command import Provider
from textual.system_commands import SystemCommandsProvider
assert issubclass(SystemCommandsProvider, Provider) and Provider.matcher
from javari_tui.app import JavariApp
assert not JavariApp.ENABLE_COMMAND_PALETTE
"""
    after_loading_the_app(script)


def test_classes_made_quickly_are_as_textual_makes_them() -> None:
    script = """
from textual.dom import DOMNode
stock = DOMNode.__init_subclass__.__func__
entry._load_app()
from textual.widgets import DataTable, Input, Select, Tree
import javari_tui.screens.dialogs.picker, javari_tui.screens.settings.screen

def below(kind):
    for child in kind.__subclasses__():
        yield child
        yield from below(child)

names = ("_reactives", "_inherit_css", "_inherit_bindings", "_css_type_name", "_css_type_names", "_computes")
kinds = set(below(DOMNode))
assert len(kinds) > 50 and any(kind._computes for kind in kinds)
for kind in kinds:
    ours = {name: getattr(kind, name) for name in names}
    bindings = kind._merged_bindings.key_to_bindings
    stock(kind, inherit_css=kind._inherit_css, inherit_bindings=kind._inherit_bindings)
    assert ours == {name: getattr(kind, name) for name in names}, kind
    assert list(ours["_reactives"]) == list(kind._reactives), kind
    assert bindings == kind._merged_bindings.key_to_bindings, kind
"""
    after_loading_the_app(script)


class Modules:
    """`sys.modules`, from which the first thread takes something away only when the other one is done, or waits."""

    def __init__(self, other_went_on: Event) -> None:
        self._other_went_on, self._first = other_went_on, Lock()

    def get(self, name: str) -> ModuleType | None:
        """What stands there."""
        return sys.modules.get(name)

    def __delitem__(self, name: str) -> None:
        """Take it away."""
        if self._first.acquire(blocking=False):
            self._other_went_on.wait()
        del sys.modules[name]


class Noticed:
    """A lock that tells when a thread has to wait for it."""

    def __init__(self, waits: Event) -> None:
        self._lock, self._waits = Lock(), waits

    def __enter__(self) -> None:
        """Take it."""
        if not self._lock.acquire(blocking=False):
            self._waits.set()
            self._lock.acquire()

    def __exit__(self, *_: object) -> None:
        """Let it go."""
        self._lock.release()


def test_two_threads_that_use_a_deferred_module_at_once_get_the_same_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "javari_used_late.py").write_text("made = object()")
    monkeypatch.syspath_prepend(tmp_path)
    stand_in = deferred_imports.DeferredModule("javari_used_late")
    monkeypatch.setitem(sys.modules, "javari_used_late", stand_in)
    other_went_on, together = Event(), Barrier(2)
    monkeypatch.setattr(deferred_imports, "sys", SimpleNamespace(modules=Modules(other_went_on)))
    monkeypatch.setattr(deferred_imports, "_TAKING_AWAY", Noticed(other_went_on))
    found = []

    def use() -> None:
        together.wait()
        found.append(stand_in.made)
        other_went_on.set()

    threads = [Thread(target=use) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found[0] is found[1] is sys.modules["javari_used_late"].made
