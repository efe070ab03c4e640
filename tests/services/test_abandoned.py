"""What a dead Javari left open is priced by one list and told under that list's name."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from javari_tui.domain.credits import Credits
from javari_tui.domain.model_records import ModelRef
from javari_tui.domain.spending import HoldWish, Receipt
from javari_tui.providers.scripted import saying
from javari_tui.services.conversation.abandoned import end_abandoned
from javari_tui.services.ledger.price_list import shipped_prices
from javari_tui.storage.writers import Writers
from tests.services.javari import Opener
from tests.services.paid import IN, OUT, make_paid, receipts, spending_of, stored_of
from tests.storage.ledger_bench import signed_in

HELD, LEASE = Credits(10), timedelta(minutes=1)


@pytest.mark.parametrize(("held_by", "priced_by"), [("gone", "one"), ("one", "one"), (shipped_prices().version, "")])
async def test_amount_and_version_of_an_abandoned_answer_are_of_one_list(
    opener: Opener, monkeypatch: pytest.MonkeyPatch, held_by: str, priced_by: str
) -> None:
    javari = make_paid(await opener([saying("Hello.")]))
    stored = stored_of(javari.services)
    chat_id = await javari.ask("Hi")
    answer = (await javari.path(chat_id))[-1]

    def die() -> str:
        signed_in(stored.database)
        stored.messages.change(answer.id, text="abcd" * 1_000)
        wish = HoldWish(
            *(), least=HELD, most=HELD, price_version=held_by, model=ModelRef("scripted", "script"), chat_id=chat_id,
            question_id=answer.parent_id or 0, message_id=answer.id,
        )  # fmt: skip
        stored.ledger.hold(wish)
        monkeypatch.setattr(Writers, "living", lambda _self: frozenset())
        assert end_abandoned(spending_of(javari.services), "") == 1
        (event,) = stored.outbox.lease(1, LEASE)
        return event.body

    told = json.loads(await stored.disk.run(die))["data"]
    paid: Receipt = (await receipts(javari.services, chat_id))[-1]
    cost = Credits(paid.usage.prompt * IN + paid.usage.output * OUT) if priced_by else Credits()
    version = priced_by or held_by
    assert (paid.cost, paid.price_version, paid.is_priced) == (cost, version, bool(priced_by))
    assert (told["amount_mcr"], told["price_version"]) == (cost.micro, version)
    assert not priced_by or cost > HELD
