"""Model servers on this machine are found, named rightly, quickly, and not by others' ports."""

from __future__ import annotations

import asyncio
import json
from contextlib import AsyncExitStack

from javari_tui.providers.discovery import PORTS, discover
from javari_tui.providers.presets import LLAMA_CPP, LM_STUDIO, OLLAMA, Preset
from tests.providers.raw_server import Part, for_ever, raw_server, whole


async def found_at(*answers: list[Part], usual: Preset, seconds: float = 2.0) -> tuple[Preset, ...]:
    """What is found where the server usually at this port gives these answers."""
    async with raw_server(*answers) as server:
        return await discover({}, ports={port_of(server.url): usual}, seconds=seconds)


def port_of(url: str) -> int:
    """The port of a server's address."""
    return int(url.rpartition(":")[2])


def listed(*models: dict[str, object], server: str = "x") -> list[Part]:
    """A list of models in the OpenAI shape."""
    return whole("200 OK", json.dumps({"object": "list", "data": list(models)}).encode(), f"Server: {server}")


def names(found: tuple[Preset, ...]) -> list[tuple[str, list[str]]]:
    """Who was found, with which models."""
    return [(preset.name, [info.ref.model for info in preset.known_models]) for preset in found]


async def test_each_kind_is_recognised_with_its_models() -> None:
    async with AsyncExitStack() as stack:
        ollama = await stack.enter_async_context(raw_server(listed({"id": "qwen3:8b", "owned_by": "library"})))
        studio = await stack.enter_async_context(raw_server(listed({"id": "gemma", "owned_by": "organization_owner"})))
        llama = await stack.enter_async_context(raw_server(listed({"id": "tiny"}, server="llama.cpp")))
        ports = {port_of(ollama.url): OLLAMA, port_of(studio.url): LM_STUDIO, port_of(llama.url): LLAMA_CPP}
        found = await discover({}, ports=ports, seconds=5)
        assert names(found) == [("ollama", ["qwen3:8b"]), ("lmstudio", ["gemma"]), ("llamacpp", ["tiny"])]
        assert [preset.base_url for preset in found] == [f"{x.url}/v1" for x in (ollama, studio, llama)]
        assert all("authorization" not in x.asked[0].headers for x in (ollama, studio, llama))


async def test_a_server_is_named_by_what_it_says_not_by_its_port() -> None:
    assert names(await found_at(listed({"id": "m", "owned_by": "llamacpp"}), usual=OLLAMA)) == [("llamacpp", ["m"])]


async def test_ollama_without_models_is_found_by_its_version() -> None:
    version = whole("200 OK", b'{"version": "0.40.12"}')
    empty = whole("200 OK", b'{"object": "list", "data": null}')
    assert names(await found_at(empty, version, usual=OLLAMA)) == [("ollama", [])]
    assert names(await found_at(listed({"id": "me/own", "owned_by": "me"}), version, usual=OLLAMA)) == [
        ("ollama", ["me/own"])
    ]


async def test_whoever_talks_of_other_things_is_nobody() -> None:
    answers: list[list[Part]] = [
        whole("200 OK", b"<html>tomcat</html>", content_type="text/html"),
        whole("404 Not Found", b"{}"),
        whole("200 OK", b'{"data": [{"id": "x", "owned_by": "aimock"}]}'),
        whole("200 OK", b"[1, 2]"),
        whole("200 OK", b"[" * 200_000),
        [b"SSH-2.0-OpenSSH_9.2\r\n\r\n"],
        [b"\r\n\r\n"],
        [b"HTTP/1.1 200 OK\r\ncontent-length: 99999\r\n\r\n{"],
        whole("200 OK", b'{"data": 5}'),
        [b""],
    ]
    for answer in answers:
        assert await found_at(answer, usual=LLAMA_CPP) == ()


async def test_who_is_silent_is_nobody() -> None:
    async with raw_server([for_ever]) as one, raw_server([for_ever]) as two:
        assert await discover({}, ports={port_of(one.url): OLLAMA, port_of(two.url): LM_STUDIO}, seconds=0.2) == ()
        assert one.asked
        assert two.asked


async def test_all_ports_are_asked_together() -> None:
    """Each answers only when the other was asked too: one after the other nobody would."""
    everybody = asyncio.Barrier(2)
    answer = listed({"id": "m", "owned_by": "library"}), listed({"id": "g", "owned_by": "organization_owner"})
    async with raw_server([everybody.wait, *answer[0]]) as one, raw_server([everybody.wait, *answer[1]]) as two:
        found = await discover({}, ports={port_of(one.url): OLLAMA, port_of(two.url): LM_STUDIO}, seconds=10)
    assert names(found) == [("ollama", ["m"]), ("lmstudio", ["g"])]


async def test_nobody_listening_is_nobody() -> None:
    assert await discover({}, ports={9: OLLAMA}) == ()


async def test_it_can_be_turned_off() -> None:
    async with raw_server(listed({"id": "m", "owned_by": "library"})) as server:
        assert await discover({"JAVARI_DISCOVERY": "off"}, ports={port_of(server.url): OLLAMA}) == ()
        assert server.asked == []


def test_the_usual_ports() -> None:
    assert {port: preset.name for port, preset in PORTS.items()} == {
        11434: "ollama",
        1234: "lmstudio",
        8080: "llamacpp",
    }
