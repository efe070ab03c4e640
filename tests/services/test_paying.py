"""Each answer is paid for once: what was held before it is taken or given back with its end, in one commit."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from javari_tui.domain.balance_view import BalanceView
from javari_tui.domain.chat import MessageState
from javari_tui.domain.credits import Credits
from javari_tui.domain.errors import DiskFull
from javari_tui.domain.models import Failed, Failure, FailureKind, TextPiece, Usage, UsageReported
from javari_tui.domain.turn_actions import Action
from javari_tui.providers.scripted import Hold, calling, failing, saying
from javari_tui.storage.messages import MessageStore
from tests.services.javari import Javari, Opener, until
from tests.services.paid import IN, OUT, balance, make_paid, prices, receipts
from tests.services.play_toolbox import PlayToolbox

ROOT = Path(__file__).parents[2]
MONTH = Credits.of(1_000)
USED = Usage(input=1_000, output=200)
COST = Credits(1_000 * IN + 200 * OUT)


async def test_answer_is_paid_by_what_the_provider_counted_and_the_bar_hears_of_it(opener: Opener) -> None:
    javari = make_paid(await opener([saying("Hello.", usage=USED)]))
    views: list[BalanceView] = []
    javari.services.ledger.listen(views.append)
    chat_id = await javari.ask("Hi")
    (receipt,) = await receipts(javari.services, chat_id)
    assert (receipt.charged, receipt.usage, receipt.is_estimated, receipt.action) == (COST, USED, False, Action.CHAT)
    there = await balance(javari.services)
    assert (there.posted, there.held) == (MONTH - COST, Credits())
    assert [view.available for view in views][-1] == javari.services.ledger.view.available == MONTH - COST
    assert len(views) == 2, "once when it was held, once when it was paid"
    answer = (await javari.path(chat_id))[-1]
    assert await javari.services.ledger.receipts(answer.id) == (receipt,)


async def test_stopped_answer_is_paid_once_for_what_had_come(opener: Opener) -> None:
    # The first count is told before the answer, as some servers do.
    begun = [UsageReported(Usage(input=50, output=1)), TextPiece("abcd" * 100), Hold(asyncio.Event().wait)]
    javari = make_paid(await opener([begun, saying("efgh" * 10)]))
    chat = await javari.services.conversation.send(None, "Hi")
    await until(lambda: "abcd" in javari.shown(2))
    await javari.services.conversation.stop(chat.id)
    (receipt,) = await receipts(javari.services, chat.id)
    assert (receipt.is_estimated, receipt.usage) == (True, Usage(input=50, output=100))
    assert receipt.charged == Credits(50 * IN + 100 * OUT)
    await javari.services.conversation.continue_answer(2)
    await javari.idle(chat.id)
    first, rest = await receipts(javari.services, chat.id)
    assert (first, rest.usage.output) == (receipt, 10)
    assert (await balance(javari.services)).available == MONTH - first.charged - rest.charged


async def test_answer_that_failed_before_it_began_costs_nothing(opener: Opener) -> None:
    counted = [UsageReported(Usage(input=50, output=1)), Failed(Failure(kind=FailureKind.BAD_REQUEST))]
    javari = make_paid(await opener([failing(FailureKind.BAD_REQUEST), counted]))
    for _ in range(2):
        assert await receipts(javari.services, await javari.ask("Hi")) == []
    there = await balance(javari.services)
    assert (there.available, there.held) == (MONTH, Credits())


async def test_several_tries_hold_once_and_pay_once(opener: Opener) -> None:
    javari = make_paid(await opener([failing(FailureKind.OVERLOADED), saying("Hello.", usage=USED)]))
    chat = await javari.services.conversation.send(None, "Hi")
    await until(javari.waits)
    assert len(javari.requests()) == 1
    await javari.clock.move(60)
    await javari.idle(chat.id)
    assert len(await receipts(javari.services, chat.id)) == 1
    assert (await balance(javari.services)).posted == MONTH - COST


async def test_killed_answer_is_paid_once_by_what_is_on_disk(opener: Opener) -> None:
    command = [sys.executable, "-m", "tests.services.streaming_process", "paid"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        while float(process.stdout.readline().split()[0]) < float(first.split()[0]) + 0.6:
            pass
        process.send_signal(signal.SIGKILL)
    javari = await opener([saying("x")])
    (receipt,) = await receipts(javari.services, 1)
    answer = (await javari.path(1))[1]
    assert (receipt.is_estimated, answer.state) == (True, MessageState.CUT)
    assert receipt.usage.output == -(-len(answer.text) // 4) > 0
    assert javari.services.ledger.view.available == MONTH - receipt.charged
    await javari.services.close()
    again = await opener([saying("x")])
    assert await receipts(again.services, 1) == [receipt]
    assert (await balance(again.services)).held == Credits()


async def test_answer_that_the_disk_did_not_take_is_paid_once_when_it_does(
    opener: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    javari = make_paid(await opener([saying("Hello.", usage=USED)]))
    change = MessageStore.change

    ended: list[object] = []

    def full_at_the_end(self: MessageStore, message_id: int, **changes: object) -> object:
        ended.append(changes.get("state"))
        if changes.get("state") is MessageState.COMPLETE:
            raise DiskFull(detail="no room")
        return change(self, message_id, **changes)  # type: ignore[arg-type]

    monkeypatch.setattr(MessageStore, "change", full_at_the_end)
    chat_id = await javari.ask("Hi")
    assert MessageState.COMPLETE in ended
    assert await receipts(javari.services, chat_id) == []
    assert (await balance(javari.services)).held > Credits()
    monkeypatch.setattr(MessageStore, "change", change)
    await javari.clock.move(1.5)
    await until(lambda: javari.services.ledger.view.available == MONTH - COST)
    (receipt,) = await receipts(javari.services, chat_id)
    assert (receipt.charged, (await javari.path(chat_id))[-1].text) == (COST, "Hello.")
    assert (await balance(javari.services)).available == MONTH - COST


async def test_another_price_leaves_what_was_paid_as_it_was(opener: Opener) -> None:
    released = asyncio.Event()
    slow = [TextPiece("Hel"), Hold(released.wait), *saying("lo.", usage=USED)]
    javari = make_paid(await opener([saying("Hello.", usage=USED), slow, saying("Hello.", usage=USED)]))
    chat_id = await javari.ask("One")
    (first,) = await receipts(javari.services, chat_id)
    await javari.services.conversation.send(chat_id, "Two")
    await until(lambda: "Hel" in javari.shown(4))
    make_paid(javari, prices("two", times=3))
    released.set()
    await javari.idle(chat_id)
    await javari.ask("Three", chat_id)
    paid = await receipts(javari.services, chat_id)
    assert paid[0] == first
    assert [(one.price_version, one.charged) for one in paid] == [
        ("one", COST),
        ("one", COST),
        ("two", Credits(3 * COST.micro)),
    ]


async def test_what_tools_did_decides_what_it_is_written_down_as(opener: Opener) -> None:
    scripts = [calling("look"), calling("make"), saying("Done.")]
    javari = make_paid(await opener(scripts, toolbox=PlayToolbox()))
    paid = await receipts(javari.services, await javari.ask("Hi"))
    assert [one.action for one in paid] == [Action.CHAT, Action.FILE_ANALYSIS, Action.CODE_GENERATION]
    assert [one.message_id for one in paid] == [2, 3, 4]


async def test_models_that_cost_nothing_are_written_down_at_nothing(opener: Opener) -> None:
    javari: Javari = await opener([saying("Hello.", usage=USED)])
    (receipt,) = await receipts(javari.services, await javari.ask("Hi"))
    assert (receipt.charged, receipt.is_priced, receipt.usage) == (Credits(), True, USED)
    assert (await balance(javari.services)).available == MONTH
