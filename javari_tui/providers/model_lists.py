"""Lists of models as servers give them, in their several shapes."""

from __future__ import annotations

import json
from typing import Any

from javari_tui.domain.models import Effort, FailureKind, ModelInfo, ModelRef
from javari_tui.domain.untrusted_text import clean
from javari_tui.providers.failures import model_error

_CONTEXT_FIELDS = (
    "loaded_context_length",
    "max_input_tokens",
    "max_model_len",
    "context_length",
    "max_context_length",
    "context_window",
)
_NOT_CHAT = ("embedding", "embeddings", "tts", "whisper", "moderation")
_LONGEST_NAME = 200


def parse_models(provider: str, body: bytes | str, known: tuple[ModelInfo, ...] = ()) -> tuple[ModelInfo, ...]:
    """The models of a list; ModelError when it is none. What is `known` of one fills in what the list leaves out."""
    try:
        payload = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise model_error(FailureKind.NOT_UNDERSTOOD, error) from error
    by_name = {info.ref.model: info for info in known}
    found: dict[str, ModelInfo] = {}
    for entry in _entries(payload):
        info = _model(provider, entry)
        if info is not None:
            found.setdefault(info.ref.model, _completed(info, by_name.get(info.ref.model)))
    return tuple(found.values())


def _entries(payload: object) -> list[object]:
    """The rows of `{"data": […]}`, `{"models": […]}` or a bare list. No models yet may be a null."""
    if isinstance(payload, dict):
        for name in ("data", "models"):
            if name in payload:
                return _entries(payload[name] or [])
    if isinstance(payload, list):
        return payload
    raise model_error(FailureKind.NOT_UNDERSTOOD, str(payload)[:200])


def _model(provider: str, entry: object) -> ModelInfo | None:
    if isinstance(entry, str):
        entry = {"id": entry}
    if not isinstance(entry, dict) or entry.get("type") in _NOT_CHAT:
        return None
    name = next((entry[key] for key in ("id", "model", "name") if isinstance(entry.get(key), str)), "")
    if not name or clean(name) != name or len(name) > _LONGEST_NAME:
        return None  # it would have to be sent back as it is, and cannot be shown as it is
    return ModelInfo(
        ref=ModelRef(provider, name),
        title=_title(entry) or name,
        context_tokens=_context(entry),
        output_tokens=_count(entry.get("max_tokens"))
        or _count(_inside(entry, "top_provider", "max_completion_tokens")),
        efforts=_efforts(_inside(entry, "capabilities", "effort")),
        thinks=_is_supported(_inside(_inside(entry, "capabilities", "thinking"), "types", "adaptive")),
    )


def _title(entry: dict[str, Any]) -> str:
    title = entry.get("display_name") or (entry.get("name") if "id" in entry else None)
    return clean(title).replace("\n", " ").strip()[:_LONGEST_NAME] if isinstance(title, str) else ""


def _context(entry: dict[str, Any]) -> int | None:
    """The window that is in force; what a model was trained for is not it."""
    for name in _CONTEXT_FIELDS:
        if count := _count(entry.get(name)):
            return count
    return _count(_inside(entry, "meta", "n_ctx"))


def _completed(info: ModelInfo, known: ModelInfo | None) -> ModelInfo:
    if known is None:
        return info
    return ModelInfo(
        ref=info.ref,
        title=info.title if info.title != info.ref.model else known.title,
        context_tokens=info.context_tokens or known.context_tokens,
        output_tokens=info.output_tokens or known.output_tokens,
        efforts=info.efforts or known.efforts,
        thinks=info.thinks or known.thinks,
    )


def _count(value: object) -> int | None:
    return value if type(value) is int and value > 0 else None


def _inside(entry: object, *names: str) -> object:
    for name in names:
        entry = entry.get(name) if isinstance(entry, dict) else None
    return entry


def _is_supported(capability: object) -> bool:
    return isinstance(capability, dict) and capability.get("supported") is True


def _efforts(capability: object) -> tuple[Effort, ...]:
    return tuple(effort for effort in Effort if _is_supported(_inside(capability, effort.value)))
