"""What cannot be paid for is refused before anything is written or sent, and what waits goes on waiting."""

from __future__ import annotations

import asyncio

import pytest

from javari_tui.domain.chat import Draft
from javari_tui.domain.conversation import WorkEnded
from javari_tui.domain.credits import Credits
from javari_tui.domain.models import FailureKind, Finished, StopReason, TextPiece, Usage
from javari_tui.domain.spending import Limit
from javari_tui.domain.spending_errors import SpendingRefused
from javari_tui.providers.scripted import Hold, calling, saying
from tests.services.javari import Javari, Opener, turns, until
from tests.services.paid import IN, OUT, SHORTEST, balance, leave_only, make_paid, prices, receipts
from tests.services.play_toolbox import PlayToolbox

USED = Usage(input=0, output=800)
FOUR = Credits.of(4)
"""What an answer with that usage costs."""
LITTLE = Credits(SHORTEST // 2)


@pytest.mark.parametrize("limit", [Limit.MESSAGE, Limit.CHAT, Limit.DAY, Limit.MONTH])
async def test_each_limit_refuses_before_anything_is_written(opener: Opener, limit: Limit) -> None:
    javari = make_paid(await opener([saying("Hello.", usage=USED)]))
    services = javari.services
    chat_id = await javari.ask("Hi")
    make_paid(javari, prices("dear", times=4))
    if limit is Limit.MESSAGE:
        services.settings.set("credits.most_message", "1")
    else:
        services.settings.set(f"credits.most_{limit.value}", "5")
    await services.prompts.save_draft(chat_id, Draft(text="Again"))
    with pytest.raises(SpendingRefused) as refused:
        await services.conversation.send(chat_id, "Again")
    assert refused.value.limit is limit
    for attempt in (
        services.conversation.edit(1, "Other"),
        services.conversation.ask(chat_id, "Aside"),
        *([services.conversation.regenerate(2)] if limit is not Limit.CHAT else []),
    ):
        with pytest.raises(SpendingRefused):
            await attempt
    assert [text for _, _, text in await javari.say(chat_id)] == ["Hi", "Hello."]
    assert (await services.prompts.draft(chat_id)).text == "Again"
    assert len(javari.requests()) == 1
    if limit in (Limit.DAY, Limit.MONTH):
        with pytest.raises(SpendingRefused):
            await services.conversation.send(None, "Elsewhere")
        assert len(await services.chats.list()) == 1


async def test_queue_keeps_what_cannot_be_paid_and_says_why(opener: Opener) -> None:
    released = asyncio.Event()
    first = [TextPiece("1"), Hold(released.wait), *saying("", usage=USED)]
    javari = make_paid(await opener([first, saying("2", usage=USED)]))
    chat = await javari.services.conversation.send(None, "One")
    await until(javari.requests)
    await javari.services.conversation.send(chat.id, "Two")
    javari.services.settings.set("credits.most_day", "5")
    make_paid(javari, prices("dear", times=4))
    released.set()
    await javari.idle(chat.id)
    (ended,) = javari.told(WorkEnded)
    assert isinstance(ended.error, SpendingRefused)
    assert [item.text for item in await javari.services.prompts.queue(chat.id)] == ["Two"]
    javari.services.settings.set("credits.most_day", "50")
    await javari.services.conversation.resume_queue(chat.id)
    await javari.idle(chat.id)
    assert [text for _, _, text in await javari.say(chat.id)] == ["One", "1", "Two", "2"]


async def test_empty_balance_refuses_what_costs_and_nothing_else(opener: Opener) -> None:
    javari = make_paid(await opener([saying("Hello.")]))
    await leave_only(javari.services, LITTLE)
    cost = await javari.services.ledger.cost_of(None, "Hi")
    assert (cost.is_refused, cost.is_near) == (True, False)
    with pytest.raises(SpendingRefused) as refused:
        await javari.services.conversation.send(None, "Hi")
    assert (refused.value.limit, refused.value.room) == (Limit.BALANCE, LITTLE)
    assert await javari.services.chats.list() == ()
    await javari.services.ledger.add_budget()
    assert javari.services.ledger.view.available == LITTLE + Credits.of(1_000)
    await javari.ask("Hi")
    javari.model._info = type(javari.model._info)(name="scripted", title="Scripted", is_local=True)
    await leave_only(javari.services, Credits())
    await javari.ask("Hi")


async def test_answer_is_no_longer_than_what_is_left_pays_for(opener: Opener) -> None:
    javari = make_paid(await opener([saying("Hello.", usage=USED)]))
    await leave_only(javari.services, Credits(SHORTEST * 2))
    estimate = await javari.services.ledger.cost_of(None, "Hi")
    assert (estimate.is_near, estimate.is_refused, estimate.most) == (True, False, Credits(SHORTEST * 2))
    await javari.ask("Hi")
    (request,) = javari.requests()
    sent = (estimate.least.micro - SHORTEST) // IN
    assert request.max_output_tokens == (SHORTEST * 2 - sent * IN) // OUT


async def test_what_became_too_dear_meanwhile_ends_the_answer_and_asks_nobody(opener: Opener) -> None:
    javari = make_paid(await opener([saying("Hello.")]))
    require = javari.services.conversation._desk.spending.require

    async def late(wanted: object) -> None:
        await require(wanted)  # type: ignore[arg-type]
        await leave_only(javari.services, LITTLE)

    javari.services.conversation._desk.spending.require = late  # type: ignore[method-assign]
    answer = (await javari.path(await javari.ask("Hi")))[-1]
    assert answer.failure is not None
    assert answer.failure.kind is FailureKind.SPENDING
    assert javari.requests() == []


async def test_tools_share_the_limit_of_their_question_and_can_be_gone_on_with(opener: Opener) -> None:
    called = [*calling("look")[:-1], *saying("", usage=USED)[:-1], Finished(StopReason.TOOL_USE)]
    javari = make_paid(await opener([called, called, called, saying("Done.")], toolbox=PlayToolbox()))
    javari.services.settings.set("credits.most_message", "8")
    chat_id = await javari.ask("Hi")
    last = (await javari.path(chat_id))[-1]
    assert last.failure is not None
    assert last.failure.kind is FailureKind.TOOL_LIMIT
    assert len(await receipts(javari.services, chat_id)) == len(javari.requests()) == 2
    with pytest.raises(SpendingRefused):
        await javari.services.conversation.continue_answer(last.id)
    javari.services.settings.set("credits.most_message", "50")
    await javari.services.conversation.continue_answer(last.id)
    await javari.idle(chat_id)
    assert (await javari.path(chat_id))[-1].text == "Done."


async def test_two_javaris_on_one_file_spend_no_more_than_there_is(opener: Opener) -> None:
    def answer(request: object) -> list[object]:
        return [*saying("Hello.", usage=Usage(output=getattr(request, "max_output_tokens", 0)))]

    both: list[Javari] = [make_paid(await opener(answer)) for _ in range(2)]
    await leave_only(both[0].services, Credits(SHORTEST * 3))

    async def spend(javari: Javari) -> None:
        for _ in range(3):
            try:
                await javari.ask("Hi")
            except SpendingRefused:
                await turns()

    await asyncio.gather(*(spend(javari) for javari in both))
    there = await balance(both[0].services)
    page = await both[1].services.ledger.page()
    paid = [entry.receipt for entry in page.entries if entry.receipt is not None]
    assert paid
    assert Credits.sum(one.charged for one in paid) <= Credits(SHORTEST * 3)
    assert all(not one.uncovered for one in paid)
    assert there.available >= Credits()
