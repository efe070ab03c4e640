"""Messages on their way into columns."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypedDict

from javari_tui.domain.chat import Attachment, MessageState, ToolCall
from javari_tui.domain.model_records import Failure, ModelRef, Usage
from javari_tui.storage.stored_values import (
    attachments_to_text,
    failure_to_text,
    model_to_text,
    tool_calls_to_text,
    usage_to_columns,
)

Columns = dict[str, str | int | None]


class MessageContent(TypedDict, total=False):
    """What a message may have beside its text."""

    thinking: str
    tool_calls: Iterable[ToolCall]
    model: ModelRef | None
    usage: Usage | None
    failure: Failure | None
    replay: str


class MessageChanges(MessageContent, total=False):
    """What may change in a message after it was made."""

    text: str
    state: MessageState


def columns_of(changes: MessageChanges) -> Columns:
    """The columns of what is named; the writer of a running answer is not among them."""
    columns: Columns = {}
    for name in ("text", "thinking", "replay"):
        if name in changes:
            columns[name] = changes[name]
    if "state" in changes:
        columns["state"] = changes["state"].value
    if "tool_calls" in changes:
        columns["tool_calls"] = tool_calls_to_text(changes["tool_calls"])
    if "model" in changes:
        columns["model"] = model_to_text(changes["model"])
    if "usage" in changes:
        columns |= usage_to_columns(changes["usage"])
    if "failure" in changes:
        columns["failure"] = failure_to_text(changes["failure"])
    return columns


def attachment_columns(attachments: Iterable[Attachment]) -> Columns:
    """The columns of attachments: all of them, and their names for the search."""
    attachments = tuple(attachments)
    names = "\n".join(attachment.name for attachment in attachments)
    return {"attachments": attachments_to_text(attachments), "attachment_names": names}
