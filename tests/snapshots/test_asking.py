"""What is asked before a tool acts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from textual.screen import Screen

from javari_tui.screens.dialogs.approval import ApprovalDialog
from javari_tui.screens.dialogs.trust import TrustDialog
from tests.journeys.person import Person
from tests.screens.asked import CHANGE, COMMAND, FOLDER
from tests.snapshots import home
from tests.snapshots.conftest import LARGE, SMALL, Act, Picture

BARE = replace(
    COMMAND,
    command=("git", "commit", "-m", "fix: don’t", "\t" * 200 + "; rm -rf ~", "\u0430pt"),
    is_sandboxed=False,
    warnings=("There is no sandbox here: the command can read, change and send whatever you can.",),
)


def asking(window: str, what: object, **more: object) -> Act:
    """Opens the window for a question."""

    async def ask(person: Person) -> None:
        windows: dict[str, Any] = {"approval": ApprovalDialog, "trust": TrustDialog}
        shown: Screen[Any] = windows[window](what, **more)
        person.app.push_screen(shown)
        await person.on(type(shown))

    return ask


def test_a_change_side_by_side(picture: Picture) -> None:
    picture(home.one_answer, asking("approval", CHANGE, more=2), size=LARGE)


def test_a_command_without_a_sandbox(picture: Picture) -> None:
    picture(home.one_answer, asking("approval", BARE), theme="light", language="es")


def test_a_command_on_a_small_screen_in_sixteen_colours(picture: Picture) -> None:
    picture(home.one_answer, asking("approval", BARE), size=SMALL, theme="ansi", config="glyphs: ascii\n")


def test_a_folder(picture: Picture) -> None:
    picture(home.one_answer, asking("trust", FOLDER))
