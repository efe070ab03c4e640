"""Copying takes the best route there is and says which it took."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from javari_tui.terminal.clipboard import CopyRoute, copied_sentence, copy_text


def program(folder: Path, name: str, script: str) -> None:
    """A program on a path of our own."""
    file = folder / name
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An otherwise empty PATH, with the shell's own tools."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    return folder


async def test_over_ssh_the_terminal_is_asked_even_where_this_machine_has_a_clipboard(
    programs: Path, tmp_path: Path
) -> None:
    program(programs, "xclip", f"cat > {tmp_path}/native")
    asked: list[str] = []
    environ = {"SSH_CONNECTION": "1.2.3.4 5 6.7.8.9 22", "DISPLAY": ":0"}
    copied = await copy_text("hello", ask_terminal=asked.append, fallback=tmp_path / "f", environ=environ)
    assert copied.route is CopyRoute.TERMINAL
    assert asked == ["hello"]
    assert not (tmp_path / "native").exists()


async def test_on_a_desktop_its_own_clipboard_is_used(programs: Path, tmp_path: Path) -> None:
    program(programs, "xclip", f"cat > {tmp_path}/native")
    copied = await copy_text("hé\n", ask_terminal=lambda _: None, fallback=tmp_path / "f", environ={"DISPLAY": ":0"})
    assert copied.route is CopyRoute.NATIVE
    assert (tmp_path / "native").read_text() == "hé\n"


async def test_a_clipboard_program_that_fails_gives_way_to_the_terminal(programs: Path, tmp_path: Path) -> None:
    program(programs, "xclip", "exit 1")
    asked: list[str] = []
    copied = await copy_text("x", ask_terminal=asked.append, fallback=tmp_path / "f", environ={"DISPLAY": ":0"})
    assert copied.route is CopyRoute.TERMINAL
    assert asked == ["x"]


async def test_inside_tmux_its_buffer_is_loaded(programs: Path, tmp_path: Path) -> None:
    program(programs, "tmux", f'echo "$@" > {tmp_path}/words; cat > {tmp_path}/buffer')
    environ = {"TMUX": "/tmp/t,1,0", "SSH_TTY": "/dev/pts/1"}
    copied = await copy_text("block", ask_terminal=lambda _: None, fallback=tmp_path / "f", environ=environ)
    assert copied.route is CopyRoute.TMUX
    assert (tmp_path / "buffer").read_text() == "block"
    assert (tmp_path / "words").read_text().split() == ["load-buffer", "-w", "-"]


async def test_what_is_too_long_for_the_terminal_goes_to_a_private_file(programs: Path, tmp_path: Path) -> None:
    text = "é" * 50_000
    fallback = tmp_path / "state" / "copied.txt"
    fallback.parent.mkdir()
    fallback.symlink_to(tmp_path / "planted")
    asked: list[str] = []
    copied = await copy_text(text, ask_terminal=asked.append, fallback=fallback, environ={"SSH_TTY": "/dev/pts/1"})
    assert copied.route is CopyRoute.FILE
    assert not asked
    assert fallback.read_text() == text
    assert stat.S_IMODE(fallback.stat().st_mode) == 0o600
    assert not (tmp_path / "planted").exists(), "a planted link is replaced, not followed"
    assert str(fallback) in copied_sentence(copied, text)


def test_the_sentence_counts_lines(tmp_path: Path) -> None:
    from javari_tui.terminal.clipboard import Copied

    assert copied_sentence(Copied(CopyRoute.NATIVE), "a\nb") == "Copied: 2 lines."
    assert copied_sentence(Copied(CopyRoute.NATIVE), "a") == "Copied: 1 line."
    assert copied_sentence(Copied(CopyRoute.TMUX), "a") == "Copied 1 line. Paste with your tmux prefix, then ]."
