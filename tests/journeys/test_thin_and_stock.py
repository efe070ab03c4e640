"""The same keys in two running Javaris, one with stock output: their terminals show the same after every step."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.real_terminal import Tmux, javari_in_tmux, wait_until
from tests.side_by_side import Cells, captured_cells, first_difference

Step = Callable[[Tmux], None]


def _cells(tmux: Tmux) -> Cells:
    columns, rows = map(int, tmux.run("display-message", "-p", "#{pane_width} #{pane_height}").split())
    return captured_cells(tmux.run("capture-pane", "-p", "-e", "-N"), columns, rows)


def _home(folder: Path, name: str) -> Path:
    home = folder / name / "home"
    home.mkdir(parents=True)
    return home


def _press(*keys: str) -> Step:
    return lambda tmux: tmux.keys(*keys)


def _say(text: str) -> Step:
    def do(tmux: Tmux) -> None:
        tmux.type(text)
        tmux.keys("Enter")

    return do


def _size(columns: int, rows: int) -> Step:
    return lambda tmux: tmux.resize(columns, rows)


def _there_and_back(tmux: Tmux) -> None:
    tmux.resize(50, 12)
    tmux.resize(80, 24)


STEPS: tuple[tuple[str, Step, str], ...] = (
    ("said hello", _say("hello"), "shows examples"),
    ("asked in wide letters", _say("日本語 e\u0301 naïve"), "fewer or other"),
    ("scrolled", _press("PageUp"), "hello"),
    ("opened help", _press("F1"), "Help"),
    ("closed it", _press("Escape"), "Ask anything"),
    ("became wider", _size(110, 30), "Ask anything"),
    ("opened the sidebar", _press("F4"), "Code, files"),
    ("closed it again", _press("F4"), "Ask anything"),
    ("became small and large again", _there_and_back, "Ask anything"),
    ("wrote in the editor", _press("C-g"), "from the editor"),
    ("opened the palette", _press("C-p"), "Type to find"),
    ("was drawn again", _press("C-l"), "Type to find"),
    ("closed the palette", _press("Escape"), "from the editor"),
)


def test_thin_and_stock_output_show_the_same(tmp_path: Path) -> None:
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\nprintf "\\033[2Jjunk on the screen"; echo "from the editor" >"$1"\n')
    editor.chmod(0o755)
    environ = {"EDITOR": str(editor)}
    with (
        javari_in_tmux(_home(tmp_path, "a"), environ={**environ, "JAVARI_OUTPUT": "stock"}) as stock,
        javari_in_tmux(_home(tmp_path, "b"), environ=environ) as ours,
    ):
        for tmux in (stock, ours):
            tmux.wait_for("offline guide")
        for name, do, sign in STEPS:
            for tmux in (stock, ours):
                do(tmux)
                tmux.wait_for(sign)
            wait_until(
                lambda: not first_difference(_cells(stock), _cells(ours), grounds=False),
                lambda name=name: f"{name}: {first_difference(_cells(stock), _cells(ours), grounds=False)}",  # type: ignore[misc]
            )
