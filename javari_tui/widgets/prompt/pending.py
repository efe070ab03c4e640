"""What one chat has in the prompt: drafts that were sent and are not safe yet, and what is written since."""

from __future__ import annotations

from functools import reduce

from javari_tui.domain.drafts import Attachment, Draft


class Sheet:
    """Sent drafts in their order, kept until they are accepted; another chat has another sheet."""

    def __init__(self) -> None:
        self._drafts: list[Draft] = []
        self.written = Draft()
        """What stood in the prompt when another sheet took its place."""

    def __bool__(self) -> bool:
        return bool(self._drafts)

    @property
    def is_safe(self) -> bool:
        """Whether nothing that was sent is still on its way."""
        return not self._drafts

    def add(self, draft: Draft) -> None:
        """A draft was sent."""
        self._drafts.append(draft)

    def accept(self) -> None:
        """The oldest was accepted."""
        del self._drafts[:1]

    def take_back(self, draft: Draft) -> bool:
        """Whether this draft was one of them; it is one no longer."""
        if draft not in self._drafts:
            return False
        self._drafts.remove(draft)
        return True

    def with_them(self, draft: Draft) -> Draft:
        """All of them and what is written since, as one draft."""
        return reduce(lambda newer, older: joined(older, newer), reversed(self._drafts), draft)

    @property
    def unsaved(self) -> Draft:
        """All that would be lost with the sheet while it is out of sight."""
        return self.with_them(self.written)

    def names(self) -> set[str]:
        """Names their attachments have, which newer pastes must not get."""
        return {item.name for draft in self._drafts for item in draft.attachments}


def joined(first: Draft, second: Draft) -> Draft:
    """Two drafts as one: what came back, then what was typed meanwhile, with the cursor where it was."""
    if second.is_empty:
        return first
    if first.is_empty:
        return second
    rows = first.text.count("\n") + 1
    attachments: tuple[Attachment, ...] = first.attachments + tuple(
        item for item in second.attachments if item not in first.attachments
    )
    row, column = second.cursor
    return Draft(text=f"{first.text}\n{second.text}", attachments=attachments, cursor=(row + rows, column))
