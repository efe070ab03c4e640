"""Find model servers on this machine by asking their usual ports: plain asyncio, a third of a second, no keys."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from javari_tui.domain.errors import ModelError
from javari_tui.domain.models import ModelInfo
from javari_tui.providers.model_lists import parse_models
from javari_tui.providers.presets import LLAMA_CPP, LM_STUDIO, LOCAL_HOST, OLLAMA, VLLM, Preset, at

SECONDS = 0.3
SWITCH = "JAVARI_DISCOVERY"
PORTS = {11434: OLLAMA, 1234: LM_STUDIO, 8080: LLAMA_CPP}
"""Where each usually listens. Whoever answers says what it is: a port proves nothing."""

_LARGEST_ANSWER = 1_000_000
_OWNERS = {"library": OLLAMA, "llamacpp": LLAMA_CPP, "organization_owner": LM_STUDIO, "vllm": VLLM}


_NOBODY = (
    OSError,
    TimeoutError,
    EOFError,
    asyncio.LimitOverrunError,
    ValueError,
    RecursionError,
    ModelError,
)
"""What refusing, being silent, and talking of other things look like."""


class _Answer(NamedTuple):
    server: str
    body: bytes


async def discover(
    environ: Mapping[str, str], *, ports: Mapping[int, Preset] = PORTS, seconds: float = SECONDS
) -> tuple[Preset, ...]:
    """The servers that answered in time, each with its address and its models."""
    if environ.get(SWITCH, "").lower() in {"off", "0", "no", "false"}:
        return ()
    found = await asyncio.gather(*(_probe(port, usual, seconds) for port, usual in ports.items()))
    named: dict[str, Preset] = {}
    for preset in found:
        if preset is not None:
            named.setdefault(preset.name, preset)
    return tuple(named.values())


async def _probe(port: int, usual: Preset, seconds: float) -> Preset | None:
    """Who listens there, if it is one we know. What refuses, is silent or talks of other things is nobody."""
    try:
        async with asyncio.timeout(seconds):
            answer = await _get(port, "/v1/models")
            preset = await _recognise(answer, port, usual)
        if preset is None:
            return None
        models = _models_of(preset, answer.body)
    except _NOBODY:
        return None
    return replace(at(preset, f"http://{LOCAL_HOST}:{port}/v1"), known_models=models)


def _models_of(preset: Preset, body: bytes) -> tuple[ModelInfo, ...]:
    return parse_models(preset.name, body)


async def _recognise(answer: _Answer, port: int, usual: Preset) -> Preset | None:
    """By the server's name, by who owns its models, and with no models by the list its own kind gives."""
    if "llama.cpp" in answer.server:
        return LLAMA_CPP
    payload = json.loads(answer.body)
    if not isinstance(payload, dict) or "data" not in payload:
        return None
    entries = payload["data"] if isinstance(payload["data"], list) else []
    for entry in entries:
        if isinstance(entry, dict) and (preset := _OWNERS.get(str(entry.get("owned_by")))) is not None:
            return preset
    if usual is OLLAMA:
        return OLLAMA if b'"version"' in (await _get(port, "/api/version")).body else None
    return LM_STUDIO if usual is LM_STUDIO and not entries and payload.get("object") == "list" else None


async def _get(port: int, path: str) -> _Answer:
    """One GET. HTTP 1.0, so that the end of the connection is the end of the body."""
    reader, writer = await asyncio.open_connection(LOCAL_HOST, port)
    try:
        writer.write(f"GET {path} HTTP/1.0\r\nHost: {LOCAL_HOST}:{port}\r\nAccept: application/json\r\n\r\n".encode())
        await writer.drain()
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        status, *lines = head.split("\r\n")
        headers: dict[str, Any] = {name.lower(): value.strip() for name, _, value in (x.partition(":") for x in lines)}
        if status.split()[1:2] != ["200"]:
            raise ValueError(status)
        return _Answer(headers.get("server", ""), await _read_body(reader, headers.get("content-length", "")))
    finally:
        writer.close()


async def _read_body(reader: asyncio.StreamReader, length: str) -> bytes:
    """As much as was announced; without an announcement, to the end. Never more than a megabyte."""
    if length.isdecimal():
        return await reader.readexactly(min(int(length), _LARGEST_ANSWER))
    body = b""
    while len(body) < _LARGEST_ANSWER and (piece := await reader.read(65_536)):
        body += piece
    return body
