"""Putting conversations together: what they work with, and the ledger that they are paid from."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from javari_tui.domain.conversation import ConversationUpdate
from javari_tui.services.clock import Clock
from javari_tui.services.conversation.abandoned import end_abandoned
from javari_tui.services.conversation.answering import Surroundings
from javari_tui.services.conversation.conversation import Conversation
from javari_tui.services.conversation.desk import Desk
from javari_tui.services.conversation.request import Mask
from javari_tui.services.conversation.tool_rounds import Toolbox
from javari_tui.services.ledger.ledger import Ledger
from javari_tui.services.ledger.making import make_spending
from javari_tui.services.listeners import Listeners
from javari_tui.services.models.speaking import Speaking
from javari_tui.services.owed import Owed
from javari_tui.services.stored import Stored
from javari_tui.settings import SettingsStore


@dataclass(frozen=True, slots=True)
class Talk:
    """Conversations, and what goes with them."""

    conversation: Conversation
    ledger: Ledger
    owed: Owed


def make_conversation(
    stored: Stored,
    updates: Listeners[ConversationUpdate],
    clock: Clock,
    settings: SettingsStore,
    speaking: Speaking,
    *,
    system_prompt: Callable[[], Awaitable[str]],
    toolbox: Toolbox,
    mask: Mask,
) -> Talk:
    """The settings are looked at each time."""
    owed = Owed(stored.save_message, updates, clock)
    spending = make_spending(stored, settings, speaking.registry)
    desk = Desk(
        stored,
        speaking.models,
        system_prompt,
        lambda: settings.settings.answers.max_output_tokens,
        Surroundings(stored.save_message, owed, updates, clock, random.random),
        spending,
        toolbox=toolbox,
        tool_settings=lambda: settings.settings.tools,
        mask=mask,
    )
    return Talk(Conversation(desk), Ledger(stored, spending, desk, partial(end_abandoned, spending)), owed)
