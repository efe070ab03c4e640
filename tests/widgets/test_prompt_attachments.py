"""Pastes that are folded, files that are attached, chips."""

from __future__ import annotations

import pytest
from textual import events
from textual.widgets import Static

from javari_tui.domain.attachments import attach_file
from javari_tui.domain.chat import Attachment, Draft
from javari_tui.domain.errors import AttachmentRefused
from javari_tui.widgets.prompt import Prompt, text_area
from javari_tui.widgets.prompt.chips import lay_out, tokens_in_words
from tests.widgets.prompt_app import PromptApp

LOG = "".join(f"line {n}\n" for n in range(120))
SOURCE = attach_file("src/main.py", b"x = 1\n" * 500)


def paste(app: PromptApp, text: str) -> None:
    app.post_message(events.Paste(text))


def names(attachments: tuple[Attachment, ...]) -> list[str]:
    return [attachment.name for attachment in attachments]


async def test_a_small_paste_stands_in_the_text_and_its_line_ends_send_nothing() -> None:
    app = PromptApp()
    async with app.run_test() as pilot:
        paste(app, "one\r\ntwo\rthree\n")
        await pilot.pause()
        assert app.prompt.draft == Draft(text="one\ntwo\nthree\n", cursor=(3, 0))
        assert app.sent == []


@pytest.mark.parametrize("text", [LOG, "x" * 1501])
async def test_a_large_paste_is_folded_where_the_cursor_is_and_keeps_every_letter(text: str) -> None:
    app = PromptApp()
    async with app.run_test() as pilot:
        await pilot.press(*"see  please", *["left"] * 7)
        paste(app, text)
        await pilot.pause()
        draft = app.prompt.draft
        assert draft.text == "see [Pasted text 1] please"
        assert [item.text for item in draft.attachments] == [text]
        await pilot.press("enter")
        await pilot.pause()
        (message,) = app.heard(Prompt.Submitted)
        assert message.attachments == draft.attachments
        assert not app.chips.display


async def test_what_is_pasted_is_cleaned_of_what_a_terminal_would_obey() -> None:
    app = PromptApp()
    async with app.run_test() as pilot:
        paste(app, "\x1b]52;c;aaaa\x07ok\u202e")
        paste(app, f"\x1b[31m{LOG}")
        await pilot.pause()
        assert app.prompt.draft.text == "ok[Pasted text 1]"
        assert app.prompt.draft.attachments[0].text == LOG


async def test_a_mark_goes_as_a_whole_and_undo_brings_it_back_with_its_paste() -> None:
    app = PromptApp()
    async with app.run_test() as pilot:
        await pilot.press("a")
        paste(app, LOG)
        await pilot.pause()
        kept = app.prompt.draft
        for keys in (["backspace"], ["ctrl+w"], ["left", "left", "backspace"], ["ctrl+a", "right", "delete"]):
            await pilot.press(*keys)
            await pilot.pause()
            assert app.prompt.draft.text == "a"
            assert app.prompt.draft.attachments == ()
            assert not app.chips.display
            await pilot.press("ctrl+z")
            await pilot.pause()
            assert app.prompt.draft.text == kept.text
            assert app.prompt.draft.attachments == kept.attachments
            assert app.chips.display
            await pilot.press("ctrl+e")


async def test_nothing_can_be_typed_into_a_mark() -> None:
    app = PromptApp()
    async with app.run_test() as pilot:
        paste(app, LOG)
        await pilot.pause()
        await pilot.press("left", "left", "x")
        assert app.prompt.draft.text == "[Pasted text 1]x"


async def test_chips_are_reached_opened_and_removed_by_keys() -> None:
    app = PromptApp()
    async with app.run_test() as pilot:
        app.prompt.attach(SOURCE)
        paste(app, LOG)
        await pilot.pause()
        await pilot.press("alt+up", "right", "enter")
        await pilot.pause()
        assert names(tuple(message.attachment for message in app.heard(Prompt.AttachmentOpened))) == ["Pasted text 1"]
        await pilot.press("delete")
        await pilot.pause()
        assert names(app.prompt.draft.attachments) == ["src/main.py"]
        assert app.prompt.draft.text == ""
        await pilot.press("backspace")
        await pilot.pause()
        assert app.prompt.draft.is_empty
        assert app.area.has_focus


async def test_backspace_before_the_first_letter_goes_to_what_is_attached_and_then_removes_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    moments = [10.0]
    monkeypatch.setattr(text_area, "monotonic", lambda: moments[-1])
    app = PromptApp()
    async with app.run_test() as pilot:
        app.prompt.attach(SOURCE)
        await pilot.press(*"ab", "backspace", "backspace", "backspace", "backspace")
        assert app.area.has_focus  # a held key stops there
        moments.append(11.0)
        await pilot.press("backspace")
        assert app.chips.has_focus
        assert names(app.prompt.draft.attachments) == ["src/main.py"]
        await pilot.press("backspace")
        assert app.prompt.draft == Draft()
        await pilot.press("x")
        assert app.prompt.draft.text == "x"


async def test_shift_tab_reaches_the_chips_and_down_leads_back() -> None:
    app = PromptApp()
    async with app.run_test() as pilot:
        app.prompt.attach(SOURCE)
        await pilot.pause()
        await pilot.press("shift+tab")
        assert app.chips.has_focus
        await pilot.press("down", "x")
        assert app.prompt.draft.text == "x"


async def test_a_click_opens_the_chip_under_the_mouse() -> None:
    app = PromptApp()
    async with app.run_test() as pilot:
        app.prompt.attach(SOURCE)
        app.prompt.attach(attach_file("other.py", b"y = 2\n"))
        await pilot.pause()
        chips, _hidden = lay_out(app.chips.attachments, app.chips.content_size.width, 0)
        await pilot.click(app.chips, offset=(chips[1].start + 1, 0))
        await pilot.pause()
        assert names(tuple(message.attachment for message in app.heard(Prompt.AttachmentOpened))) == ["other.py"]


async def test_an_opened_paste_can_be_changed_emptied_and_unfolded() -> None:
    app = PromptApp()
    async with app.run_test() as pilot:
        paste(app, LOG)
        await pilot.pause()
        (pasted,) = app.prompt.draft.attachments
        app.prompt.change_attachment(pasted, "short")
        (changed,) = app.prompt.draft.attachments
        assert (changed.name, changed.text, changed.tokens) == ("Pasted text 1", "short", 2)

        app.prompt.unfold_attachment(changed, "in\nplace")
        await pilot.pause()
        assert app.prompt.draft.text == "in\nplace"
        assert app.prompt.draft.attachments == ()

        await pilot.press("ctrl+z")
        await pilot.pause()
        app.prompt.change_attachment(changed, " ")
        await pilot.pause()
        assert app.prompt.draft.is_empty


async def test_a_refused_file_says_why_under_the_text_and_leaves_the_text() -> None:
    app = PromptApp()
    async with app.run_test() as pilot:
        await pilot.press(*"see core ")
        app.prompt.refuse(AttachmentRefused("{name} cannot be attached: no.", cure="[/x] Try.", name="[b]core"))
        await pilot.pause()
        reason = app.prompt.query_one(".prompt--error", Static)
        assert reason.display
        assert str(reason.content) == "[b]core cannot be attached: no. [/x] Try."
        assert app.prompt.draft.text == "see core "
        await pilot.press("enter")
        await pilot.pause()
        assert not reason.display


async def test_a_paste_that_is_too_large_to_send_is_refused_and_the_text_stays() -> None:
    app = PromptApp()
    async with app.run_test() as pilot:
        await pilot.press(*"ab")
        paste(app, "x" * 9_000_000)
        await pilot.pause()
        assert app.prompt.draft.text == "ab"
        assert app.prompt.query_one(".prompt--error", Static).display


async def test_an_earlier_prompt_with_the_words_of_a_mark_brings_no_paste_along() -> None:
    app = PromptApp()
    async with app.run_test() as pilot:
        paste(app, LOG)
        await pilot.pause()
        await pilot.press("backspace")
        app.prompt.take_text("look at [Pasted text 1]")
        await pilot.pause()
        assert app.prompt.draft.attachments == ()


async def test_a_second_paste_gets_another_name_even_while_the_first_is_being_sent() -> None:
    app = PromptApp(accepts=False)
    async with app.run_test() as pilot:
        paste(app, LOG)
        await pilot.pause()
        await pilot.press("enter")
        paste(app, "y" * 2000)
        await pilot.pause()
        (message,) = app.heard(Prompt.Submitted)
        app.prompt.load(message.draft)
        await pilot.pause()
        draft = app.prompt.draft
        assert draft.text == "[Pasted text 1]\n[Pasted text 2]"
        assert [item.text for item in draft.attachments] == [LOG, "y" * 2000]


@pytest.mark.parametrize("width", [20, 40, 60, 80, 120, 300])
@pytest.mark.parametrize("count", [1, 2, 5, 20])
def test_chips_fit_their_line_and_the_chosen_one_is_always_there(width: int, count: int) -> None:
    attachments = tuple(attach_file(f"a/deep/folder/mañana_{n}.py", b"x = 1\n" * 99) for n in range(count))
    for cursor in range(count):
        shown, hidden = lay_out(attachments, width, cursor)
        end = shown[-1].start + shown[-1].width + (len(f"   +{hidden}") if hidden else 0)
        assert cursor in [chip.place for chip in shown]
        assert len(shown) + hidden == count
        assert end <= width


def test_tokens_are_told_shortly() -> None:
    assert [tokens_in_words(count) for count in (1, 999, 1000, 1840, 12_345)] == [
        "~1 token",
        "~999 tokens",
        "~1.0k tokens",
        "~1.8k tokens",
        "~12k tokens",
    ]


async def test_a_file_goes_with_its_mention_and_comes_back_with_it() -> None:
    app = PromptApp()
    async with app.run_test() as pilot:
        await pilot.press(*"see ")
        app.prompt.insert("@src/main.py ")
        app.prompt.attach(SOURCE)
        await pilot.pause()
        assert names(app.prompt.draft.attachments) == ["src/main.py"]
        await pilot.press("ctrl+u", *"nothing secret here")
        await pilot.pause()
        assert app.prompt.draft.attachments == ()
        assert not app.chips.display
        await pilot.press("enter")
        await pilot.pause()
        (message,) = app.heard(Prompt.Submitted)
        assert message.attachments == ()


async def test_backspace_takes_a_whole_mention_and_its_file_and_undo_brings_both_back() -> None:
    app = PromptApp()
    async with app.run_test() as pilot:
        app.prompt.insert("@src/main.py")
        app.prompt.attach(SOURCE)
        await pilot.press("backspace")
        await pilot.pause()
        assert app.prompt.draft == Draft(text="", cursor=(0, 0))
        await pilot.press("ctrl+z")
        await pilot.pause()
        assert app.prompt.draft.text == "@src/main.py"
        assert names(app.prompt.draft.attachments) == ["src/main.py"]
