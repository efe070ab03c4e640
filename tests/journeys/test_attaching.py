"""Files and large pastes that go with a message."""

from __future__ import annotations

from pathlib import Path

import pytest

from javari_tui.providers.scripted import saying
from javari_tui.screens.dialogs.paste_editor import PasteEditor
from tests.journeys.conftest import Javari
from tests.journeys.person import Person

LARGE = "\n".join(f"line {number}" for number in range(40))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder Javari is started in."""
    place = tmp_path / "project"
    (place / "src").mkdir(parents=True)
    (place / "src" / "main.py").write_text("print('from the file')\n")
    (place / "picture.bin").write_bytes(b"\x00\x01\x02" * 100)
    (place / "huge.txt").write_text("x" * (600 * 1024))
    monkeypatch.chdir(place)
    return place


async def _attach(person: Person, letters: str, shown: str) -> None:
    await person.type(f"look at @{letters}")
    await person.reads(shown)
    await person.press("enter")


async def test_at_completes_a_file_and_its_text_goes_with_the_message(javari: Javari, folder: Path) -> None:
    async with javari([saying("seen")]) as person:
        await _attach(person, "mai", "src/main\\.py")
        await person.reads("main\\.py.*~\\d+ tokens?")
        assert person.messages() == []
        await person.press("enter")
        await person.answered()
        turn = person.model.requests[0].turns[-1]
        assert "print('from the file')" in turn.text
        assert "look at" in turn.text
        assert person.messages()[0].attachments[0].name == "src/main.py"


@pytest.mark.parametrize(
    ("letters", "reason"), [("pict", "not a text file"), ("hug", "600 KB, and 512 KB is the most")]
)
async def test_a_refused_file_says_why_and_keeps_the_text(
    javari: Javari, folder: Path, letters: str, reason: str
) -> None:
    async with javari([saying("seen")]) as person:
        await _attach(person, letters, rf"{letters}\w+\.\w+")
        await person.reads(reason)
        assert "look at" in person.prompt
        await person.press("enter")
        await person.answered()
        assert person.messages()[0].attachments == ()


async def test_a_large_paste_folds_opens_is_edited_and_is_sent_whole(javari: Javari) -> None:
    async with javari([saying("seen")]) as person:
        await person.type("See ")
        await person.paste(LARGE)
        await person.reads("Pasted text.*40 lines")
        assert "line 17" not in person.prompt
        await person.press("alt+up")
        await person.press("enter")
        await person.on(PasteEditor)
        await person.press("ctrl+home")
        await person.type("EDITED ")
        await person.press("escape")
        await person.back()
        await person.settle()
        await person.press("escape")
        await person.until(lambda: person.app.focused is not None and type(person.app.focused).__name__ == "PromptArea")
        await person.press("enter")
        await person.answered()
        assert f"EDITED {LARGE}" in person.model.requests[0].turns[-1].text


async def test_a_small_paste_stands_in_the_prompt_and_newlines_in_it_send_nothing(javari: Javari) -> None:
    async with javari([saying("seen")]) as person:
        await person.paste("two\nlines\n")
        assert person.prompt == "two\nlines\n"
        assert person.messages() == []


async def test_attachments_of_a_draft_come_back(javari: Javari) -> None:
    async with javari([saying("seen")]) as person:
        await person.paste(LARGE)
        await person.reads("Pasted text")
        await person.press("ctrl+q")
        await person.until(lambda: person.app._exit)
    async with javari([saying("seen")]) as person:
        await person.reads("Pasted text.*40 lines")
        await person.press("enter")
        await person.answered()
        assert LARGE in person.model.requests[0].turns[-1].text


async def test_a_file_named_by_hand_goes_with_the_message(javari: Javari, folder: Path) -> None:
    async with javari([saying("seen")]) as person:
        await person.type("compare @src/main.py, please ask @nobody")
        await person.press("escape", "enter")
        await person.reads("seen")
        (question, _answer) = person.messages()
        assert [attachment.text for attachment in question.attachments] == ["print('from the file')\n"]


async def test_a_file_named_by_hand_that_cannot_be_sent_says_why_and_keeps_the_text(
    javari: Javari, folder: Path
) -> None:
    async with javari([saying("seen")]) as person:
        await person.type("what is @picture.bin ?")
        await person.press("escape", "enter")
        await person.reads("picture\\.bin cannot be attached")
        assert person.messages() == []
        assert "what is @picture.bin ?" in person.prompt
        await person.press("enter")
        await person.answered()
        assert person.messages()[0].attachments == ()
