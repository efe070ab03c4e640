"""Draws the app over a home of known content, at a known moment, and compares with the picture that was accepted."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Protocol

import pytest
import time_machine
from pytest_textual_snapshot import SVGImageExtension
from textual import constants
from textual.pilot import Pilot

from javari_tui.domain.models import ProviderInfo
from javari_tui.domain.start import StartOptions
from javari_tui.providers.scripted import Script, Scripted
from javari_tui.services import opening
from javari_tui.services.launch import prepare_launch
from javari_tui.services.models.provider_setup import make_registry
from javari_tui.services.opening import Services
from tests.journeys.person import Person
from tests.services.javari import HandClock, no_key
from tests.snapshots import home
from tests.snapshots.drawing import PicturedApp

# The plugin gives the ending by a name that the library under it does not read any more.
SVGImageExtension.file_extension = "svg"

SMALL, USUAL, LARGE = (60, 20), (80, 24), (120, 40)
EVERY_SIZE = pytest.mark.parametrize("size", [SMALL, USUAL, LARGE], ids=lambda size: f"{size[0]}x{size[1]}")
EVERY_THEME = pytest.mark.parametrize("theme", ["dark", "light", "contrast", "ansi"])
EVERY_LANGUAGE = pytest.mark.parametrize("language", ["en", "es", "qps"])
STILL = 6
"""So many looks, one after the other, must find the same picture."""

Act = Callable[[Person], Awaitable[None]]
Compare = Callable[..., bool]


class Picture(Protocol):
    """Opens Javari, lets a person act, and compares what is then on the screen."""

    def __call__(
        self,
        seed: home.Seed = home.nothing,
        act: Act | None = None,
        *,
        size: tuple[int, int] = USUAL,
        theme: str = "dark",
        language: str = "en",
        config: str = "",
        environ: Mapping[str, str] | None = None,
        answer: Script = (),
    ) -> None: ...


class Hosted(Scripted):
    """A scripted model in the place of a hosted one."""

    @property
    def info(self) -> ProviderInfo:
        """What can be told without asking."""
        known = super().info
        return ProviderInfo(
            name=known.name, title=known.title, known_models=known.known_models, needs_key=False, is_local=False
        )


def pytest_configure(config: pytest.Config) -> None:
    """Pictures are accepted by people who looked at them, never by a machine."""
    if config.getoption("update_snapshots", default=False) and os.environ.get("CI"):
        raise pytest.UsageError("Pictures are not taken anew in CI: run `make snapshots`, look at them, commit them.")


@pytest.fixture
def picture(snap_compare: Compare, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, own_home: Path) -> Picture:
    """Compares one picture."""
    # Textual was imported long ago, and read this then from the developer's environment.
    monkeypatch.setattr(constants, "COLOR_SYSTEM", "truecolor")
    for name in ("USER", "LOGNAME"):
        monkeypatch.setenv(name, "ana")
    monkeypatch.setenv("COLORTERM", "truecolor")
    folder = tmp_path / "project"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return partial(_compare, snap_compare, monkeypatch, own_home)


def _compare(
    snap_compare: Compare,
    monkeypatch: pytest.MonkeyPatch,
    own_home: Path,
    seed: home.Seed = home.nothing,
    act: Act | None = None,
    *,
    size: tuple[int, int] = USUAL,
    theme: str = "dark",
    language: str = "en",
    config: str = "",
    environ: Mapping[str, str] | None = None,
    answer: Script = (),
) -> None:
    for name, value in (environ or {}).items():
        monkeypatch.setenv(name, value)
    with time_machine.travel(home.NOW, tick=False):
        _furnish(own_home, seed, config)
        clock = HandClock()
        model = Hosted(
            [answer],
            name="anthropic",
            title="Anthropic",
            models=("claude-opus-5-5", "claude-haiku-4-5"),
            sleep=clock.sleep,
        )
        _use(monkeypatch, model, clock)
        app = PicturedApp(prepare_launch(StartOptions(theme=theme, language=language)))

        async def before(pilot: Pilot[None]) -> None:
            person = Person(pilot, app, model, clock)
            await _ready(person)
            if act is not None:
                await act(person)
            await _still(person)

        assert snap_compare(app, terminal_size=size, run_before=before), "the picture has changed"


def _furnish(own_home: Path, seed: home.Seed, config: str) -> None:
    """Chats and settings, as they would be after some days of use."""
    with home.writing() as written:
        seed(written)
    if config:
        file = own_home / "config" / "config.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(config, encoding="utf-8")


async def _ready(person: Person) -> None:
    """Everything that Javari does by itself at the start is done."""
    app = person.app
    await person.until(lambda: app.services is not None and app.services.done(), "the services never opened")
    await person.until(lambda: all(worker.is_finished for worker in app.workers), "the start never ended")
    await person.until(lambda: person.chat_screen.header.facts.model, "the model never showed")
    await person.settle()


async def _still(person: Person) -> None:
    """Nothing on the screen moves any more."""
    same, before = 0, None
    while same < STILL:
        await asyncio.sleep(0.02)
        if _busy(person):
            await person.until(lambda: not _busy(person), "the work behind the screen never ended")
        person.app.screen._on_timer_update()
        drawn = person.app.screen._compositor.render_strips()
        same, before = (same + 1 if drawn == before else 0), drawn


def _busy(person: Person) -> list[str]:
    """What still works behind the screen."""
    return [worker.group for worker in person.app.workers if not (worker.is_finished or _may_wait(worker.group))]


def _may_wait(group: str) -> bool:
    """Whether work may wait for the window that it opened: commands (their group is their id), opened chips."""
    return "." in group or group == "attach"


_real_open = opening.open_services


def _use(monkeypatch: pytest.MonkeyPatch, model: Scripted, clock: HandClock) -> None:
    """Open the services over a scripted model, and no other that could be asked."""

    async def open_scripted(places: object, settings: object) -> Services:
        registry = make_registry(settings.settings, os.environ, no_key)  # type: ignore[attr-defined]
        registry.register(model)
        return await _real_open(places, settings, environ=os.environ, providers=registry, clock=clock)  # type: ignore[arg-type]

    monkeypatch.setattr(opening, "open_services", open_scripted)
