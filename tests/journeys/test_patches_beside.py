"""A diff from the chat is applied to its file by keys, change by change or whole, and taken back."""

from __future__ import annotations

from pathlib import Path

import pytest

from javari_tui.domain.approvals import ApprovalRequest, Decision
from javari_tui.providers.scripted import calling, saying
from tests.journeys.conftest import Javari
from tests.journeys.person import Person

OLD = "".join(f"line {number}\n" for number in range(1, 41))
DIFF = """\
--- a/a b.txt
+++ b/a b.txt
@@ -3,3 +3,3 @@
 line 3
-line 4
+LINE 4
 line 5
@@ -20,3 +20,4 @@
 line 20
+more
 line 21
 line 22
@@ -30,3 +31,2 @@
 line 30
-line 31
 line 32
"""
ANSWER = f"So:\n\n```diff\n{DIFF}```\n\nThat is all."


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder Javari is started in."""
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "a b.txt").write_text(OLD)
    monkeypatch.chdir(folder)
    return folder


async def _open(person: Person) -> None:
    """The diff, which opens by itself, with the keys in it."""
    await person.ask("change?")
    await person.reads("Diff . 1 file")
    await person.press("f6")
    await person.until(lambda: person.chat_screen.sidebar.has_keys)


async def _say_of_folder(person: Person, *, trusted: bool) -> None:
    """Answer the question whether the folder is trusted, which is asked once."""
    services = person.chat_screen.page.services_now
    assert services is not None
    await person.until(services.approvals.waiting)
    services.approvals.answer_trust(services.approvals.waiting()[0].id, trusted=trusted)


async def test_changes_are_applied_rejected_and_taken_back_one_by_one(javari: Javari, project: Path) -> None:
    file = project / "a b.txt"
    async with javari([saying(ANSWER)], size=(140, 30)) as person:
        await _open(person)
        await person.until(lambda: {"Apply", "Reject"} <= set(person.footer().values()))
        assert "Undo" not in person.footer().values()
        await person.reads("▸ +@@ -3,3")
        await person.press("a")
        await _say_of_folder(person, trusted=True)
        await person.reads("a b.txt: line 4 changed")
        await person.reads("✓1")
        assert file.read_text() == OLD.replace("line 4\n", "LINE 4\n")
        await person.press("n", "n", "x")
        await person.reads("✓1 ✗1")
        await person.press("A")
        await person.reads("✓2 ✗1")
        assert file.read_text() == OLD.replace("line 4\n", "LINE 4\n").replace("line 20\n", "line 20\nmore\n")
        await person.press("p", "p", "U")
        await person.reads("✓1 ✗1")
        assert file.read_text() == OLD.replace("line 20\n", "line 20\nmore\n")
        await person.reads("a b.txt: line 4 is as it was")
        await person.press("n", "n", "x", "A")
        await person.reads("✓3")
        await person.press("U")
        await person.reads("2 places are as they were")
        assert file.read_text() == OLD.replace("line 20\n", "line 20\nmore\n")


async def test_what_does_not_fit_changes_nothing_and_says_so(javari: Javari, project: Path) -> None:
    file = project / "a b.txt"
    other = OLD.replace("line 20\n", "another\n")
    async with javari([saying(ANSWER)], size=(140, 30)) as person:
        await _open(person)
        file.write_text(other)
        await person.press("A")
        await _say_of_folder(person, trusted=True)
        await person.reads("Ask for the diff anew")
        assert person.sees("change 2 does")
        await person.reads("!1")
        (before,) = notices = person.app._notifications
        await person.press("A")
        await person.until(lambda: before not in notices and len(notices) == 1, "the same notice stands there twice")
        assert file.read_text() == other


async def test_a_folder_that_is_not_trusted_is_left_alone(javari: Javari, project: Path) -> None:
    async with javari([saying(ANSWER)], size=(140, 30)) as person:
        await _open(person)
        await person.press("A")
        await _say_of_folder(person, trusted=False)
        await person.reads("has not said that tools may work in this folder")
        assert (project / "a b.txt").read_text() == OLD


async def _allow(person: Person) -> None:
    """Say yes to what a tool wants to do."""
    approvals = person.services.approvals
    await person.until(approvals.waiting)
    request = approvals.waiting()[0]
    assert isinstance(request, ApprovalRequest)
    approvals.answer(request.id, request.fingerprint, Decision(True))


async def test_what_tools_wrote_and_what_is_applied_is_known_after_a_restart(javari: Javari, project: Path) -> None:
    file = project / "a b.txt"
    edit = calling("edit_file", path="a b.txt", old="line 38\n", new="LINE 38\n")
    async with javari([edit, saying("Done."), saying(ANSWER)], size=(140, 30)) as person:
        await person.send("edit!")
        await _say_of_folder(person, trusted=True)
        await _allow(person)
        await person.reads("Changed: a b.txt|LINE 38")
        await person.answered()
        await _open(person)
        await person.press("A")
        await person.reads("✓3")
    file.write_text(file.read_text().replace("LINE 4\n", "line 4\n"))
    async with javari([()], size=(140, 30)) as person:
        await person.reads("✓2")
        await person.press("f6")
        await person.until(lambda: "Undo" in person.footer().values())
        await person.press("left_square_bracket")
        await person.reads("1/2")
        await person.reads("LINE 38")
        assert person.sees("✓1")
