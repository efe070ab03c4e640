from __future__ import annotations

import re

import pytest

from javari_tui.domain.chat import MessageState, Role
from tests.journeys.ended import after, claude, left
from tests.journeys.small_disk import SmallDisk, small_disk
from tests.model_server import ModelServer
from tests.pty_javari import javari_at_pty

__all__ = ["claude", "small_disk"]


def test_full_disk_sends_nothing_keeps_the_text_and_sends_it_when_there_is_room(
    small_disk: SmallDisk, model_server: ModelServer, claude: dict[str, str]
) -> None:
    with javari_at_pty(small_disk.folder / "home", environ=claude, columns=100, rows=40) as javari:
        javari.wait_ready()
        small_disk.fill()
        javari.type("say hello please\r")
        javari.wait_for("The disk is full, so nothing was saved")
        javari.wait_for("^▌ say hello please")
        assert model_server.journal() == []
        assert "You" not in javari.screen
        small_disk.free()
        javari.type("\r")
        javari.wait_for("Hello! How can I help")
        javari.wait_for("^▌ Ask anything")
        assert len(model_server.journal()) == 1


def test_draft_that_cannot_be_saved_is_told_once_not_at_every_letter(small_disk: SmallDisk) -> None:
    with javari_at_pty(small_disk.folder / "home", columns=100, rows=40) as javari:
        javari.wait_ready()
        small_disk.fill()
        javari.type("half a thought")
        javari.wait_for("Not done")
        for number in range(3):
            javari.type(f" {number}")
            javari.wait_quiet(0.3)
        assert javari.screen.count("Not done") == 1
        small_disk.free()
        javari.type(" goes on\x11")
        assert javari.wait_end(5) == 0


def test_disk_that_fills_up_while_an_answer_comes_ends_it_visibly_and_javari_lives(
    small_disk: SmallDisk, claude: dict[str, str]
) -> None:
    home = small_disk.folder / "home"
    with javari_at_pty(home, environ=claude, columns=100, rows=40) as javari:
        javari.wait_ready()
        javari.type("answer slowly\r")
        javari.wait_for("word3")
        small_disk.fill()
        screen = javari.wait_for("could not be written to disk")
        assert "word1 word2 word3" in screen
        small_disk.free()
        javari.type("say hello please\r")
        javari.wait_for("Hello! How can I help")
        javari.type("\x11")
        assert javari.wait_end() == 0
    opening = left(home).opening
    assert opening is not None
    assert [message.role for message in opening.messages] == [Role.USER, Role.ASSISTANT] * 2
    partial = opening.messages[1]
    assert partial.text.startswith("word1 word2 word3") and partial.state is MessageState.CUT


def test_who_quits_on_a_full_disk_is_told_what_would_be_lost_and_goes_when_asking_again(small_disk: SmallDisk) -> None:
    with javari_at_pty(small_disk.folder / "home", columns=100, rows=40) as javari:
        javari.wait_ready()
        small_disk.fill()
        javari.type("half a thought")
        javari.wait_for("^▌ half a thought")
        javari.type("\x11")
        javari.wait_for("Your draft could not be saved")
        assert javari.process.poll() is None
        javari.type("\x11")
        assert javari.wait_end() == 1
        assert "The disk is full" in after(javari)


def test_full_disk_holds_up_no_end_from_outside(small_disk: SmallDisk) -> None:
    with javari_at_pty(small_disk.folder / "home", columns=100, rows=40) as javari:
        javari.wait_ready()
        small_disk.fill()
        javari.type("half a thought")
        javari.wait_for("^▌ half a thought")
        javari.process.terminate()
        assert javari.wait_end(5) == 143
        assert javari.is_cooked


@pytest.mark.parametrize("is_new", [True, False], ids=["new", "used"])
def test_read_only_disk_is_explained_and_nothing_breaks(small_disk: SmallDisk, is_new: bool) -> None:
    home = small_disk.folder / "home"
    if not is_new:
        with javari_at_pty(home) as javari:
            javari.wait_ready()
            javari.type("\x11")
            assert javari.wait_end() == 0
    small_disk.make_read_only()
    with javari_at_pty(home) as javari:
        screen = javari.wait_for("Javari cannot open its data")
        assert "not allowed to use" in re.sub(r"\s+", " ", screen)
        assert "read-only" in screen
        javari.type("\r")
        assert javari.wait_end() == 1
        assert "not allowed to use" in after(javari) and str(home) in after(javari)
        assert "Traceback" not in javari.output
