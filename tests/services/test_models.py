from __future__ import annotations

import os
import subprocess
import sys

import pytest

from javari_tui.domain.connection import Connection
from javari_tui.domain.errors import NotFound
from javari_tui.domain.models import Effort, FailureKind, ModelRef
from javari_tui.paths import folders
from javari_tui.providers.presets import LLAMA_CPP, Preset
from javari_tui.providers.scripted import Scripted, saying
from javari_tui.services.models import speaking
from javari_tui.services.opening import Services, open_services
from javari_tui.settings import SettingsStore
from tests.services.javari import Opener

GUIDE = ModelRef("guide", "guide")


async def opened(monkeypatch: pytest.MonkeyPatch, found: tuple[Preset, ...] = ()) -> Services:
    """Javari as it really opens, on a machine where these servers are found."""

    async def look(settings: SettingsStore, environ: object) -> tuple[Preset, ...]:
        return found

    monkeypatch.setattr(speaking, "_look", look)
    return await open_services(folders(), SettingsStore.load(folders().config_file, os.environ))


def write_settings(text: str) -> None:
    folders().config.mkdir(parents=True, exist_ok=True)
    folders().config_file.write_text(text)


def local_server() -> Preset:
    from dataclasses import replace

    from javari_tui.domain.models import ModelInfo

    model = ModelInfo(ref=ModelRef("llamacpp", "tiny"), title="tiny", context_tokens=8192)
    return replace(LLAMA_CPP, known_models=(model,))


async def test_with_nothing_at_all_the_guide_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    services = await opened(monkeypatch)
    current = (await services.models.current()).ref
    assert current == GUIDE
    assert services.models.connection(current) is Connection.OFFLINE_GUIDE
    assert [model.ref for model in await services.models.available()] == [GUIDE]
    await services.close()


async def test_server_found_on_this_machine_goes_before_the_guide(monkeypatch: pytest.MonkeyPatch) -> None:
    services = await opened(monkeypatch, (local_server(),))
    current = await services.models.current()
    assert (str(current.ref), current.context_tokens) == ("llamacpp/tiny", 8192)
    assert services.models.connection(current.ref) is Connection.LOCAL
    assert [info.name for info in await services.models.discover()] == ["llamacpp"]
    await services.close()


async def test_key_in_the_environment_goes_before_a_local_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-ant-test-0123456789")
    services = await opened(monkeypatch, (local_server(),))
    current = (await services.models.current()).ref
    assert current == ModelRef("anthropic", "claude-opus-5-5")
    assert services.models.connection(current) is Connection.CLOUD
    await services.close()


async def test_key_command_in_the_settings_counts_as_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    write_settings("providers:\n  anthropic:\n    key_command: echo sk-ant-from-command\n")
    services = await opened(monkeypatch)
    current = (await services.models.current()).ref
    assert (current.provider, services.models.connection(current)) == ("anthropic", Connection.CLOUD)
    assert (await services.keys.find(services.models.provider_info("anthropic"))).reveal() == "sk-ant-from-command"  # type: ignore[union-attr]
    await services.close()


async def test_preference_goes_before_keys_and_a_chats_choice_before_the_preference(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-ant-test-0123456789")
    services = await opened(monkeypatch, (local_server(),))
    await services.models.choose(GUIDE)
    assert (await services.models.current()).ref == GUIDE
    chat = await services.conversation.send(None, "Hello")
    await services.conversation.stop(chat.id)
    await services.models.choose(ModelRef("llamacpp", "tiny"), chat_id=chat.id)
    assert str((await services.models.current(chat.id)).ref) == "llamacpp/tiny"
    assert (await services.models.current()).ref == GUIDE
    assert (await services.chats.get(chat.id)).model == ModelRef("llamacpp", "tiny")
    await services.close()


async def test_environment_names_the_model_for_one_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAVARI_MODEL", "anthropic/claude-haiku-5-5")
    services = await opened(monkeypatch)
    current = (await services.models.current()).ref
    assert str(current) == "anthropic/claude-haiku-5-5"
    assert services.models.connection(current) is Connection.NO_KEY
    await services.close()


async def test_missing_key_fails_the_answer_and_keeps_the_question(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAVARI_MODEL", "anthropic/claude-haiku-5-5")
    services = await opened(monkeypatch)
    chat = await services.conversation.send(None, "Precious")
    while services.conversation.is_running(chat.id):
        await services.view.flag("anything")
    question, answer = (await services.chats.open(chat.id)).messages
    assert question.text == "Precious"
    assert answer.failure is not None
    assert answer.failure.kind is FailureKind.NO_KEY
    await services.close()


async def test_failing_key_command_is_explained_in_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    write_settings("providers:\n  anthropic:\n    key_command: 'false'\n")
    services = await opened(monkeypatch)
    chat = await services.conversation.send(None, "Hello")
    while services.conversation.is_running(chat.id):
        await services.view.flag("anything")
    failure = (await services.chats.open(chat.id)).messages[1].failure
    assert failure is not None
    assert (failure.kind, failure.detail) == (FailureKind.NO_KEY, "“false” ended with status 1: ")
    await services.close()


async def test_effort_is_sent_where_the_model_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    services = await opened(monkeypatch)
    claude = ModelRef("anthropic", "claude-opus-5-5")
    await services.models.choose(claude, effort=Effort.HIGH)
    assert await services.models.effort(await services.models.current()) is Effort.HIGH
    await services.models.choose(GUIDE)
    assert await services.models.effort(await services.models.current()) is None
    await services.models.choose(claude, effort=None)
    assert await services.models.effort(await services.models.current()) is None
    await services.close()


async def test_unknown_provider_is_refused(opener: Opener) -> None:
    javari = await opener([saying("x")])
    with pytest.raises(NotFound, match="no provider “nobody”"):
        await javari.services.models.choose(ModelRef("nobody", "x"))


async def test_lists_are_asked_once_and_a_failing_server_gives_what_is_known(opener: Opener) -> None:
    from javari_tui.domain.models import Failure

    down = Scripted([saying("x")], name="down", list_failure=Failure(kind=FailureKind.UNREACHABLE))
    javari = await opener([saying("x")], others=(down,))
    listed = [str(model.ref) for model in await javari.services.models.available()]
    assert listed == ["scripted/script", "scripted/other", "down/script", "guide/guide"]


async def test_own_server_of_the_settings_is_used_when_it_lists_models(monkeypatch: pytest.MonkeyPatch) -> None:
    write_settings("providers:\n  mine:\n    title: My box\n    base_url: http://127.0.0.1:9/v1\n")
    services = await opened(monkeypatch)
    assert services.models.provider_info("mine").title == "My box"
    assert (await services.models.current()).ref == GUIDE, "nothing answers there"
    await services.close()


async def test_warming_up_imports_only_what_the_chosen_model_needs(opener: Opener) -> None:
    javari = await opener([saying("x")])
    await javari.services.models.warm_up()
    assert javari.model.is_warm


def test_opening_services_imports_no_model_sdk() -> None:
    code = (
        "import sys, javari_tui.services.opening; "
        "print([name for name in ('anthropic', 'httpx2', 'textual', 'rich', 'alembic.command') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_naming_the_services_package_imports_no_database() -> None:
    code = "import sys, javari_tui.services; print('sqlmodel' in sys.modules or 'sqlalchemy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
