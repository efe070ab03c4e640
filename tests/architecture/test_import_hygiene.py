"""What is loaded when: nothing below the interface loads Textual, and the start loads nothing heavy."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "javari_tui"

HEADLESS = ("services", "storage", "providers", "tools", "settings", "domain", "commands", "cli", "paths", "i18n")
"""Layers that run in scripts and on servers: no Textual, no Rich."""

EXCEPT = ("migrations.env", "cli.theme_findings", "commands.bindings")
"""Run by Alembic alone; the doctor's look at themes, loaded when it looks; what the app makes of commands."""

INTERFACE = ("screens", "widgets", "commands", "messages", "themes", "terminal", "app")

HEAVY = {"sqlmodel", "sqlalchemy", "alembic", "pydantic", "anthropic", "httpx2", "babel", "click", "yaml"}
"""What the first picture must not wait for."""


def modules_of(layer: str) -> list[str]:
    """Every module of a layer, by its dotted name."""
    single = PACKAGE / f"{layer}.py"
    files = [single] if single.is_file() else sorted((PACKAGE / layer).rglob("*.py"))
    names = [".".join(file.relative_to(ROOT).with_suffix("").parts) for file in files if "versions" not in file.parts]
    return [name.removesuffix(".__init__") for name in names if not name.endswith(EXCEPT)]


def loaded_after(statement: str, *arguments: str) -> set[str]:
    """The top names of `sys.modules` in a fresh Python after a statement."""
    script = f"{statement}\nimport sys\nprint('LOADED', *sorted({{name.partition('.')[0] for name in sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", script, *arguments], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.rsplit("LOADED", 1)[1].split())


@pytest.mark.parametrize("layer", HEADLESS)
def test_nothing_below_the_interface_loads_textual(layer: str) -> None:
    names = modules_of(layer)
    assert names
    loaded = loaded_after("\n".join(f"import {name}" for name in names))
    assert not loaded & {"textual", "rich"}


@pytest.mark.parametrize("layer", INTERFACE)
def test_importing_the_interface_loads_nothing_heavy(layer: str) -> None:
    names = modules_of(layer)
    assert names
    loaded = loaded_after("\n".join(f"import {name}" for name in names))
    assert not loaded & HEAVY


@pytest.mark.parametrize("argument", ["--version", "--help"])
def test_version_and_help_load_neither_textual_nor_the_database(argument: str) -> None:
    loaded = loaded_after(
        "import javari_tui.__main__ as m, sys\nassert m.main([sys.argv[1]]) == 0",
        argument,
    )
    assert not loaded & {"textual", "rich", "sqlmodel", "sqlalchemy", "pydantic", "alembic", "anthropic", "httpx2"}


def test_the_version_loads_nothing_at_all() -> None:
    own = {"javari_tui"}
    before = loaded_after("pass")
    after = loaded_after("import javari_tui.__main__ as m\nassert m.main(['--version']) == 0")
    assert after - before - own <= {"__future__", "gc"}


def test_a_breach_is_found() -> None:
    assert "textual" in loaded_after("import textual.color")
