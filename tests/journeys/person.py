"""A person at Javari: presses keys, reads the screen, waits for what should come. The whole app, real storage."""

from __future__ import annotations

import asyncio
import builtins
import os
import re
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.events import Key, Paste
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.screen import Screen

from javari_tui.app import JavariApp
from javari_tui.domain.chat import Chat, Message, MessageState, Role
from javari_tui.domain.models import Finished, ModelRequest, StopReason, TextPiece, ThinkingPiece
from javari_tui.domain.start import StartOptions
from javari_tui.paths import folders
from javari_tui.providers.scripted import Hold, Script, Scripted
from javari_tui.screens.chat.screen import ChatScreen
from javari_tui.services import opening
from javari_tui.services.clock import Clock
from javari_tui.services.launch import prepare_launch
from javari_tui.services.models.provider_setup import make_registry
from javari_tui.services.opening import Services
from javari_tui.widgets.prompt.text_area import PromptArea
from tests.services.javari import HandClock, no_key

PATIENCE = 10.0
"""Seconds until what never comes fails a test."""

Answers = Iterable[Script] | Callable[[ModelRequest], Script]


class Person:
    """What a person does and sees."""

    def __init__(self, pilot: Pilot[None], app: JavariApp, model: Scripted, clock: HandClock) -> None:
        self.pilot, self.app, self.model, self.clock = pilot, app, model, clock

    # What they do

    async def press(self, *keys: str) -> None:
        """Press keys by Textual's names, one after the other, each when the one before was taken in."""
        for key in keys:
            self._press(key)
            await self.settle()

    async def type(self, text: str) -> None:
        """Type a text as fast as a terminal delivers it; a newline is Ctrl+J."""
        for letter in text:
            self._press("ctrl+j" if letter == "\n" else letter)
        await self.settle()

    def _press(self, key: str) -> None:
        """As the terminal's driver does. (Textual's own way waits 40 ms for each key.)"""
        character = key if len(key) == 1 else " " if key == "space" else None
        event = Key(_character_to_key(key) if len(key) == 1 else key, character)
        event.set_sender(self.app)
        assert self.app._driver is not None
        self.app._driver.send_message(event)

    async def settle(self) -> None:
        """Let everything on the screen take in what it was told, and come to rest."""
        while self.app._kept:  # keys that wait for what opens
            await asyncio.sleep(0.002)
        for _turn in range(3):
            await asyncio.sleep(0)
            await self.pilot._wait_for_screen()
        await self.app.animator.wait_for_idle()

    async def paste(self, text: str) -> None:
        """Paste, as a terminal does."""
        assert self.app._driver is not None
        self.app._driver.send_message(Paste(text))
        await self.settle()

    async def send(self, text: str) -> None:
        """Type a message and press Enter."""
        await self.type(text)
        await self.press("enter")

    async def ask(self, text: str) -> Message:
        """Send a message and wait for the end of its answer, which is given back as it is on disk."""
        count = len(self.answers())
        await self.send(text)
        await self.until(lambda: len(self.answers()) > count)
        return await self.answered()

    async def slash(self, line: str) -> None:
        """Type a slash command and run it; the completion list takes the first Enter where it must."""
        await self.type(line)
        await self.press("escape", "enter") if self.list_is_open() else await self.press("enter")

    # What they see

    def rows(self) -> list[str]:
        """The rows of the screen."""
        return [strip.text for strip in self.app.screen._compositor.render_strips()]

    def text(self) -> str:
        """Everything on the screen."""
        return "\n".join(row.rstrip() for row in self.rows())

    def sees(self, pattern: str) -> bool:
        """Whether a pattern stands on the screen."""
        return re.search(pattern, self.text()) is not None

    async def until(self, condition: Callable[[], object], why: str = "it never came true") -> None:
        """Wait until something is true."""
        loop = asyncio.get_running_loop()
        end, pause = loop.time() + PATIENCE, 0.002
        while not condition():
            if loop.time() > end:
                raise AssertionError(f"{why}\n{self.text()}")
            # No `settle` for each look: it costs each widget on the screen a message.
            await asyncio.sleep(pause)
            pause = min(2 * pause, 0.01)
        await self.settle()

    async def reads(self, pattern: str) -> str:
        """Wait until a pattern stands on the screen."""
        await self.until(lambda: self.sees(pattern), f"{pattern!r} never came")
        return self.text()

    async def reads_no_more(self, pattern: str) -> str:
        """Wait until a pattern stands on the screen no more."""
        await self.until(lambda: not self.sees(pattern), f"{pattern!r} never went")
        return self.text()

    async def on(self, screen: builtins.type[Screen[Any]]) -> None:
        """Wait until a page or window is in front and has the keys."""
        await self.until(lambda: isinstance(self.app.screen, screen), f"{screen.__name__} never opened")

    async def back(self) -> None:
        """Wait until the chat is in front again."""
        await self.on(ChatScreen)

    # What is so

    @property
    def chat_screen(self) -> ChatScreen:
        """The chat's page, in front or not."""
        return next(screen for screen in self.app.screen_stack if isinstance(screen, ChatScreen))

    @property
    def services(self) -> Services:
        """What the app has opened."""
        assert self.app.services is not None
        return self.app.services.result()

    @property
    def prompt(self) -> str:
        """The text in the prompt."""
        return self.chat_screen.query_one(PromptArea).text

    def list_is_open(self) -> bool:
        """Whether the prompt's completion list is open."""
        return self.chat_screen.prompt._menu.is_open

    @property
    def chat(self) -> Chat:
        """The open chat."""
        assert self.chat_screen.page.chat is not None
        return self.chat_screen.page.chat

    def messages(self) -> list[Message]:
        """The messages of the open chat, as they are shown."""
        return list(self.chat_screen.transcript.messages)

    def said(self) -> list[str]:
        """Their texts."""
        return [message.text for message in self.messages()]

    def answers(self) -> list[Message]:
        """The answers that are shown."""
        return [message for message in self.messages() if message.role is Role.ASSISTANT]

    async def answered(self) -> Message:
        """The last answer as soon as it has ended, as it is on disk."""
        await self.until(lambda: self.answers() and not self.answers()[-1].is_running, "the answer never ended")
        await self.until(lambda: not self.services.conversation.is_running(self.chat.id), "the work never ended")
        return (await self.services.chats.open(self.chat.id)).messages[-1]

    async def state(self) -> MessageState:
        """How the last answer ended."""
        return (await self.answered()).state

    def footer(self) -> dict[str, str]:
        """The keys in the last row and what they do, as shown, also those for which there is no room."""
        from javari_tui.widgets.key_footer import KeyFooter

        return {key: text for key, text, _action in self.app.screen.query_one(KeyFooter).shown()}

    def settings_file(self) -> Path:
        """The user's settings."""
        return folders().config_file


@asynccontextmanager
async def at_javari(
    monkeypatch: pytest.MonkeyPatch,
    answers: Answers | None = None,
    *,
    size: tuple[int, int] = (100, 30),
    options: StartOptions | None = None,
    models: tuple[str, ...] = ("script", "other"),
    context_tokens: int | None = 200_000,
) -> AsyncIterator[Person]:
    """Javari opened anew in this test's home. With `answers` a scripted model and a clock moved by hand."""
    clock = HandClock()
    model = Scripted(answers or [()], models=models, context_tokens=context_tokens, sleep=clock.sleep)
    _use(monkeypatch, model if answers is not None else None, clock)
    app = JavariApp(prepare_launch(options or StartOptions()))
    async with app.run_test(size=size, notifications=True) as pilot:
        person = Person(pilot, app, model, clock)
        await person.until(lambda: app.services is not None and app.services.done(), "the services never opened")
        await person.until(lambda: person.chat_screen.header.facts.model, "the model never showed")
        await person.settle()
        yield person
        if app.is_running and not app._exit:
            await app.leave()
    assert app._exception is None


_real_open = opening.open_services


def _use(monkeypatch: pytest.MonkeyPatch, model: Scripted | None, clock: Clock) -> None:
    """Open the services over a scripted model; without one as they are for everybody."""
    if model is None:
        monkeypatch.setattr(opening, "open_services", _real_open)
        return

    async def open_scripted(places: object, settings: object) -> Services:
        registry = make_registry(settings.settings, os.environ, no_key)  # type: ignore[attr-defined]
        registry.register(model)
        services = await _real_open(places, settings, environ=os.environ, providers=registry, clock=clock)  # type: ignore[arg-type]
        if not (await services.preferences.read()).model:
            await services.preferences.change(model="scripted/script")
        return services

    monkeypatch.setattr(opening, "open_services", open_scripted)


def halting(first: str, rest: str = "", *, thinking: str = "") -> tuple[Script, asyncio.Event]:
    """An answer that says its first part and goes on when the event is set."""
    go_on = asyncio.Event()
    thought = (ThinkingPiece(thinking),) if thinking else ()
    return (*thought, TextPiece(first), Hold(go_on.wait), TextPiece(rest), Finished(StopReason.END)), go_on
