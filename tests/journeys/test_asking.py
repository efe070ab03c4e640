"""A person is asked before a tool acts: what they see, what they answer, and what comes of it."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from javari_tui.providers.scripted import Hold, Script, calling, saying
from javari_tui.screens.chat import asking
from javari_tui.screens.dialogs import careful
from javari_tui.screens.dialogs.approval import ApprovalDialog
from javari_tui.screens.dialogs.careful import CarefulDialog
from javari_tui.screens.dialogs.trust import TrustDialog
from javari_tui.screens.settings.screen import SettingsScreen
from tests.journeys.person import Person, at_javari
from tests.screens.test_approval import Moment


@pytest.fixture
def moment(monkeypatch: pytest.MonkeyPatch) -> Moment:
    """The clock of the first moment, moved by hand."""
    clock = Moment()
    monkeypatch.setattr(careful, "seconds", clock)
    return clock


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where Javari is started."""
    folder = tmp_path / "shop"
    (folder / ".git").mkdir(parents=True)
    (folder / "a.txt").write_text("one\n")
    monkeypatch.chdir(folder)
    return folder


def writing(number: int) -> Script:
    return calling("write_file", call_id=f"call_{number}", path="a.txt", content=f"two {number}\n")


async def _asked(person: Person, window: type[CarefulDialog[Any]], moment: Moment, *, read: bool = True) -> None:
    """Wait until the question is seen; a second later it can have been read."""
    await person.until(lambda: isinstance(person.app.screen, window) and person.app.screen.is_seen, "never asked")
    if read:
        moment.move(1)


async def test_a_file_is_written_only_after_a_yes(
    workspace: Path, moment: Moment, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with at_javari(monkeypatch, [writing(1), saying("I may not.")], size=(100, 40)) as person:
        await person.send("Change it")
        await _asked(person, TrustDialog, moment)
        await person.press("y", "enter")
        await _asked(person, ApprovalDialog, moment, read=False)
        assert person.sees(r"a\.txt") and person.sees("two 1") and person.sees("1 question waits")
        await person.press("down", "enter", "o", "space")
        assert isinstance(person.app.screen, ApprovalDialog)
        assert person.prompt == "o "
        moment.move(1)
        await person.press("enter")
        await person.reads("I may not")
        assert person.sees(r"Writing a\.txt +denied")
        assert (workspace / "a.txt").read_text() == "one\n"
        await person.answered()


async def test_a_yes_for_ever_is_not_asked_again_until_it_is_taken_back(
    workspace: Path, moment: Moment, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = [writing(2), saying("Written."), writing(3), saying("Again.")]
    async with at_javari(monkeypatch, answers, size=(100, 40)) as person:
        await person.send("Please")
        await _asked(person, TrustDialog, moment)
        await person.press("y", "enter")
        await _asked(person, ApprovalDialog, moment)
        await person.press("pagedown", "a", "enter")
        await person.reads(r"Written\.")
        await person.answered()
        assert (workspace / "a.txt").read_text() == "two 2\n"
        assert person.sees(r"Wrote a\.txt")
        beside = person.chat_screen.page.open_sidebar
        assert beside is not None and beside.block is not None
        assert (beside.block.language, beside.block.path) == ("diff", "")  # with a path it would be the file itself

        await person.send("And again")
        await person.reads(r"Again\.")
        await person.answered()
        assert (workspace / "a.txt").read_text() == "two 3\n"

        await person.slash("/tools")
        await person.on(SettingsScreen)
        await person.reads("Always allow “write_file”")
        await person.press("end", *["down"] * 12)
        assert "Take back" in person.footer().values()
        await person.press("enter")
        await person.reads("takes it back")
        assert len(await person.services.approvals.rules()) == 1
        await person.press("delete")
        await person.reads("None yet")
        assert await person.services.approvals.rules() == ()


async def test_a_question_of_another_chat_waits_there_and_a_key_goes_to_it(
    workspace: Path, moment: Moment, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = asyncio.Event()
    held = (Hold(go_on.wait), *writing(1))
    async with at_javari(monkeypatch, [held, saying("Not done.")], size=(100, 40)) as person:
        await person.send("Change it")
        await person.until(lambda: person.chat_screen.page.chat, "the chat never came to be")
        await person.press("ctrl+n")
        go_on.set()
        await person.reads("waits for your word in “Change it”")
        await person.reads("1 question waits")
        await person.type("a half")
        await person.press("alt+a")
        await _asked(person, TrustDialog, moment)
        await person.press("enter")
        await person.back()
        await person.reads("Not done")
        assert person.sees(r"Writing a\.txt +denied")
        assert not person.sees("question waits")
        assert person.chat.title == "Change it"
        assert (workspace / "a.txt").read_text() == "one\n"


async def test_a_question_of_another_chat_is_counted_in_the_window_and_told_behind_it(
    workspace: Path, moment: Moment, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = asyncio.Event()
    held = (Hold(go_on.wait), *writing(1))
    async with at_javari(monkeypatch, [held, writing(2), saying("Not done.")], size=(100, 40)) as person:
        await person.slash("/trust")
        await _asked(person, TrustDialog, moment)
        await person.press("y", "enter")
        await person.send("The first")
        await person.until(lambda: person.chat_screen.page.chat, "the chat never came to be")
        await person.press("ctrl+n")
        await person.send("The second")
        await _asked(person, ApprovalDialog, moment)
        go_on.set()
        await person.reads("1 more waits")
        assert not person.sees("waits for your word in")
        await person.press("d")
        await person.reads("waits for your word in “The first”")


async def test_a_question_waits_while_somebody_types_and_goes_when_its_answer_is_stopped(
    workspace: Path, moment: Moment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "PAUSE", 0.0)  # however long the pause, what is begun comes first
    go_on = asyncio.Event()
    async with at_javari(monkeypatch, [(Hold(go_on.wait), *writing(1))], size=(80, 24)) as person:
        await person.send("Change it")
        await person.type("half a")
        go_on.set()
        await person.reads("Alt\\+A shows what it wants")
        assert person.sees(r"1 question waits \(Alt\+A\)")
        await person.type(" sentence")
        await person.back()
        assert person.prompt == "half a sentence"
        await person.press("alt+a")
        await _asked(person, TrustDialog, moment)
        await person.services.conversation.stop(person.chat.id)
        await person.back()
        assert person.prompt == "half a sentence"
        assert not person.sees("question waits")


async def test_a_question_that_nobody_answers_is_denied_and_says_so(
    workspace: Path, moment: Moment, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with at_javari(monkeypatch, [writing(1), saying("I see.")], size=(80, 24)) as person:
        await person.send("Change it")
        await _asked(person, TrustDialog, moment)
        await person.press("y", "enter")
        await _asked(person, ApprovalDialog, moment)
        monkeypatch.setattr(asking, "now", lambda: datetime.max.replace(tzinfo=UTC))
        await person.clock.move(301)
        await person.back()
        await person.reads("waited five minutes")
        await person.reads("I see")
        assert person.sees(r"Writing a\.txt +denied")
        assert (workspace / "a.txt").read_text() == "one\n"


async def test_trust_is_given_listed_and_taken_back_by_keys(
    workspace: Path, moment: Moment, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with at_javari(monkeypatch, [saying("I see.")], size=(100, 40)) as person:
        await person.slash("/trust")
        await _asked(person, TrustDialog, moment)
        await person.press("y", "enter")
        await person.reads("Tools may read in")
        (known,) = await person.services.approvals.folders()
        assert known.trusted and known.folder == str(workspace)
        for key, kept in (("escape", True), ("enter", True), ("n", False), ("escape", False)):
            await person.slash("/trust")
            await _asked(person, TrustDialog, moment)
            await person.press(key)
            await person.back()
            if key == "n":
                await person.reads("Tools stay away from")
            assert [one.trusted for one in await person.services.approvals.folders()] == [kept]
        await person.slash("/trust")
        await _asked(person, TrustDialog, moment)
        await person.press("y", "enter")
        await person.reads("Tools may read in")
        await person.slash("/tools")
        await person.on(SettingsScreen)
        await person.reads("trusted")
        await person.press(*["down"] * 5)
        await person.press("delete")
        await person.reads("Forgotten")
        assert await person.services.approvals.folders() == ()
        await person.press("down", "enter", *str(workspace), "enter")
        await person.reads("since 20")
        assert [one.folder for one in await person.services.approvals.folders()] == [str(workspace)]


async def test_a_line_of_ones_own_runs_and_goes_with_the_next_message(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with at_javari(monkeypatch, [saying("I see.")], size=(100, 30)) as person:
        await person.send("!cat a.txt; exit 3")
        await person.reads(r"is done \(exit code 3\)")
        (attached,) = person.chat_screen.prompt.draft.attachments
        assert "$ cat a.txt; exit 3" in attached.text and "one" in attached.text and "3" in attached.text
        assert not person.model.requests
        await person.press("up")
        assert person.prompt == "!cat a.txt; exit 3"
        await person.press("ctrl+u")
        await person.ask("What is this?")
        assert "one" in str(person.model.requests[-1].turns[-1])

        await person.send("!sleep 100")
        await person.reads("Running: sleep 100")
        await person.until(lambda: person.footer().get("Esc") == "Stop")
        await person.press("escape")
        await person.reads("Stopped: sleep 100")
        assert not person.chat_screen.prompt.draft.attachments
