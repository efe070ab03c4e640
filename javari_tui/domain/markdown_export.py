"""A chat as a Markdown page with a head in YAML: for reading, printing, sharing."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime

from javari_tui.domain.chat import Attachment, Chat, Message, MessageState, Role
from javari_tui.i18n import N_, _

_ENDS = {
    MessageState.STOPPED: N_("Stopped here."),
    MessageState.CUT: N_("The answer was cut off here."),
    MessageState.FAILED: N_("The answer failed here."),
}
_BACKTICKS = re.compile(r"`{3,}")
_NOT_IN_YAML = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


def to_markdown(chat: Chat, messages: Sequence[Message]) -> str:
    """The shown branch of a chat as a page."""
    title = " ".join(chat.title.split()) or _("Untitled chat")
    return (
        "\n\n".join([_head(chat, title, messages), f"# {title}", *(_section(message) for message in messages)]) + "\n"
    )


def _head(chat: Chat, title: str, messages: Sequence[Message]) -> str:
    """What is known of the chat, as YAML front matter."""
    models = sorted({str(message.model) for message in messages if message.model is not None})
    lines = [
        "---",
        f"title: {_quoted(title)}",
        f"uid: {_quoted(chat.uid)}",
        f"created: {_quoted(_time(chat.created_at))}",
        f"updated: {_quoted(_time(chat.updated_at))}",
        f"tags: [{', '.join(_quoted(tag) for tag in chat.tags)}]",
        f"models: [{', '.join(_quoted(model) for model in models)}]",
        f"messages: {len(messages)}",
        "---",
    ]
    return "\n".join(lines)


def _section(message: Message) -> str:
    """One message with its heading, what is attached, and how it ended where that was not well."""
    heading = f"## {_speaker(message)} · {message.created_at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    parts = [heading, *(_attached(attachment) for attachment in message.attachments), message.text.strip("\n")]
    if message.state in _ENDS:
        parts.append(f"*{_(_ENDS[message.state])}*")
    return "\n\n".join(part for part in parts if part)


def _speaker(message: Message) -> str:
    if message.role is Role.USER:
        return _("You")
    if message.role is Role.SUMMARY:
        return _("Summary of what was said before")
    return message.model.shown_name if message.model is not None else _("Javari")


def _attached(attachment: Attachment) -> str:
    """An attachment in a fence longer than any in its text."""
    longest = max((len(run) for run in _BACKTICKS.findall(attachment.text)), default=2)
    fence = "`" * (longest + 1)
    name = " ".join(attachment.name.split())
    return f"**{name}**\n\n{fence}\n{attachment.text.rstrip()}\n{fence}"


def _quoted(text: str) -> str:
    """A text as YAML reads it back, on one line."""
    return _NOT_IN_YAML.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
