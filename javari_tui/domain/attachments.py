"""What may go with a message: text of a bearable size. Everything else is refused with the reason."""

from __future__ import annotations

import codecs

from javari_tui.domain.drafts import Attachment, AttachmentKind
from javari_tui.domain.errors import AttachmentRefused
from javari_tui.domain.tokens import estimate_tokens
from javari_tui.i18n import N_

MAX_BYTES = 512 * 1024
"""Bytes of one attachment, where the settings say nothing else: about 130,000 tokens of English."""
MAX_TOGETHER = 8 * 1024 * 1024
"""Bytes of all attachments of one message."""
MAX_COUNT = 20
"""Attachments of one message."""

_ALLOWED_CONTROLS = frozenset(b"\t\n\v\f\r\x1b")
"""Control bytes that text files do contain; escape sequences stand in recorded terminal output."""
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def attach_file(name: str, data: bytes, *, limit: int = MAX_BYTES) -> Attachment:
    """A file's content as an attachment; AttachmentRefused says why it cannot be one."""
    check_size(name, len(data), limit=limit)
    return _attachment(AttachmentKind.FILE, name, _decode(name, data))


def attach_paste(name: str, text: str, *, limit: int = MAX_TOGETHER) -> Attachment:
    """A large paste as an attachment; AttachmentRefused says why it cannot be one."""
    check_size(name, len(text.encode(errors="replace")), limit=limit)
    return _attachment(AttachmentKind.PASTE, name, text)


def check_size(name: str, size: int, *, limit: int = MAX_BYTES) -> None:
    """Refuse what is too large before it is read."""
    if size > limit:
        raise AttachmentRefused(
            N_("{name} cannot be attached: it has {size} KB, and {limit} KB is the most."),
            cure=N_("Attach only the part that matters."),
            name=name,
            size=-(-size // 1024),
            limit=limit // 1024,
        )


def check_together(attachments: tuple[Attachment, ...]) -> None:
    """Refuse more attachments than one message can carry."""
    if len(attachments) > MAX_COUNT:
        raise AttachmentRefused(
            N_("A message can carry {limit} attachments; these are {count}."), limit=MAX_COUNT, count=len(attachments)
        )
    size = sum(attachment.size for attachment in attachments)
    if size > MAX_TOGETHER:
        raise AttachmentRefused(
            N_("The attachments have {size} KB together, and {limit} KB is the most."),
            cure=N_("Send some of them with another message."),
            size=-(-size // 1024),
            limit=MAX_TOGETHER // 1024,
        )


def as_sent(text: str, attachments: tuple[Attachment, ...]) -> str:
    """A message with its attachments folded in, as the model reads it: what is attached first, then what is said."""
    return "\n\n".join([*(_fold(attachment) for attachment in attachments), text]).strip("\n")


def _attachment(kind: AttachmentKind, name: str, text: str) -> Attachment:
    if not text.strip():
        raise AttachmentRefused(N_("{name} cannot be attached: there is nothing in it."), name=name)
    return Attachment(kind=kind, name=name, text=text, tokens=estimate_tokens(text))


def _decode(name: str, data: bytes) -> str:
    """Text of a file: by its byte order mark, as UTF-8, or as Western European text of old."""
    encoding = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = "" if _looks_binary(data) else data.decode("cp1252", "replace")
        encoding = "cp1252"
    if "\0" in text or (encoding in ("utf-8", "cp1252") and _looks_binary(data)):
        raise AttachmentRefused(
            N_("{name} cannot be attached: it is not a text file."),
            cure=N_("Only text can be attached, such as code, notes, logs or data."),
            name=name,
        )
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _looks_binary(data: bytes) -> bool:
    """Whether there are bytes that no text file has; more than one in a thousand, or any NUL."""
    controls = sum(data.count(bytes((code,))) for code in range(32) if code not in _ALLOWED_CONTROLS)
    return b"\0" in data or controls * 1000 > len(data)


def _fold(attachment: Attachment) -> str:
    """One attachment between marks that its own text does not contain."""
    number = 0
    while f"</{_mark(number)}>" in attachment.text:
        number += 1
    mark, name = _mark(number), " ".join(attachment.name.replace('"', "'").split())
    return f'<{mark} name="{name}">\n{attachment.text.rstrip()}\n</{mark}>'


def _mark(number: int) -> str:
    return f"attachment-{number}" if number else "attachment"
