"""Asking before acting: all of it is shown, nothing is approved by accident, No is the easy answer."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest
from textual.events import Paste
from textual.pilot import Pilot
from textual.screen import ModalScreen

from javari_tui.domain.approvals import Decision, Scope
from javari_tui.domain.untrusted_text import is_clean
from javari_tui.screens.dialogs import careful
from javari_tui.screens.dialogs.approval import ApprovalDialog
from javari_tui.screens.dialogs.trust import TrustDialog
from javari_tui.widgets.approval.request_pane import RequestPane
from tests.screens.asked import CHANGE, COMMAND, FOLDER
from tests.screens.test_dialogs import NOTHING, Frame
from tests.widgets.transcript_rig import HOSTILE

NO = Decision(allowed=False)


def given_by(app: Frame) -> object:
    """What the window gave back so far."""
    return app.given


class Moment:
    """A clock moved by hand."""

    now = 100.0

    def __call__(self) -> float:
        return self.now

    def move(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def moment(monkeypatch: pytest.MonkeyPatch) -> Moment:
    clock = Moment()
    monkeypatch.setattr(careful, "seconds", clock)
    return clock


@asynccontextmanager
async def asked(
    window: ModalScreen[Any], moment: Moment, *, size: tuple[int, int] = (80, 24), read: bool = True
) -> AsyncIterator[tuple[Frame, Pilot[None]]]:
    """The window, a second after it appeared unless nobody can have `read` it."""
    app = Frame(window)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await pilot.pause()
        if read:
            moment.move(1)
        yield app, pilot


@pytest.mark.parametrize(
    ("keys", "given"),
    [
        (["enter"], NO),
        (["space", "x"], NOTHING),
        (["escape"], NO),
        (["d"], NO),
        (["o"], NOTHING),
        (["o", "enter"], Decision(allowed=True)),
        (["down", "enter"], Decision(allowed=True)),
        (["c", "enter"], Decision(allowed=True, scope=Scope.CHAT)),
        (["a", "enter"], Decision(allowed=True, scope=Scope.ALWAYS)),
        (["n", "enter"], Decision(allowed=False, scope=Scope.ALWAYS)),
        (["r", *"no da", "enter"], Decision(allowed=False, reason="no da")),
        (["r", "x", "escape", "enter", "d"], NOTHING),
        (["r", "x", "escape", "escape"], NO),
    ],
)
async def test_every_answer_has_a_key_and_the_easy_one_is_no(keys: list[str], given: object, moment: Moment) -> None:
    async with asked(ApprovalDialog(COMMAND), moment, size=(80, 40)) as (app, pilot):
        await pilot.press(*keys)
        await pilot.pause()
        assert given_by(app) == given


async def test_nothing_is_approved_in_the_first_moment_and_what_was_typed_comes_back(moment: Moment) -> None:
    typed: list[str] = []
    window = ApprovalDialog(COMMAND, give_back=typed.append)
    async with asked(window, moment, size=(80, 40), read=False) as (app, pilot):
        await pilot.press("down", "enter", "o", "c", "a", "space", "ñ")
        await pilot.click("Answers", offset=(8, 1))
        assert given_by(app) is NOTHING
        assert typed == ["o", "c", "a", " ", "ñ"]
        for letter in "ola":
            moment.move(0.5)
            await pilot.press(letter)
        assert typed[5:] == ["o", "l", "a"]
        moment.move(0.69)
        await pilot.press("enter")
        assert given_by(app) is NOTHING
        moment.move(0.02)
        app.screen.post_message(Paste("[pasted]"))
        await pilot.press("o", "enter")
        assert typed[8:] == ["[pasted]"]
        await pilot.pause()
        assert given_by(app) == Decision(allowed=True)


async def test_a_word_is_no_answer_however_slowly_it_begins(moment: Moment) -> None:
    typed: list[str] = []
    window = ApprovalDialog(COMMAND, give_back=typed.append)
    async with asked(window, moment, size=(80, 40)) as (app, pilot):
        await pilot.press("c")
        moment.move(0.6)
        await pilot.press(*"heck")
        assert "".join(typed) == "check"
        moment.move(1)
        await pilot.press("o")
        moment.move(1)
        await pilot.press("space", *"ad")
        assert "".join(typed) == "check ad"
        moment.move(1)
        await pilot.press("enter")  # nothing of it is marked any more
        await pilot.pause()
        assert given_by(app) == NO


async def test_the_line_for_the_reason_says_what_its_keys_do_and_keeps_what_was_written(moment: Moment) -> None:
    async with asked(ApprovalDialog(COMMAND), moment, size=(80, 40)) as (app, pilot):
        assert "then Enter, allows" in app.text() and "Read on" in app.text()
        await pilot.press("r", *"no da")
        assert "Enter denies with this reason. Esc goes back." in app.text() and "Read on" not in app.text()
        await pilot.press("escape")
        assert "no da" in app.text() and "then Enter, allows" in app.text()
        moment.move(1)
        await pilot.press("r", *"ta", "enter")
        await pilot.pause()
        assert given_by(app) == Decision(allowed=False, reason="no data")


async def test_for_ever_only_when_the_end_was_seen(moment: Moment) -> None:
    long = replace(CHANGE, arguments=(("content", "\n".join(map(str, range(100)))),))
    async with asked(ApprovalDialog(long), moment) as (app, pilot):
        assert "first read to the end" in app.text()
        await pilot.press("a", "enter")
        await pilot.click("Answers", offset=(8, 3))
        assert given_by(app) is NOTHING
        moment.move(1)
        await pilot.press("pagedown", "a", "enter")
        assert given_by(app) is NOTHING
        await pilot.press("end")
        await pilot.pause()
        assert "first read to the end" not in app.text()
        moment.move(1)
        await pilot.press("home", "a", "enter")
        await pilot.pause()
        assert given_by(app) == Decision(allowed=True, scope=Scope.ALWAYS)


async def test_what_cannot_be_chosen_is_neither_shown_nor_given(moment: Moment) -> None:
    once = replace(COMMAND, scopes=(Scope.ONCE,), is_sandboxed=False)
    async with asked(ApprovalDialog(once), moment, size=(80, 40)) as (app, pilot):
        assert "Always allow" not in app.text() and "in this chat" not in app.text()
        assert "There is no sandbox on this machine" in app.text()
        for letter in "ac":
            await pilot.press(letter)
            moment.move(1)
        assert given_by(app) is NOTHING


async def test_the_mouse_answers_by_a_sentence_and_never_in_what_is_read(moment: Moment) -> None:
    async with asked(ApprovalDialog(COMMAND), moment, size=(80, 40)) as (app, pilot):
        await pilot.click(RequestPane, offset=(6, 3))
        assert given_by(app) is NOTHING
        assert app.screen.get_selected_text() is None
        await pilot.click("Answers", offset=(8, 1))
        await pilot.pause()
        assert given_by(app) == Decision(allowed=True)


HIDING = {
    "tabs": ("git\t" + "\t" * 199 + "; rm -rf ~", "⟪U+0009 ×200⟫; rm -rf ~"),
    "spaces": ("git" + " " * 300 + "rm", "git⟪U+0020 ×300⟫rm"),
    "bidi": ("a\u202eb", "a⟪U+202E⟫b"),
    "filler": ("a\u3164b", "a⟪U+3164⟫b"),
    "escape": ("\x1b[31mred", "␛[31mred"),
    "markup": ("[/nope] [@click=app.quit]x[/]", "'[/nope] [@click=app.quit]x[/]'"),
    "quotes that are none": ("\u2018x", "\u2018⟪U+2018⟫x"),
    "letters that pose": ("\u0430pt", "\u0430⟪U+0430⟫pt"),
    "quote": ("don't", "'don'\\''t'"),
    "empty": ("", " '' "),
    "new line": ("a\nb", "a⟪U+000A⟫b"),
    "other letters": ("пусть año 日本", "'пусть año 日本'"),
}


async def test_a_command_is_shown_literally_and_whole(moment: Moment) -> None:
    words = [word for word, _shown in HIDING.values()]
    window = ApprovalDialog(replace(COMMAND, command=("git", *words), arguments=()))
    async with asked(window, moment, size=(100, 60)) as (app, _pilot):
        for shown in (shown for _word, shown in HIDING.values()):
            assert shown in app.text()


@pytest.mark.parametrize("size", [(60, 20), (140, 40)])
async def test_hostile_requests_wrap_and_leave_every_answer_in_sight(size: tuple[int, int], moment: Moment) -> None:
    text = "\n".join([*HOSTILE, "x" * 600])
    hostile = replace(
        *(CHANGE,),
        tool=HOSTILE[0],
        server=HOSTILE[11],
        arguments=((text, text), ("y" * 400, "z")),
        folder="/f/" + "o" * 150 + "END",
        path=HOSTILE[11] + HOSTILE[0],
        warnings=(HOSTILE[11],),
        diff=CHANGE.diff.replace("main", HOSTILE[0]),
    )
    async with asked(ApprovalDialog(hostile, more=2), moment, size=size) as (app, pilot):
        seen = app.text()
        for words in ("Deny", "Allow once", "Always allow", "tell the model why", "2 more wait", "14:05"):
            assert words in seen
        pane = app.screen.query_one(RequestPane)
        assert pane.size.height >= 3
        seen = ""
        while not pane.end_seen:
            seen += app.text()
            assert is_clean(app.text().replace("\u202e", "!"))
            await pilot.press("pagedown")
            await pilot.pause()
        seen += app.text()
        assert "[@click=app.quit]press[/]" in seen
        assert "\x1b" not in seen and "\u202e" not in seen


async def test_trust_is_given_only_by_yes_and_the_folder_stands_there_whole(moment: Moment) -> None:
    for keys, given in (
        (["enter"], False),
        (["escape"], False),
        (["n"], False),
        (["y"], NOTHING),
        (["y", "enter"], True),
    ):
        async with asked(TrustDialog(FOLDER), moment, size=(60, 20)) as (app, pilot):
            assert "/srv/shop" in app.text() and "Others can write here." in app.text()
            await pilot.press(*keys)
            await pilot.pause()
            assert given_by(app) is given
    for known, key, word in ((True, "enter", True), (True, "escape", None), (None, "enter", False)):
        async with asked(TrustDialog(FOLDER, is_wanted=True, known=known), moment) as (app, pilot):
            await pilot.press(key)
            await pilot.pause()
            assert given_by(app) is word
    async with asked(TrustDialog(FOLDER), moment, read=False) as (app, pilot):
        await pilot.press("y", "enter")
        assert given_by(app) is NOTHING
