"""A module of ours run in a process of its own, which can be killed: for work on hostile input that may never end."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from javari_tui.tools.processes import Ended, Job, run

_ROOT = Path(__file__).parents[2]
_START = "import sys, runpy; sys.path.insert(0, sys.argv[1]); runpy.run_module(sys.argv[2], run_name='__main__')"


async def run_module(module: str, stdin: bytes, *, seconds: float, most_bytes: int) -> Ended:
    """Run a module with an input, without the user's environment and site packages' start-up code."""
    environ: Mapping[str, str] = {"PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8"}
    command = [sys.executable, "-I", "-S", "-X", "utf8", "-c", _START, str(_ROOT), module]
    return await run(
        Job(
            command=command,
            folder=_ROOT,
            environ=environ,
            seconds=seconds,
            # Both halves of the output: what is within is whole in the head.
            most_bytes=2 * most_bytes,
            stdin=stdin,
        )
    )
