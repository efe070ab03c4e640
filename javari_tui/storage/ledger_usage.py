"""What an answer used, written down: the use itself, its entries in the ledger, and what the endpoint is told of it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime

from javari_tui.domain.spending import Charge, EntryKind, Hold
from javari_tui.storage.ledger_chain import USAGE_CONTENT, NewEntry, append, content_of
from javari_tui.storage.ledger_grants import add_up
from javari_tui.storage.mirror_reads import is_account
from javari_tui.storage.outbox import put_into_outbox
from javari_tui.storage.sqlite_library import sqlite
from javari_tui.storage.stored_values import storable, time_to_text

_LONGEST_NAME = 100
"""Characters; the endpoint takes no longer ones."""


def write_usage(
    plain: sqlite.Connection, user_id: int, hold: Hold, charge: Charge, *, taken: dict[int, int], at: datetime
) -> None:
    """Write down one use that is paid from these grants; part of a transaction. A use of nothing is one entry of 0."""
    hold = replace(hold, price_version=charge.price_version or hold.price_version)
    time, amount = time_to_text(at), sum(taken.values())
    plain.execute(
        "INSERT INTO credits_usage (event, user_id, credits_used, action_type, session_id, question_id, message_id,"
        " model, price_version, is_estimated, metadata, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(hold.uid, user_id, amount, charge.action.value, hold.chat_id, hold.question_id, hold.message_id),
            *(storable(str(hold.model)), storable(hold.price_version), charge.is_estimated, _metadata(charge), time),
        ),
    )
    content = content_of(plain, USAGE_CONTENT, hold.uid)
    paid: list[tuple[int | None, int]] = [*taken.items()] or [(None, 0)]
    append(
        plain,
        [
            NewEntry(
                user_id=user_id,
                event=hold.uid,
                part=part,
                kind=EntryKind.USAGE,
                amount=-share,
                grant_id=grant,
                at=time,
                content=content,
            )
            for part, (grant, share) in enumerate(paid)
        ],
    )
    add_up(plain, user_id, at)
    # What nobody is to be told of without an account is not kept for it either.
    if is_account(plain, user_id):
        put_into_outbox(plain, user_id, hold.uid, event_body(hold, charge, time), at)


def _metadata(charge: Charge) -> str:
    """What there is to say beside the columns."""
    usage = charge.usage
    more: dict[str, int | bool] = {
        "cost": charge.cost.micro,
        "priced": charge.is_priced,
        "input": usage.input,
        "output": usage.output,
        "cache_read": usage.cache_read,
        "cache_write": usage.cache_write,
    }
    return json.dumps(more, separators=(",", ":"))


def event_body(hold: Hold, charge: Charge, time: str) -> str:
    """The event for the endpoint, with the full cost; whoever sends it adds its source and the account."""
    # The endpoint cannot know where a model ran: under this name none of its lists has a price.
    model = f"local/{hold.model}"[:_LONGEST_NAME] if charge.is_free else str(hold.model)
    data: dict[str, object] = {
        "amount_mcr": charge.cost.micro,
        "price_version": hold.price_version,
        "model": model,
        "action": charge.action.value,
        "in": charge.usage.prompt,
        "out": charge.usage.output,
        "estimated": charge.is_estimated,
    }
    event = {"specversion": "1.0", "id": hold.uid, "type": "llm.tokens", "time": time, "data": data}
    return json.dumps(event, ensure_ascii=False, separators=(",", ":"))
