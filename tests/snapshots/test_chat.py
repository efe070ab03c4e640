"""The chat screen: sizes, themes, languages, and what can be open on it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from javari_tui.domain.models import TextPiece, ThinkingPiece
from javari_tui.providers.scripted import Hold
from tests.journeys.person import Person
from tests.snapshots import home, texts
from tests.snapshots.conftest import EVERY_SIZE, LARGE, SMALL, Picture

PASTE = "\n".join(f"2026-03-12 10:{minute:02} ERROR no space left on device" for minute in range(40))


@EVERY_SIZE
def test_welcome(picture: Picture, size: tuple[int, int]) -> None:
    picture(size=size)


@EVERY_SIZE
def test_conversation(picture: Picture, size: tuple[int, int]) -> None:
    picture(home.one_answer, size=size)


@pytest.mark.parametrize("theme", ["dark", "light", "contrast", "ansi"])
def test_everything_a_message_can_be(picture: Picture, theme: str) -> None:
    picture(home.many_states, size=(80, 90), theme=theme)


@pytest.mark.parametrize("language", ["es", "qps"])
def test_everything_a_message_can_be_in_other_languages(picture: Picture, language: str) -> None:
    picture(home.many_states, size=(80, 90), language=language)


def test_everything_a_message_can_be_in_ascii(picture: Picture) -> None:
    picture(home.many_states, size=(80, 90), config="glyphs: ascii\n")


def test_without_colours(picture: Picture) -> None:
    picture(home.many_states, environ={"NO_COLOR": "1"})


@pytest.mark.parametrize("language", ["es", "qps"])
@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["60x20", "120x40"])
def test_welcome_in_other_languages(picture: Picture, size: tuple[int, int], language: str) -> None:
    picture(size=size, language=language)


@EVERY_SIZE
def test_sidebar(picture: Picture, size: tuple[int, int]) -> None:
    async def open_sidebar(person: Person) -> None:
        await person.press("f4")
        await person.reads("Code, files")

    picture(home.one_answer, open_sidebar, size=size)


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["60x20", "120x40"])
def test_code_in_the_sidebar(picture: Picture, size: tuple[int, int]) -> None:
    async def open_code(person: Person) -> None:
        await person.press("shift+tab", "up", "up", "enter")
        await person.reads("Code . bash . 2 lines")

    picture(home.one_answer, open_code, size=size)


def test_a_diff_in_the_sidebar(picture: Picture) -> None:
    async def open_diff(person: Person) -> None:
        await person.press("shift+tab", "up", "enter", "f6")
        await person.until(lambda: person.chat_screen.sidebar.has_keys)
        await person.press("n")  # the first change is marked on arrival
        await person.reads("▸ +@@ -41")

    picture(home.a_change, open_diff, size=LARGE)


def test_a_diff_side_by_side(picture: Picture) -> None:
    async def open_diff(person: Person) -> None:
        await person.press("shift+tab", "up", "enter", "f6")
        await person.until(lambda: person.chat_screen.sidebar.has_keys)
        await person.press(*["plus"] * 14)
        await person.reads("12 - .* │ +12 [+]")

    picture(home.a_change, open_diff, size=(170, 30), theme="light")


def test_messages_that_wait(picture: Picture) -> None:
    picture(home.waiting)


def test_messages_that_wait_for_a_running_answer(picture: Picture) -> None:
    async def ask_twice(person: Person) -> None:
        await person.send("How large is /var/log?")
        await person.reads("Look at it with")
        await person.send("And how do I keep it small?")
        await person.reads("waiting")

    for_ever = Hold(asyncio.Event().wait)
    thought = ThinkingPiece("A short question.\nA short answer will do.")
    picture(home.one_answer, ask_twice, answer=(thought, TextPiece("Look at it with `du -sh /var/log`"), for_ever))


@EVERY_SIZE
def test_the_way_back_to_the_end(picture: Picture, size: tuple[int, int]) -> None:
    picture(home.scrolled_up, size=size)


@EVERY_SIZE
def test_commands_offered(picture: Picture, size: tuple[int, int]) -> None:
    async def begin(person: Person) -> None:
        await person.type("/")
        await person.until(person.list_is_open)

    picture(home.one_answer, begin, size=size)


def test_commands_found(picture: Picture) -> None:
    async def begin(person: Person) -> None:
        await person.type("/ex")
        await person.until(person.list_is_open)

    picture(home.one_answer, begin, language="es")


def test_files_offered(picture: Picture) -> None:
    for name in ("README.md", "src/main.py", "src/parsing.py", "tests/test_parsing.py", "notes/日本.txt"):
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_text("x = 1\n", encoding="utf-8")

    async def begin(person: Person) -> None:
        await person.type("Look at @pars")
        await person.reads("test_parsing")

    picture(home.one_answer, begin)


@pytest.mark.parametrize("language", ["en", "es", "qps"])
def test_attachments(picture: Picture, language: str) -> None:
    Path("notes.md").write_text("# Notes\n" * 30, encoding="utf-8")

    async def attach(person: Person) -> None:
        await person.type("Look at @notes")
        await person.reads(r"notes\.md")
        await person.press("enter")
        await person.reads(r"notes\.md.*~")
        await person.paste(PASTE)
        await person.type("and this")
        await person.reads("and this")

    picture(home.one_answer, attach, language=language)


def test_a_long_draft(picture: Picture) -> None:
    async def write(person: Person) -> None:
        await person.paste(texts.SYSTEMD.strip())
        await person.type("\nWhat is wrong here? It starts, but it ends after a minute, and the journal says nothing.")

    picture(home.one_answer, write)


def test_a_marked_block(picture: Picture) -> None:
    async def go_up(person: Person) -> None:
        await person.press("shift+tab")
        await person.reads("Copy block")
        await person.press("up")

    picture(home.one_answer, go_up)


def test_thinking_unfolded(picture: Picture) -> None:
    async def unfold(person: Person) -> None:
        await person.press("ctrl+t")
        await person.reads("The user wants")

    picture(home.many_states, unfold, size=(80, 90))


def test_an_error(picture: Picture) -> None:
    async def attach_what_is_no_text(person: Person) -> None:
        Path("photo.bin").write_bytes(bytes(range(256)))
        await person.type("@photo")
        await person.reads(r"photo\.bin")
        await person.press("enter")
        await person.reads("not a text file")

    picture(home.one_answer, attach_what_is_no_text)


def test_a_notice(picture: Picture) -> None:
    async def pin(person: Person) -> None:
        await person.slash("/pin")
        await person.reads("[Pp]inned")

    picture(home.one_answer, pin)


def test_mistakes_in_the_settings(picture: Picture, tmp_path: Path) -> None:
    picture(home.one_answer, config="glyphs: ascci\nmotoin: reduced\n", environ={"HOME": str(tmp_path)})
