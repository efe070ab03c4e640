"""Models and keys on the settings screen: who answers, and where each key comes from; no key is shown or written."""

from __future__ import annotations

from pathlib import Path

from javari_tui import paths
from javari_tui.domain.keys import KeySource
from javari_tui.screens.dialogs.ask_text import AskText
from javari_tui.widgets.settings.provider import ProviderRow
from tests.screens.settings_page import Page, opened


async def test_a_key_is_pasted_for_the_session_masked_and_forgotten() -> None:
    async with opened("models") as page:
        row = page.row("provider.anthropic")
        assert isinstance(row, ProviderRow) and row.shown == "no key"
        await page.go_to("provider.anthropic")
        await page.press("enter")
        await page.until(lambda: isinstance(page.app.screen, AskText))
        await page.press(*"sk-ant-0123456789")
        assert "0123456789" not in "\n".join(strip.text for strip in page.app.screen._compositor.render_strips())
        await page.press("enter")
        await page.until(lambda: row.source is KeySource.SESSION)
        assert row.shown == "key pasted for this session"
        assert "0123456789" not in page.text()
        assert (await page.services.keys.find(row.info)) is not None
        assert not [file for file in _files(page) if b"0123456789" in file.read_bytes()]
        await page.press("delete")
        await page.until(lambda: row.source is KeySource.NONE)
        assert row.shown == "no key"


async def test_each_source_of_a_key_is_told() -> None:
    folders = paths.folders()
    folders.config.mkdir(parents=True)
    folders.config_file.write_text("providers:\n  box: {title: My box, base_url: 'http://b', key_command: pass b}\n")
    async with opened("models", environ={"OPENAI_API_KEY": "sk-secret"}) as page:
        shown = {row.info.name: row.shown for row in page.screen.query(ProviderRow)}
        assert shown["openai"] == "key from the environment"
        assert shown["box"] == "key from a command"
        assert shown["anthropic"] == "no key"
        assert shown["ollama"] == "not running here"
        assert "sk-secret" not in page.text()


async def test_the_usual_model_is_picked_from_those_that_can_answer() -> None:
    async with opened(
        "models", environ={"ANTHROPIC_API_KEY": "sk-x", "ANTHROPIC_BASE_URL": "http://127.0.0.1:9"}
    ) as page:
        await page.press("enter")
        await page.until(lambda: page.app.screen is not page.screen)
        await page.press(*"guide", "enter")
        await page.until(lambda: page.app.screen is page.screen)
        await page.until(lambda: "guide" in str(page.row("model").words()))
        assert (await page.services.preferences.read()).model.startswith("guide/")


async def test_the_effort_is_chosen() -> None:
    async with opened("models") as page:
        await page.go_to("effort")
        await page.press("right", "right")
        await page.until(lambda: not page.app.workers._workers)
        assert (await page.services.preferences.read()).effort in ("medium", "high")


def _files(page: Page) -> list[Path]:
    home = page.services.folders.data.parent
    return [file for file in home.rglob("*") if file.is_file()]
