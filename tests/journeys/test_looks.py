"""Plain ASCII, no colours, another language at once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from textual.widgets import Input

from javari_tui.messages import LanguageChosen, ThemeChosen
from javari_tui.paths import folders
from javari_tui.providers.scripted import saying
from javari_tui.widgets.prompt.text_area import PromptArea
from tests.journeys.conftest import Javari
from tests.journeys.person import Person, halting
from tests.real_terminal import javari_in_tmux

KEYS = ["ctrl+o", "ctrl+p", "f9", "f1", "f2", "ctrl+r"]


async def _open(person: Person, key: str) -> None:
    await person.press(key)
    await person.until(lambda: person.app.screen is not person.chat_screen)
    await person.settle()


def _set(line: str) -> None:
    folders().config.mkdir(parents=True, exist_ok=True)
    folders().config_file.write_text(f"{line}\n")


@pytest.mark.parametrize("by", ["setting", "locale"])
def test_with_ascii_glyphs_chat_and_windows_draw_only_ascii(own_home: Path, by: str) -> None:
    if by == "setting":
        _set("glyphs: ascii")
    environ = {"LANG": "C.UTF-8" if by == "setting" else "C"}
    with javari_in_tmux(own_home, environ=environ, columns=110, rows=32) as tmux:
        seen = [tmux.wait_for("offline guide")]
        tmux.type("how do I connect a model?")
        tmux.keys("Enter")
        tmux.wait_for("/key")
        seen.append(tmux.wait_gone("Esc Stop"))
        tmux.keys("PPage")
        seen.append(tmux.screen())
        tmux.keys("C-End", "F4")
        seen.append(tmux.wait_for("Code, files"))
        tmux.type("/")
        seen.append(tmux.wait_for("Rename this chat|New chat"))
        tmux.keys("Escape", "BSpace", "F4")
        for key, words in WINDOWS.items():
            tmux.keys(key)
            seen.append(tmux.wait_for(words))
            tmux.keys("Escape")
            tmux.wait_gone(words)
    assert {sign for screen in seen for sign in screen if ord(sign) > 126} == set()


WINDOWS = {
    "C-o": "1 chat",
    "C-p": "Enter picks",
    "F9": "Security",
    "F1": "The prompt",
    "F2": "Enter picks",
    "C-r": "Earlier prompts",
}


_OURS = {"Javari", "Scripted", "script", "other", "root", "one", "English", "Esc", "qps"}
_CHANGED = set("aeiouncsAEIOUNCS")
"""Letters that the made-up language writes otherwise: a word with one of them was not translated."""


def _english(person: Person) -> list[str]:
    """Words on the screen that were not translated; slash words and names are the same in every language."""
    words = re.findall(r"(?<![/\w])[^\W\d]{3,}", person.text())
    return [word for word in words if word not in _OURS and set(word) & _CHANGED]


async def test_a_language_switch_changes_everything_on_screen_at_once(javari: Javari) -> None:
    script, go_on = halting("ok")
    async with javari([script], size=(230, 40)) as person:
        await person.press("f4")
        person.app.post_message(LanguageChosen("qps"))
        await person.reads_no_more("New chat")
        await person.until(lambda: not _english(person), "not translated")
        await person.send("one")
        await person.until(person.answers)
        await person.send("one one")
        await person.reads("⧗ one one")
        await person.until(lambda: not _english(person), "not translated")
        person.app.post_message(LanguageChosen("en"))
        await person.reads("takes the last one back")
        await person.reads("Enter Send")
        person.app.post_message(LanguageChosen("qps"))
        await person.reads_no_more("takes the last one back")
        await person.until(lambda: not _english(person), "not translated")
        go_on.set()


@pytest.mark.parametrize("key", KEYS)
async def test_windows_hold_no_text_that_was_not_translated(javari: Javari, key: str) -> None:
    async with javari([saying("ok")], size=(230, 60)) as person:
        await person.ask("one")
        person.app.post_message(LanguageChosen("qps"))
        await person.reads_no_more("Enter Send")
        await _open(person, key)
        await person.until(lambda: len(person.text().split()) > 5)
        for field in person.app.screen.query(Input):
            assert not field.placeholder or field.placeholder.startswith("[")
        await person.until(lambda: not _english(person), "not translated")


async def test_no_color_draws_no_colours(javari: Javari, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with javari([saying("```python\nx = 1\n```")]) as person:
        await person.ask("one")
        colours = set()
        for strip in person.app.screen._compositor.render_strips():
            for segment in strip:
                for colour in (segment.style.color, segment.style.bgcolor) if segment.style else ():
                    if colour is not None and colour.triplet is not None:
                        colours.add(colour.triplet)
        assert all(max(colour) - min(colour) <= 2 for colour in colours), "only greys"


async def test_notices_stand_above_the_prompt_one_at_a_time_and_esc_takes_them_away(javari: Javari) -> None:
    async with javari([saying("ok")]) as person:
        page = person.chat_screen.page
        page.tell("The first word.", seconds=9)
        page.tell("The second word.", seconds=9)
        await person.reads("The second word")
        await person.until(lambda: not person.sees("The first word"))
        row = next(y for y, text in enumerate(person.rows()) if "The second word" in text)
        assert row == person.chat_screen.prompt.region.y - 1
        await person.press("escape")
        await person.until(lambda: not person.sees("The second word"))


async def test_what_the_empty_prompt_says_is_dim_in_sixteen_colours(
    javari: Javari, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("COLORTERM", raising=False)
    async with javari([saying("ok")]) as person:
        person.app.post_message(ThemeChosen("ansi"))
        await person.until(lambda: person.app.current_theme.ansi)
        area = person.chat_screen.query_one(PromptArea)

        def styles() -> list[bool]:
            strip = area.render_line(0)
            return [bool(style and style.dim) for text, style, _control in strip if "anything" in text or "sk" in text]

        await person.until(lambda: styles() and all(styles()))
