from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from javari_tui import paths
from javari_tui.domain.chat import ToolState
from tests.services.toolbox.bench import Bench


def _sparse(trap: Path, _secret: Path) -> None:
    with trap.open("wb") as file:
        file.truncate(2 << 30)


_LAY: Mapping[str, Callable[[Path, Path], None]] = {
    "link": lambda trap, secret: trap.symlink_to(secret),
    "hard link": lambda trap, secret: trap.hardlink_to(secret),
    "loop": lambda trap, _secret: trap.symlink_to(trap.name),
    "fifo": lambda trap, _secret: os.mkfifo(trap),
    "sparse": _sparse,
}
"""How a trap is laid."""


@pytest.mark.parametrize("kind", ["link", "hard link", "loop", "fifo", "sparse", "proc", "above", "own"])
async def test_what_is_no_plain_file_of_the_folder_is_not_shown_and_not_read(
    bench: Bench, tmp_path: Path, kind: str
) -> None:
    secret, trap = tmp_path / "secret.txt", bench.project / "trap"
    secret.write_text("the secret")
    if kind in _LAY:
        _LAY[kind](trap, secret)
    elsewhere = {
        "proc": "/proc/self/environ",
        "above": "../secret.txt",
        "own": str(paths.folders(dict(os.environ)).database),
    }
    name = elsewhere.get(kind, "trap")
    shown = await bench.call("show", kind="file", path=name)
    assert shown.state is ToolState.FAILED
    assert bench.shown() == []
    read = await bench.call("read_file", path=name)
    assert "the secret" not in read.result
    assert (read.state is ToolState.DONE) is (kind == "sparse")  # described as no text, after a look at its start


@pytest.mark.parametrize(
    "name", ["[/nope]", "[@click=app.quit]x[/]", "bell\a", "esc\x1b[31m", "right\u202eleft", "l" * 200]
)
async def test_hostile_names_are_shown_as_they_are(bench: Bench, name: str) -> None:
    (bench.project / name).parent.mkdir(exist_ok=True)
    (bench.project / name).write_text("x")
    done = await bench.call("show", kind="file", path=name)
    assert done.state is ToolState.DONE
    (shown,) = bench.shown()
    assert shown.block.path == str(bench.project / name)
    assert not {"\a", "\x1b", "\u202e"} & set(shown.block.title)


@pytest.mark.parametrize("name", ["x" * 4096, "x" * 300, "nul\0", "\ud800"])
async def test_impossible_names_are_refused(bench: Bench, name: str) -> None:
    done = await bench.call("show", kind="file", path=name)
    assert done.state is ToolState.FAILED
    assert len(done.result) < 1000
