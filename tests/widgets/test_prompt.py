"""Writing and sending, by keys."""

from __future__ import annotations

import time

import pytest
from textual import events
from textual.pilot import Pilot

from javari_tui.domain.attachments import attach_file
from javari_tui.domain.chat import Draft
from javari_tui.i18n import PSEUDO_LANGUAGE, use_language
from javari_tui.paths import shipped
from javari_tui.terminal.glyphs import use_glyphs
from javari_tui.widgets.prompt import Prompt
from javari_tui.widgets.prompt.prompt import DRAFT_PAUSE
from tests.widgets.prompt_app import PromptApp


async def send_at_once(pilot: Pilot[None], *keys: str) -> None:
    """Keys that come in one piece from the line, faster than anything can answer."""
    for key in keys:
        pilot.app.post_message(events.Key(key, key if len(key) == 1 else None))
    await pilot.pause()
    await pilot.pause()


async def test_enter_sends_and_empties() -> None:
    async with PromptApp().run_test() as pilot:
        app = pilot.app
        assert isinstance(app, PromptApp)
        await pilot.press(*"hello", "enter")
        await pilot.pause()
        assert app.sent == ["hello"]
        assert app.prompt.draft == Draft()


@pytest.mark.parametrize("key", ["ctrl+j", "alt+enter", "shift+enter"])
async def test_each_new_line_key_starts_a_line_and_sends_nothing(key: str) -> None:
    app = PromptApp()
    async with app.run_test() as pilot:
        await pilot.press("a", key, "b")
        assert app.prompt.draft.text == "a\nb"
        await pilot.press("enter")
        await pilot.pause()
        assert app.sent == ["a\nb"]


async def test_an_empty_prompt_sends_nothing() -> None:
    app = PromptApp()
    async with app.run_test() as pilot:
        await pilot.press("enter", "space", "ctrl+j", "enter")
        await pilot.pause()
        assert app.sent == []


async def test_letters_typed_faster_than_keys_are_handled_stay_in_their_order() -> None:
    app = PromptApp()
    async with app.run_test() as pilot:
        await send_at_once(pilot, "a", "ctrl+j", "b", "x", "backspace", "enter", "c", "left", "d")
        assert app.sent == ["a\nb"]
        assert app.prompt.draft.text == "dc"


async def test_what_is_typed_before_the_message_is_safe_is_not_lost_either_way() -> None:
    app = PromptApp(accepts=False)
    async with app.run_test() as pilot:
        await pilot.press(*"first", "enter", *"next")
        await pilot.pause()
        assert app.kept.text == "first"
        assert app.prompt.unsaved.text == "first\nnext"
        app.prompt.clear()
        await pilot.pause()
        assert app.prompt.unsaved == app.prompt.draft
        assert app.prompt.draft.text == "next"
        assert app.kept.text == "next"

        await pilot.press("enter", *"more")
        await pilot.pause()
        (_first, second) = app.heard(Prompt.Submitted)
        app.prompt.load(second.draft)
        await pilot.pause()
        assert app.prompt.draft.text == "next\nmore"
        assert app.kept.text == "next\nmore"


async def test_the_draft_is_told_before_the_message_is_sent() -> None:
    app = PromptApp()
    async with app.run_test() as pilot:
        await pilot.press(*"quick", "enter")
        await pilot.pause()
        kinds = [type(message).__name__ for message in app.said]
        assert kinds.index("DraftChanged") < kinds.index("Submitted")
        assert app.heard(Prompt.DraftChanged)[0].draft.text == "quick"


async def test_the_draft_is_told_seldom_while_typing_and_surely_afterwards() -> None:
    app = PromptApp()
    async with app.run_test() as pilot:
        start = time.monotonic()
        await pilot.press(*"a longer draft typed quickly")
        assert len(app.heard(Prompt.DraftChanged)) <= (time.monotonic() - start) / DRAFT_PAUSE + 1
        for _round in range(100):
            if app.kept.text.endswith("quickly"):
                break
            await pilot.pause(0.02)
        assert app.kept.text == "a longer draft typed quickly"


async def test_up_and_down_walk_earlier_prompts_only_from_an_empty_one() -> None:
    app = PromptApp()
    async with app.run_test() as pilot:
        app.prompt.set_history(["newest", "two\nlines", "oldest"])
        seen = []
        for key in ("up", "up", "up", "up", "down", "down", "down"):
            await pilot.press(key)
            seen.append(app.prompt.draft.text)
        assert seen == ["newest", "two\nlines", "oldest", "oldest", "two\nlines", "newest", ""]

        await pilot.press(*"mine", "up", "down")
        assert app.prompt.draft.text == "mine"


async def test_an_earlier_prompt_that_was_changed_is_the_users_own() -> None:
    app = PromptApp()
    async with app.run_test() as pilot:
        app.prompt.set_history(["newest", "older"])
        await pilot.press("up", "!", "up")
        assert app.prompt.draft.text == "newest!"


async def test_what_was_sent_is_the_newest_of_the_earlier_prompts() -> None:
    app = PromptApp()
    async with app.run_test() as pilot:
        await pilot.press(*"sent", "enter", "up")
        assert app.prompt.draft.text == "sent"


async def test_taking_an_earlier_prompt_keeps_the_draft_in_undo_and_in_the_walk() -> None:
    app = PromptApp()
    async with app.run_test() as pilot:
        await pilot.press(*"precious")
        app.prompt.take_text("found")
        assert app.prompt.draft.text == "found"
        await pilot.press("ctrl+z")
        assert app.prompt.draft.text == "precious"
        await pilot.press("ctrl+u", "up")
        assert app.prompt.draft.text == "precious"


async def test_the_keys_of_a_shells_line_work() -> None:
    app = PromptApp()
    async with app.run_test() as pilot:
        await pilot.press(*"one two three", "ctrl+w", "ctrl+a", "X", "ctrl+e", "Y")
        assert app.prompt.draft.text == "Xone two Y"
        await pilot.press("ctrl+a", "right", "ctrl+k")
        assert app.prompt.draft.text == "X"
        await pilot.press("ctrl+u")
        assert app.prompt.draft.text == ""
        await pilot.press("ctrl+z")
        assert app.prompt.draft.text == "Xone two Y"
        await pilot.press("ctrl+y")
        assert app.prompt.draft.text == ""


async def test_keys_the_prompt_has_no_use_for_reach_the_screen() -> None:
    app = PromptApp()
    async with app.run_test() as pilot:
        await pilot.press("escape", "pageup", "ctrl+home", "ctrl+end", "ctrl+c", "ctrl+d", "f6")
        assert app.reached == ["escape", "pageup", "ctrl+home", "ctrl+end", "ctrl+c", "ctrl+d", "f6"]


async def test_keys_the_prompt_has_a_use_for_stay_here() -> None:
    app = PromptApp()
    async with app.run_test(size=(60, 20)) as pilot:
        app.prompt.insert("\n".join(f"line {n}" for n in range(30)))
        await pilot.pause()
        await pilot.press("pageup", "ctrl+home", "ctrl+d", "ctrl+end", "shift+left", "ctrl+c")
        assert app.reached == []
        assert app.prompt.draft.text.startswith("ine 0")
        assert app.clipboard == "9"


async def test_a_remapped_key_sends() -> None:
    app = PromptApp()
    app.set_keymap({"prompt.send": "f5", "prompt.newline": "enter"})
    async with app.run_test() as pilot:
        await pilot.press("a", "enter", "b", "f5")
        await pilot.pause()
        assert app.sent == ["a\nb"]


@pytest.mark.parametrize(("size", "most"), [((60, 20), 6), ((80, 24), 8), ((120, 40), 16), ((60, 10), 3)])
async def test_it_grows_with_the_text_and_then_scrolls(size: tuple[int, int], most: int) -> None:
    app = PromptApp()
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert app.prompt.region.height == (3 if size[1] >= 30 else 1)
        app.prompt.insert("\n".join("text" for _line in range(60)))
        app.prompt.paste("x\n" * 50)
        await pilot.pause()
        await pilot.pause()
        assert app.prompt.region.height == most
        assert app.prompt.region.bottom == size[1]
        assert app.area.max_scroll_y > 0


async def test_a_key_in_a_line_lays_nothing_out_anew() -> None:
    app = PromptApp()
    async with app.run_test() as pilot:
        await pilot.press("a")
        await pilot.pause()
        layouts = 0

        def count(_screen: object) -> None:
            nonlocal layouts
            layouts += 1

        app.screen.screen_layout_refresh_signal.subscribe(app.prompt.parent or app.screen, count)
        await pilot.press(*"bcdefgh")
        await pilot.pause()
        assert layouts == 0
        await pilot.press("ctrl+j")
        await pilot.pause()
        assert layouts > 0


async def test_markup_and_wide_letters_are_text() -> None:
    app = PromptApp()
    async with app.run_test(size=(60, 20)) as pilot:
        app.prompt.insert("[/nope] [bold]日本語 👩‍👩‍👧 \x1b[31mred")
        await pilot.press("!")
        assert app.prompt.draft.text == "[/nope] [bold]日本語 👩‍👩‍👧 red!"


async def test_with_plain_glyphs_nothing_but_ascii_is_drawn() -> None:
    use_glyphs("ascii")
    try:
        app = PromptApp()
        async with app.run_test(size=(60, 20)) as pilot:
            assert str(app.area.placeholder).isascii()
            app.prompt.attach(attach_file("a.py", b"x = 1"))
            await pilot.press("/")
            await pilot.pause()
            drawn = "".join(segment.text for strip in app.screen._compositor.render_strips() for segment in strip)
            assert "<title>" in drawn
            assert "@a.py" in drawn
            assert drawn.isascii()
    finally:
        use_glyphs("unicode")


async def test_another_language_is_shown_at_once_and_the_draft_stays() -> None:
    app = PromptApp()
    async with app.run_test() as pilot:
        english = str(app.area.placeholder)
        await pilot.press("a")
        use_language(PSEUDO_LANGUAGE, shipped("locales"))
        app.prompt.translate()
        assert str(app.area.placeholder) != english
        assert app.prompt.draft.text == "a"
