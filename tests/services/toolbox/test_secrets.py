"""No secret that is known reaches a model: not whole, not by half, not line by line and not letter by letter."""

from __future__ import annotations

from pathlib import Path

from javari_tui.tools import reading, running, searching
from tests.services.toolbox.bench import KNOWN_SECRET, Bench

MOST = 20
"""Characters of the secret that are within what is cut."""


async def test_half_a_secret_is_left_out_where_a_tool_cuts(bench: Bench, project: Path) -> None:
    for name, most in (
        ("read", reading.MOST_SHOWN),
        ("found", searching.MOST_SHOWN),
        ("ran", running.MOST_OUTPUT // 2),
    ):
        (project / name).write_text(f"{'a ' * (most // 2)}"[: most - MOST] + f"{KNOWN_SECRET} {'b ' * most}")
    read = await bench.call("read_file", path="read")
    found = await bench.call("search_files", path="found", pattern="a a")
    ran = await bench.call("run_command", command=["cat", "ran"])
    for done in (read, found, ran):
        assert "a a" in done.result
        assert KNOWN_SECRET[:4] not in done.result
