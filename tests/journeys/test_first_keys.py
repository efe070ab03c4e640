"""No key is lost, however early it is typed: before Python runs, before the first picture, while libraries load."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from javari_tui.domain.chat import Draft, Role
from javari_tui.paths import folders
from javari_tui.storage.chats import ChatStore
from javari_tui.storage.database import Database
from javari_tui.storage.messages import MessageStore
from javari_tui.storage.prompts import PromptStore
from javari_tui.storage.view_state import ViewStore
from tests.pty_javari import PtyJavari, javari_at_pty
from tests.real_terminal import wait_until

LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"


def written(javari: PtyJavari) -> str:
    """What stands in the prompt, as it would be without wrapping."""
    return "".join(line.removeprefix("▌").strip() for line in javari.screen.splitlines() if line.startswith("▌"))


@pytest.mark.parametrize("gap", [0.0, 0.002, 0.01], ids=["at once", "quickly", "as one types"])
def test_what_is_typed_from_the_very_first_moment_stands_in_the_prompt(gap: float, tmp_path: Path) -> None:
    typed = LETTERS * 4
    with javari_at_pty(tmp_path, columns=200) as javari:
        for letter in typed:
            javari.type(letter)
            time.sleep(gap)
        javari.wait_ready()
        wait_until(lambda: written(javari) == typed, lambda: f"{written(javari)!r}\n{javari.screen}")


def test_early_letters_follow_the_draft_that_was_left(tmp_path: Path) -> None:
    places = folders({"JAVARI_HOME": str(tmp_path)})
    database = Database.open(places.database, backups=places.backups)
    chat = ChatStore(database).create(title="Left open")
    MessageStore(database).add(chat_id=chat.id, parent_id=None, role=Role.USER, text="Said before")
    PromptStore(database).save_draft(chat.id, Draft(text="left", cursor=(0, 4)))
    ViewStore(database).set_open_chat(chat.id)
    database.close()
    with javari_at_pty(tmp_path) as javari:
        javari.type("typed")
        javari.wait_for("Said before")
        javari.wait_ready()
        wait_until(lambda: written(javari) == "lefttyped", lambda: javari.screen)
