"""What is pasted is text, whatever it holds and whether or not the terminal marks it; only Enter sends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from javari_tui.domain.untrusted_text import clean
from javari_tui.paths import folders
from javari_tui.storage.first_look import first_look
from tests.pty_javari import javari_at_pty
from tests.real_terminal import Tmux, javari_in_tmux, wait_until


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Tmux]:
    """A real terminal with Javari ready in it."""
    with javari_in_tmux(tmp_path / "home", columns=100) as tmux:
        tmux.wait_for("offline guide")
        yield tmux


@pytest.fixture
def paste(terminal: Tmux, tmp_path: Path) -> Callable[..., None]:
    """Pastes bytes as tmux does, with brackets or without."""

    def pasted(content: bytes, *, in_brackets: bool) -> None:
        file = tmp_path / "pasted"
        file.write_bytes(content)
        terminal.run("load-buffer", str(file))
        terminal.run("paste-buffer", *(["-p"] if in_brackets else []))

    return pasted


def _sent(tmp_path: Path) -> list[str]:
    look = first_look(folders({"JAVARI_HOME": str(tmp_path / "home")}).database)
    return [message.text for message in look.opening.messages] if look and look.opening else []


HOSTILE = b"first\x1b[A\rsecond\x1b]0;title\x07 \x07third\x03\x11 \x1b\r\x1b[15~fourth\x00\nlast"


def test_a_hostile_paste_stands_in_the_prompt_in_order_and_nothing_is_carried_out(
    terminal: Tmux, paste: Callable[..., None], tmp_path: Path
) -> None:
    paste(HOSTILE, in_brackets=True)
    terminal.wait_for("last")
    assert not terminal.ended
    assert _sent(tmp_path) == []
    terminal.keys("Enter")
    wait_until(lambda: bool(_sent(tmp_path)), terminal.screen)
    assert _sent(tmp_path)[0] == clean(HOSTILE.decode())
    assert "first\nsecond third" in _sent(tmp_path)[0]


def test_lines_without_brackets_are_one_text_that_waits_for_enter(
    terminal: Tmux, paste: Callable[..., None], tmp_path: Path
) -> None:
    paste(b"one\ntwo\nthree\n", in_brackets=False)
    terminal.wait_for("three")
    assert _sent(tmp_path) == []
    terminal.keys("Enter")
    wait_until(lambda: bool(_sent(tmp_path)), terminal.screen)
    assert _sent(tmp_path)[0] == "one\ntwo\nthree"


@pytest.mark.parametrize("in_brackets", [True, False], ids=["in brackets", "without brackets"])
def test_thousands_of_lines_fold_into_one_paste(
    terminal: Tmux, paste: Callable[..., None], tmp_path: Path, in_brackets: bool
) -> None:
    paste(b"".join(b"line %04d of many\n" % number for number in range(5_000)), in_brackets=in_brackets)
    terminal.wait_for(r"Pasted|pasted")
    assert _sent(tmp_path) == []
    assert not terminal.ended


def test_a_word_and_enter_in_one_breath_send(terminal: Tmux, tmp_path: Path) -> None:
    terminal.keys("hello", "Enter")
    wait_until(lambda: _sent(tmp_path)[:1] == ["hello"], terminal.screen)


def test_enter_before_the_terminal_is_ours_sends_and_breaks_no_line(tmp_path: Path) -> None:
    with javari_at_pty(tmp_path / "home") as javari:
        javari.type(b"hello\r")
        wait_until(lambda: _sent(tmp_path)[:1] == ["hello"], lambda: javari.screen)


def test_the_terminal_is_itself_again_however_early_javari_is_ended(tmp_path: Path) -> None:
    for key in (b"\x03", None):
        with javari_at_pty(tmp_path / "home") as javari:
            wait_until(lambda: not javari.is_cooked, lambda: "the terminal was never held")
            assert "\x1b[?1049h" not in javari.output
            javari.type(key) if key else javari.process.terminate()
            assert javari.wait_end() in (130, 143)
            assert javari.is_cooked


@pytest.mark.parametrize("lang", ["C", "POSIX"])
def test_the_menu_is_drawn_in_ascii_where_the_locale_knows_nothing_else(lang: str, tmp_path: Path) -> None:
    with javari_at_pty(tmp_path / "home", environ={"LANG": lang}) as javari:
        javari.wait_for("Guide")
        javari.wait_for("offline")
        begin = len(javari.raw)
        javari.type(b"\x1b[20~")
        javari.wait_for(r"Settings")
        javari.type(b"\x1b")
        wait_until(lambda: "Settings" not in javari.screen, lambda: javari.screen)
        drawn = bytes(javari.raw[begin:])
    assert [byte for byte in drawn if byte > 0x7F] == []
    assert [byte for byte in bytes(javari.raw) if byte > 0x7F] == []
