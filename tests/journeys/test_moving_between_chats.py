"""Going from chat to chat: nothing typed is lost or lands elsewhere, whatever is slow or fails meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from javari_tui.domain.errors import StorageError
from javari_tui.domain.start import StartOptions
from javari_tui.providers.scripted import saying
from javari_tui.screens.chats.screen import ChatsDialog
from tests.journeys.conftest import Javari
from tests.journeys.person import Person


def _held(monkeypatch: pytest.MonkeyPatch, of: object, name: str) -> asyncio.Event:
    """Let a service wait until the event is set before it does its work."""
    go_on, real = asyncio.Event(), getattr(of, name)

    async def waits(*args: object, **kwargs: object) -> object:
        await go_on.wait()
        return await real(*args, **kwargs)

    monkeypatch.setattr(type(of), name, lambda _self, *args, **kwargs: waits(*args, **kwargs))
    return go_on


def _failing(monkeypatch: pytest.MonkeyPatch, of: object, name: str, *, times: int) -> list[int]:
    """Let a service fail so many times; what is left of them is given back."""
    left, real = [times], getattr(of, name)

    async def fails(*args: object, **kwargs: object) -> object:
        if left[0]:
            left[0] -= 1
            raise StorageError()
        return await real(*args, **kwargs)

    monkeypatch.setattr(type(of), name, lambda _self, *args, **kwargs: fails(*args, **kwargs))
    return left


async def _opened(person: Person, chat_id: int | None) -> None:
    place = person.chat_screen.page
    await person.until(lambda: place.chat_id == chat_id and place.place.read.is_set())


async def _draft(person: Person, chat_id: int) -> str:
    return (await person.services.prompts.draft(chat_id)).text


async def _settled(person: Person, condition: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(10):
        while not await condition():
            await asyncio.sleep(0.002)


async def test_what_is_typed_right_behind_ctrl_n_belongs_to_the_new_chat(javari: Javari) -> None:
    async with javari([saying("ok")]) as person:
        await person.ask("alpha")
        alpha = person.chat.id
        for key in ("o", "l", "d", "ctrl+n", "n", "e", "w"):
            person._press(key)
        await person.settle()
        await _opened(person, None)
        assert person.prompt == "new"
        await _settled(person, lambda: _is(person, alpha, "old"))


@pytest.mark.parametrize("letters", ["", "next"])
@pytest.mark.parametrize("turns", [0, 4, 40])
async def test_a_message_is_not_the_draft_of_the_next_new_chat_too(javari: Javari, turns: int, letters: str) -> None:
    async with javari([saying("ok")]) as person:
        await person.type("write new")
        person._press("enter")
        for _turn in range(turns):
            await asyncio.sleep(0)
        person._press("ctrl+n")
        for letter in letters:
            person._press(letter)
        await person.until(lambda: len(person.model.requests) == 1)
        await _opened(person, None)
        await person.until(lambda: person.prompt == letters)
        await _settled(person, lambda: _is(person, 0, letters))
        assert person.prompt == letters
    async with javari([saying("ok")], options=StartOptions(new_chat=True)) as person:
        await _opened(person, None)
        assert person.prompt == letters


async def test_what_two_new_chats_have_is_not_lost_with_the_message_of_the_first(
    javari: Javari, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with javari([saying("ok")]) as person:
        await person.ask("alpha")
        alpha = person.chat.id
        await person.press("ctrl+n")
        go_on = _held(monkeypatch, person.services.conversation, "send")
        await person.send("sent")
        await person.press("ctrl+n")
        await person.type("second")
        person.chat_screen.moving.open(alpha)
        await _opened(person, alpha)
        go_on.set()
        await person.until(lambda: len(person.model.requests) == 2)
        await _settled(person, lambda: _is(person, 0, "second"))
        await person.press("ctrl+n")
        await person.until(lambda: person.prompt == "second")


async def _is(person: Person, chat_id: int, text: str) -> bool:
    return await _draft(person, chat_id) == text


async def test_what_is_typed_right_behind_slash_new_belongs_to_the_new_chat(javari: Javari) -> None:
    async with javari([saying("ok")]) as person:
        await person.ask("alpha")
        alpha = person.chat.id
        await person.type("/new")
        for key in ("enter", "n", "e", "w"):
            person._press(key)
        await person.settle()
        await _opened(person, None)
        assert person.prompt == "new"
        assert await _draft(person, alpha) == ""


async def test_what_is_typed_while_the_disk_is_slow_joins_the_draft_of_the_chat_that_opens(
    javari: Javari, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with javari([saying("ok")]) as person:
        await person.ask("alpha")
        alpha = person.chat.id
        await person.type("draft of alpha")
        await person.press("ctrl+n")
        await _opened(person, None)
        go_on = _held(monkeypatch, person.services.chats, "open")
        await person.slash(f"/chats {alpha}")
        await person.until(lambda: person.chat_screen.page.chat_id == alpha)
        await person.type("and more")
        assert person.prompt == "and more"
        go_on.set()
        await person.until(lambda: person.prompt == "draft of alpha\nand more")
        assert await _draft(person, 0) == ""
    async with javari([saying("ok")]) as person:
        assert person.prompt == "draft of alpha\nand more"


async def test_a_message_on_its_way_is_kept_as_a_draft_and_goes_to_its_own_chat(
    javari: Javari, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with javari([saying("ok")]) as person:
        go_on = _held(monkeypatch, person.services.conversation, "send")
        await person.send("precious")
        await person.type("next")
        await person.press("ctrl+n")
        await person.type("other")
        await _settled(person, lambda: _is(person, 0, "precious\nnext\nother"))
        go_on.set()
        await _settled(person, lambda: _is(person, 0, "other"))
        assert person.prompt == "other"
        assert person.chat_screen.page.chat is None
        (chat,) = await person.services.chats.list()
        opening = await person.services.chats.open(chat.id)
        assert opening.messages[0].text == "precious"
        assert opening.draft.text == "next"


async def test_a_message_that_cannot_be_sent_is_the_draft_of_its_own_chat(
    javari: Javari, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with javari([saying("ok")]) as person:
        await person.ask("alpha")
        alpha = person.chat.id
        _failing(monkeypatch, person.services.conversation, "send", times=1)
        go_on = _held(monkeypatch, person.services.conversation, "send")
        await person.send("lost?")
        await person.press("ctrl+n")
        await person.type("other")
        go_on.set()
        await person.reads("the draft of its chat")
        assert person.prompt == "other"
        assert await _draft(person, alpha) == "lost?"


async def test_opens_asked_for_together_end_at_the_last_with_every_draft_in_place(javari: Javari) -> None:
    async with javari([saying("ok")]) as person:
        ids = []
        for title in ("alpha", "beta"):
            await person.ask(title)
            ids.append(person.chat.id)
            await person.type(f"draft of {title}")
            await person.press("ctrl+n")
            await _opened(person, None)
        moving = person.chat_screen.moving
        for chat_id in (*ids, None, *ids, ids[0]):
            moving.open(chat_id)
        await person.type("!")
        await person.until(lambda: person.said() == ["alpha", "ok"])
        await person.until(lambda: "draft of alpha" in person.prompt and "!" in person.prompt)
        assert (await person.services.view.open_chat(), await _draft(person, ids[1])) == (ids[0], "draft of beta")


async def test_a_chat_that_is_not_there_changes_nothing(javari: Javari) -> None:
    async with javari([saying("ok"), saying("changed")]) as person:
        await person.ask("alpha")
        alpha = person.chat.id
        await person.slash("/edit")
        await person.until(lambda: person.prompt == "alpha")
        person.chat_screen.moving.open(999)
        await person.reads("Not done")
        await _opened(person, alpha)
        await person.until(lambda: person.prompt == "alpha")
        await person.until(lambda: person.said() == ["alpha", "ok"])
        assert person.footer().get("Esc") == "Leave it"
        assert await person.services.view.open_chat() == alpha


async def test_starting_with_a_chat_that_is_not_there_starts_with_a_new_one(javari: Javari) -> None:
    async with javari([saying("ok")]) as person:
        await person.ask("alpha")
    async with javari([saying("ok")], options=StartOptions(chat_id=999)) as person:
        await person.reads("Not done")
        await person.reads("What can I do for you")
        await person.ask("works")


async def test_a_good_send_is_never_called_unsaved_for_a_note_that_failed(
    javari: Javari, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with javari([saying("ok")]) as person:
        _failing(monkeypatch, person.services.view, "set_open_chat", times=1)
        await person.ask("alpha")
        await person.reads("could not note which chat is open")
        assert person.prompt == ""
        await person.press("up")
        await person.until(lambda: person.prompt == "alpha")


async def test_a_reading_that_failed_is_made_up_for_with_the_next_message(
    javari: Javari, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with javari([saying("A"), saying("B"), saying("C")]) as person:
        await person.ask("one")
        left = _failing(monkeypatch, person.services.chats, "open", times=1)
        await person.press("f8")
        await person.until(lambda: not left[0])
        await person.reads("Not done")
        await person.until(lambda: not person.services.conversation.running())
        await person.ask("two")
        assert person.said() == ["one", "B", "two", "C"]


async def test_an_undo_that_fails_can_be_tried_again(javari: Javari, monkeypatch: pytest.MonkeyPatch) -> None:
    async with javari([saying("ok")]) as person:
        await person.ask("alpha")
        await person.slash("/delete")
        await _opened(person, None)
        _failing(monkeypatch, person.services.chats, "undo_delete", times=1)
        await person.slash("/undo")
        await person.reads("Not done")
        await person.slash("/undo")
        await person.until(lambda: person.said() == ["alpha", "ok"])


async def test_a_hit_on_a_branch_that_is_not_shown_is_shown_with_its_branch(javari: Javari) -> None:
    async with javari([saying("About zebras"), saying("About dogs")]) as person:
        await person.ask("say")
        await person.press("f8")
        await person.reads("About dogs")
        await person.answered()
        await person.press("ctrl+n")
        await _opened(person, None)
        await person.slash("/search zebras")
        await person.on(ChatsDialog)
        await person.reads("F1 Help  F")
        await person.press("enter")
        await person.back()
        await person.reads("on another branch of the chat")
        assert person.said() == ["say", "About zebras"]


async def test_an_error_in_what_the_screen_hears_is_not_swallowed(
    javari: Javari, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures: list[Exception] = []
    async with javari([saying("ok")]) as person:
        monkeypatch.setattr(person.app, "_handle_exception", failures.append)
        asyncio.get_running_loop().call_soon(lambda: 1 / 0)
        await person.until(lambda: failures)
        assert isinstance(failures[0], ZeroDivisionError)
