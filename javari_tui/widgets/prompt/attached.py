"""What is attached to a draft: files with their mentions, and folded pastes with their marks, in the text."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from pathlib import Path

from javari_tui.domain.attachments import attach_paste
from javari_tui.domain.drafts import Attachment, AttachmentKind
from javari_tui.domain.mentions import mention
from javari_tui.i18n import _


@dataclass(frozen=True, slots=True)
class _Item:
    """An attachment; an anchored one is there exactly while its mark stands in the text."""

    attachment: Attachment
    anchored: bool


class Attached:
    """The attachments of one draft. Those whose marks were deleted come back when the deletion is undone."""

    def __init__(self) -> None:
        self._items: list[_Item] = []

    def __bool__(self) -> bool:
        return bool(self._items)

    def load(self, attachments: Sequence[Attachment], text: str) -> None:
        """Start anew with those of a draft."""
        self._items = [_Item(item, mark_of(item) in text) for item in attachments]

    def within(self, text: str) -> tuple[Attachment, ...]:
        """Those that go with this text."""
        return tuple(item.attachment for item in self._items if not item.anchored or mark_of(item.attachment) in text)

    def marks(self) -> tuple[str, ...]:
        """Marks that may stand in the text and are whole things there."""
        return tuple(mark_of(item.attachment) for item in self._items if item.anchored)

    def add(self, attachment: Attachment, text: str) -> None:
        """Attach a file, to its mention in the text where it has one; the same file again is read anew."""
        for at, item in enumerate(self._items):
            if item.attachment.kind is attachment.kind and item.attachment.name == attachment.name:
                self._items[at] = replace(item, attachment=attachment)
                return
        self._items.append(_Item(attachment, anchored=mark_of(attachment) in text))

    def fold(self, pasted: str, text: str, taken: AbstractSet[str] = frozenset()) -> str:
        """Attach a paste; returns the mark to put into the text. Raises AttachmentRefused.

        Its name is none that stands in the text or is `taken` already.
        """
        names = taken | {item.attachment.name for item in self._items}
        number = 1
        while (name := _("Pasted text {number}").format(number=number)) in names or f"[{name}]" in text:
            number += 1
        attachment = attach_paste(name, pasted)
        self._items.append(_Item(attachment, anchored=True))
        return mark_of(attachment)

    def remove(self, attachment: Attachment) -> str:
        """Take an attachment away; returns the mark to take out of the text, empty where there is none.

        An anchored one is only forgotten with its mark, so undo brings both back.
        """
        for item in self._items:
            if item.attachment == attachment:
                if item.anchored:
                    return mark_of(attachment)
                self._items.remove(item)
                return ""
        return ""

    def change(self, attachment: Attachment, text: str) -> None:
        """Give an attachment another text. Raises AttachmentRefused."""
        changed = replace(attach_paste(attachment.name, text), kind=attachment.kind)
        self._items = [
            replace(item, attachment=changed) if item.attachment == attachment else item for item in self._items
        ]

    def forget_unmarked(self, before: str, after: str) -> None:
        """Drop deleted pastes whose marks `after` brings along as mere words, as an earlier prompt can."""
        self._items = [
            item
            for item in self._items
            if not item.anchored or mark_of(item.attachment) in before or mark_of(item.attachment) not in after
        ]


def mark_of(attachment: Attachment) -> str:
    """What stands in the text for an attachment: a paste's label, a file's mention."""
    return f"[{attachment.name}]" if _is_paste(attachment) else mention(Path(attachment.name))


def _is_paste(attachment: Attachment) -> bool:
    return attachment.kind is AttachmentKind.PASTE
