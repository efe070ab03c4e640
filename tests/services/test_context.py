from __future__ import annotations

import asyncio

import pytest

from javari_tui.domain.chat import MessageState, Role
from javari_tui.domain.conversation import ContextMeasured, Shortening
from javari_tui.domain.models import FailureKind, ModelRef, ModelRequest, TextPiece, Usage
from javari_tui.providers.scripted import Hold, Script, Scripted, failing, saying
from javari_tui.services.conversation import summaries
from javari_tui.services.conversation.request import LEFT_OUT
from tests.services.javari import Javari, Opener, until

LONG = "word " * 700
"""About 875 tokens."""


def is_summary(request: ModelRequest) -> bool:
    return request.system == summaries.SYSTEM


def answers(request: ModelRequest) -> Script:
    return saying("SHORT NOTES") if is_summary(request) else saying(LONG, piece=4000)


async def fill(javari: Javari, exchanges: int) -> int:
    chat_id = await javari.ask("Question 0")
    for number in range(1, exchanges):
        await javari.ask(f"Question {number}", chat_id)
    return chat_id


async def test_used_is_what_the_server_counted_and_an_estimate_of_what_came_after(opener: Opener) -> None:
    javari = await opener([saying("Fine.", usage=Usage(input=1000, cache_read=500, output=40))])
    chat_id = await javari.ask("Talk")
    assert javari.told(ContextMeasured)[-1] == ContextMeasured(chat_id, 1540, 200_000)
    await javari.services.models.choose((await javari.services.models.available())[1].ref, chat_id=chat_id)
    measured = await javari.services.conversation.measure(chat_id)
    assert 0 < measured.used < 600, "another model counts for itself"


async def test_nearly_full_window_gets_a_visible_summary_before_the_next_send(opener: Opener) -> None:
    javari = await opener(answers, context_tokens=4_300)
    chat_id = await fill(javari, 5)
    path = await javari.path(chat_id)
    (summary,) = [message for message in path if message.role is Role.SUMMARY]
    assert (summary.text, summary.state) == ("SHORT NOTES", MessageState.COMPLETE)
    place = path.index(summary)
    assert summary.covers_until in [message.id for message in path[:place]]
    assert path[place - 1].text == "Question 4", "the question was on disk before"
    assert path[place + 1].role is Role.ASSISTANT
    (asked,) = [request for request in javari.requests() if is_summary(request)]
    assert asked.turns[0].text == "Question 0"
    assert asked.turns[-1].text.endswith(summaries.ASK)
    sent = javari.requests()[-1]
    assert "SHORT NOTES" in sent.turns[0].text
    assert "Question 0" not in sent.turns[0].text
    assert sent.turns[-1].text == "Question 4"
    assert [text for _, _, text in await javari.say(chat_id)].count("Question 0") == 1, "all stays readable"
    assert await javari.services.chats.search("Question 0")


async def test_question_is_a_message_on_disk_while_the_summary_is_made(opener: Opener) -> None:
    released = asyncio.Event()

    def script(request: ModelRequest) -> Script:
        return [TextPiece("S"), Hold(released.wait), *saying("UM")] if is_summary(request) else saying(LONG, piece=4000)

    javari = await opener(script, context_tokens=4_300)
    chat_id = await fill(javari, 4)
    await javari.services.conversation.send(chat_id, "Precious")
    await until(lambda: any(is_summary(request) for request in javari.requests()))
    opening = await javari.services.chats.open(chat_id)
    assert (opening.messages[-2].text, opening.queue) == ("Precious", ())
    await javari.services.conversation.send(chat_id, "And more")
    released.set()
    await javari.idle(chat_id)
    said = [text for role, _, text in await javari.say(chat_id) if role == "user"]
    assert said[-2:] == ["Precious", "And more"]


async def test_failed_summary_never_loses_the_send_and_says_what_is_left_out(opener: Opener) -> None:
    def script(request: ModelRequest) -> Script:
        return failing(FailureKind.BAD_REQUEST) if is_summary(request) else saying(LONG, piece=4000)

    javari = await opener(script, context_tokens=4_300)
    chat_id = await fill(javari, 5)
    (summary,) = [message for message in await javari.path(chat_id) if message.role is Role.SUMMARY]
    assert summary.state is MessageState.FAILED
    assert "could not be summarised" in summary.text
    sent = javari.requests()[-1]
    assert sent.turns[0].text.startswith(LEFT_OUT)
    assert sent.turns[-1].text == "Question 4"
    assert (await javari.path(chat_id))[-1].state is MessageState.COMPLETE


async def test_server_that_finds_the_chat_too_long_gets_it_shortened_once(opener: Opener) -> None:
    def script(request: ModelRequest) -> Script:
        if is_summary(request):
            return saying("SHORT NOTES")
        is_long = sum(len(turn.text) for turn in request.turns) > 25_000
        return failing(FailureKind.TOO_LONG) if is_long else saying("word " * 2000, piece=4000)

    javari = await opener(script, context_tokens=None)
    chat_id = await fill(javari, 4)
    path = await javari.path(chat_id)
    assert [message.role for message in path].count(Role.SUMMARY) == 1
    assert path[-1].state is MessageState.COMPLETE
    assert path[-1].text.startswith("word")


async def test_chat_that_stays_too_long_fails_once_and_says_so(opener: Opener) -> None:
    javari = await opener(
        lambda request: saying("NOTES") if is_summary(request) else failing(FailureKind.TOO_LONG), context_tokens=None
    )
    chat_id = await javari.ask("word " * 9000)
    answer = (await javari.path(chat_id))[-1]
    assert answer.failure is not None
    assert answer.failure.kind is FailureKind.TOO_LONG
    assert len(javari.requests()) == 1, "there was nothing older to shorten"


async def test_stop_during_a_summary_stops_the_answer_that_can_be_asked_for_again(opener: Opener) -> None:
    scripts: list[Script] = [[TextPiece("S"), Hold(asyncio.Event().wait)], saying("NOTES")]

    def script(request: ModelRequest) -> Script:
        return scripts.pop(0) if is_summary(request) else saying(LONG, piece=4000)

    javari = await opener(script, context_tokens=4_300)
    chat_id = await fill(javari, 4)
    await javari.services.conversation.send(chat_id, "Precious")
    await until(lambda: any(is_summary(request) for request in javari.requests()))
    await javari.services.conversation.stop(chat_id)
    question, summary, answer = (await javari.path(chat_id))[-3:]
    assert question.text == "Precious"
    assert (summary.state, answer.state) == (MessageState.STOPPED, MessageState.STOPPED)
    await javari.services.conversation.continue_answer(answer.id)
    await javari.idle(chat_id)
    assert [text for _, _, text in (await javari.say(chat_id))[-2:]] == ["NOTES", LONG]


async def test_summary_can_be_asked_for(opener: Opener) -> None:
    javari = await opener(answers, context_tokens=None)
    chat_id = await fill(javari, 8)
    assert await javari.services.conversation.summarise(chat_id) is Shortening.MADE
    assert (await javari.path(chat_id))[-1].role is Role.SUMMARY
    await javari.ask("Next", chat_id)
    assert "SHORT NOTES" in javari.requests()[-1].turns[0].text
    used = (await javari.services.conversation.measure(chat_id)).used
    assert used < 7 * 875


async def test_nothing_older_to_summarise_is_told(opener: Opener) -> None:
    javari = await opener(answers)
    chat_id = await javari.ask("Short")
    assert await javari.services.conversation.summarise(chat_id) is Shortening.NOTHING_OLDER
    assert len(javari.requests()) == 1


async def test_summary_that_cannot_be_made_is_told(opener: Opener) -> None:
    def script(request: ModelRequest) -> Script:
        return failing(FailureKind.BAD_REQUEST) if is_summary(request) else saying(LONG, piece=4000)

    javari = await opener(script, context_tokens=None)
    chat_id = await fill(javari, 8)
    assert await javari.services.conversation.summarise(chat_id) is Shortening.LEFT_OUT


@pytest.mark.parametrize("again", ["regenerate", "edit"])
async def test_window_is_checked_for_every_request(again: str, opener: Opener) -> None:
    small = Scripted(answers, name="small", context_tokens=4_300)
    javari = await opener(answers, context_tokens=200_000, others=(small,))
    chat_id = await fill(javari, 5)
    path = await javari.path(chat_id)
    await javari.services.models.choose(ModelRef("small", "script"), chat_id=chat_id)
    if again == "regenerate":
        await javari.services.conversation.regenerate(path[-1].id)
    else:
        await javari.services.conversation.edit(path[-2].id, "Question 4, changed")
    await javari.idle(chat_id)
    asked, sent = small.requests
    assert is_summary(asked)
    assert "SHORT NOTES" in sent.turns[0].text
    assert sent.turns[-1].text.startswith("Question 4")
    roles = [message.role for message in await javari.path(chat_id)]
    assert roles[-3:] == [Role.USER, Role.SUMMARY, Role.ASSISTANT]
    (old,) = [branch for branch in await javari.services.chats.branches(chat_id) if not branch.current]
    assert old.leaf_id == path[-1].id, "the old answer stays, and nothing else was left beside it"


async def test_too_long_is_shortened_where_it_was_asked_whatever_is_shown(opener: Opener) -> None:
    released = asyncio.Event()

    def script(request: ModelRequest) -> Script:
        if is_summary(request):
            return saying("SHORT NOTES")
        if request.turns[-1].text != "Asked here":
            return saying(LONG, piece=4000)
        is_short = "SHORT NOTES" in request.turns[0].text
        return saying("At last.") if is_short else [Hold(released.wait), *failing(FailureKind.TOO_LONG)]

    javari = await opener(script, context_tokens=None)
    chat_id = await fill(javari, 7)
    other = (await javari.path(chat_id))[-1]
    await javari.services.conversation.edit((await javari.path(chat_id))[-2].id, "Asked here")
    await until(lambda: javari.requests()[-1].turns[-1].text == "Asked here")
    await javari.services.conversation.show_branch(chat_id, other.id)
    released.set()
    await javari.idle(chat_id)
    assert (await javari.path(chat_id))[-1] == other, "what is shown stays, with nothing below"
    (hidden,) = [branch for branch in await javari.services.chats.branches(chat_id) if not branch.current]
    await javari.services.conversation.show_branch(chat_id, hidden.leaf_id)
    said = [(role, text) for role, _, text in (await javari.say(chat_id))[-3:]]
    assert said == [("user", "Asked here"), ("summary", "SHORT NOTES"), ("assistant", "At last.")]


async def test_answer_has_no_more_room_than_the_window(opener: Opener) -> None:
    javari = await opener([saying("x")], context_tokens=5_000)
    await javari.ask("Talk")
    assert 1_024 <= javari.requests()[0].max_output_tokens < 5_000
