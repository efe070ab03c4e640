"""Modules that wait are the real ones as soon as they are used; classes made quickly are as Textual makes them."""

from __future__ import annotations

import subprocess
import sys

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
