"""The import contracts in `pyproject.toml` say what the design says, about every folder there is."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


def contracts() -> dict[str, dict[str, Any]]:
    """The contracts by their id."""
    configured = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    return {contract["id"]: contract for contract in configured}


def layers() -> list[list[str]]:
    """The layers from the top, each as its parts."""
    return [re.findall(r"\w+", layer) for layer in contracts()["layers"]["layers"]]


def there(names: list[str]) -> set[str]:
    """Those of some parts that exist, as modules."""
    package = ROOT / "javari_tui"
    return {f"javari_tui.{name}" for name in names if (package / name).is_dir() or (package / f"{name}.py").is_file()}


def test_every_part_below_the_interface_is_kept_from_textual() -> None:
    order = layers()
    interface = next(index for index, parts in enumerate(order) if "terminal" in parts)
    below = [part for parts in order[interface + 1 :] for part in parts]
    assert there([*below, "cli", "commands"]) == set(contracts()["headless"]["source_modules"])


def test_every_outward_part_is_kept_behind_the_services() -> None:
    (outward,) = [parts for parts in layers() if "storage" in parts]
    assert there(outward) == set(contracts()["outward"]["protected_modules"])
    assert there(outward) <= set(contracts()["widgets"]["forbidden_modules"])


def test_the_imports_keep_the_contracts() -> None:
    run = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = subprocess.run([sys.executable, "-c", run, "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
