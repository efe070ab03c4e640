"""What the page of what was kept leaves to the chat."""

from __future__ import annotations

from dataclasses import dataclass

from javari_tui.domain.blocks import SourceBlock
from javari_tui.domain.chat import Attachment


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One of these; the chat does it as soon as the page is closed."""

    block: SourceBlock | None = None
    """To be shown in the sidebar."""
    attachment: Attachment | None = None
    """To go with the next message."""
    chat_id: int | None = None
    """To be opened."""
    message_id: int | None = None
    """To be gone to, in that chat."""
