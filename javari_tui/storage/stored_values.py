"""Domain values as they stand in columns, and back. Knows no SQL and no library."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from functools import lru_cache

from javari_tui.domain.chat import Attachment, AttachmentKind, ToolCall, ToolState
from javari_tui.domain.model_records import Failure, FailureKind, ModelRef, Usage
from javari_tui.storage.rows import choice


def now() -> datetime:
    """The time as it is stored: UTC, with a zone."""
    return datetime.now(UTC)


def time_to_text(time: datetime) -> str:
    """A time for a column: in UTC and always as long, so that texts sort as times do; no zone means UTC."""
    utc = time.astimezone(UTC) if time.tzinfo else time
    return f"{utc.replace(tzinfo=None).isoformat(timespec='microseconds')}Z"


def time_from_text(text: str) -> datetime:
    """A time of a column."""
    return datetime.fromisoformat(text)


def storable(text: str) -> str:
    """Text that SQLite can keep: halves of characters (from broken input) become question marks."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def attachments_to_text(attachments: Iterable[Attachment]) -> str:
    """Attachments for a JSON column."""
    return _json([asdict(attachment) for attachment in attachments])


def attachments_from_text(text: str) -> tuple[Attachment, ...]:
    """Attachments of a JSON column."""
    if text in ("", "[]"):
        return ()
    return tuple(
        Attachment(
            kind=choice(AttachmentKind, item["kind"], AttachmentKind.FILE),
            name=item["name"],
            text=item["text"],
            tokens=item["tokens"],
        )
        for item in json.loads(text)
    )


def tool_calls_to_text(calls: Iterable[ToolCall]) -> str:
    """Tool calls for a JSON column."""
    return _json([asdict(call) for call in calls])


def tool_calls_from_text(text: str) -> tuple[ToolCall, ...]:
    """Tool calls of a JSON column."""
    if text in ("", "[]"):
        return ()
    return tuple(_tool_call(item) for item in json.loads(text))


def _tool_call(item: dict[str, str]) -> ToolCall:
    """A call; those stored before calls had a state have neither state nor result."""
    state = ToolState(item.get("state", ToolState.ASKED))
    return ToolCall(
        id=item["id"], name=item["name"], arguments=item["arguments"], state=state, result=item.get("result", "")
    )


def failure_to_text(failure: Failure | None) -> str | None:
    """A failure for a JSON column."""
    return None if failure is None else _json(asdict(failure))


def failure_from_text(text: str | None) -> Failure | None:
    """A failure of a JSON column."""
    if text is None:
        return None
    item = json.loads(text)
    return Failure(
        kind=choice(FailureKind, item["kind"], FailureKind.SERVER),
        detail=item["detail"],
        status=item["status"],
        retry_after=item["retry_after"],
        request_id=item["request_id"],
    )


def model_to_text(model: ModelRef | None) -> str | None:
    """A model's name for a column."""
    return None if model is None else str(model)


@lru_cache(maxsize=64)
def model_from_text(text: str | None) -> ModelRef | None:
    """A model's name of a column."""
    return None if text is None else ModelRef.parse(text)


def usage_to_columns(usage: Usage | None) -> dict[str, int | None]:
    """The four usage columns."""
    names = ("input", "output", "cache_read", "cache_write")
    return {f"usage_{name}": None if usage is None else getattr(usage, name) for name in names}


def usage_from_columns(read: int | None, output: int | None, hit: int | None, written: int | None) -> Usage | None:
    """What the four usage columns say."""
    if read is None:
        return None
    return Usage(input=read, output=output or 0, cache_read=hit or 0, cache_write=written or 0)


def tags_to_text(tags: Iterable[str]) -> str:
    """Tags for a JSON column, each once, in the order given."""
    return _json(list(dict.fromkeys(tags)))


def tags_from_text(text: str) -> tuple[str, ...]:
    """Tags of a JSON column."""
    return tuple(json.loads(text)) if text not in ("", "[]") else ()


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
