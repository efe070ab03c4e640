"""What the settings file says is what happens."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from javari_tui.domain.attachments import MAX_TOGETHER
from javari_tui.paths import folders, private_folder
from javari_tui.providers.server_provider import ServerProvider
from javari_tui.services.models.provider_setup import make_registry
from javari_tui.services.opening import open_services
from javari_tui.settings import AnswerSettings, Settings, SettingsStore
from javari_tui.settings.schema import leaf_at
from javari_tui.storage.backup import KEPT_AT_LEAST, list_backups
from javari_tui.storage.connections import connect, create_private
from javari_tui.storage.migrating import migrate


async def _no_key(_name: str) -> str | None:
    return None


@pytest.mark.parametrize("name", ["anthropic", "ollama"])
@pytest.mark.parametrize(
    ("answers", "connect", "read"),
    [
        (AnswerSettings(), 5, {"anthropic": 90, "ollama": 600}),
        (AnswerSettings(connect_seconds=17, silence_seconds=44), 17, {"anthropic": 44, "ollama": 44}),
    ],
)
async def test_connections_and_silence_are_waited_for_as_long_as_the_settings_say(
    name: str, answers: AnswerSettings, connect: int, read: dict[str, int]
) -> None:
    registry = make_registry(Settings(answers=answers), {}, _no_key)
    provider = registry.get(name)
    assert isinstance(provider, ServerProvider)
    client: Any = await provider._client.get()
    assert (client.timeout.connect, client.timeout.read) == (connect, read[name])
    await registry.close()


async def test_an_upgrade_keeps_as_many_copies_as_the_settings_say() -> None:
    places = folders()
    private_folder(places.config)
    places.config_file.write_text("storage: {backups: 9}\n")
    private_folder(places.backups)
    for years in range(2, 14):
        made = datetime.now(UTC) - timedelta(days=366 * years)
        (places.backups / f"pre-0001-{made.strftime('%Y%m%dT%H%M%S%fZ')}.db").touch()
    create_private(places.database)
    with closing(connect(places.database)) as connection:
        migrate(connection, "0001")

    services = await open_services(places, SettingsStore.load(places.config_file, {}), environ={})
    await services.close()

    assert len(list_backups(places.backups)) == 9


def test_the_settings_promise_nothing_that_is_refused_elsewhere() -> None:
    largest, copies = leaf_at(("attachments", "limit_kib")), leaf_at(("storage", "backups"))
    assert largest is not None
    assert copies is not None
    assert largest.most * 1024 == MAX_TOGETHER
    assert copies.least == KEPT_AT_LEAST
