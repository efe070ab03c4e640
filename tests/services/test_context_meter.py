"""The context meter tells how full the window is, and reads no more of a chat for it than it must."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from javari_tui.domain.chat import Chat, Message, MessageState, Role, ToolCall, ToolState
from javari_tui.domain.conversation import ContextMeasured
from javari_tui.domain.exports import ChatRecord
from javari_tui.domain.models import ModelRef, Usage
from javari_tui.providers.scripted import Scripted, saying
from javari_tui.services.conversation.context import BranchEnd, used_tokens
from javari_tui.storage.chat_imports import import_chat
from javari_tui.storage.messages import MessageStore
from tests.services.javari import Javari, Opener

LONG = "word " * 700
"""About 875 tokens."""


async def test_long_chat_is_measured_by_its_end_as_by_the_whole(opener: Opener) -> None:
    usage = Usage(input=900, output=50)
    javari = await opener([saying(LONG, piece=4000, usage=usage)], context_tokens=200_000)
    chat_id = await javari.ask("Question 0")
    for number in range(1, 10):
        await javari.ask(f"Question {number}", chat_id)
    stored = javari.services.conversation._desk.stored
    whole = (await stored.disk.run(stored.messages.path, chat_id))[0]
    measured, read = await measure_counting(javari, chat_id)
    assert measured.used == used_tokens(whole, "", ModelRef("scripted", "script")) == 950
    assert sum(read) < len(whole)


async def measure_counting(javari: Javari, chat_id: int) -> tuple[ContextMeasured, list[int]]:
    """What the meter shows, and how many messages were read at a time for it."""
    read: list[int] = []
    real = MessageStore.path

    def counting(self: MessageStore, chat: int, **bounds: int) -> tuple[tuple[Message, ...], bool]:
        found = real(self, chat, **bounds)
        read.append(len(found[0]))
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(MessageStore, "path", counting)
        return await javari.services.conversation.measure(chat_id), read


async def imported(javari: Javari, count: int) -> int:
    """A chat of so many long messages of which no server counted any."""
    when = datetime(2026, 1, 1, tzinfo=UTC)
    said = [
        Message(id=at, chat_id=1, parent_id=at - 1 or None, role=Role.USER, text=LONG, created_at=when)
        for at in range(1, count + 1)
    ]
    chat = Chat(id=1, uid="long", title="Long", created_at=when, updated_at=when, leaf_id=count)
    stored = javari.services.conversation._desk.stored
    return (await stored.disk.run(import_chat, stored.database, ChatRecord(chat, tuple(said)))).id


async def test_chat_that_nobody_counted_is_read_only_until_the_window_is_full(opener: Opener) -> None:
    javari = await opener([], context_tokens=200_000)
    unknown = Scripted([], name="unknown", context_tokens=None)
    javari.services.models._registry.register(unknown)
    chat_id = await imported(javari, 2_000)
    measured, read = await measure_counting(javari, chat_id)
    assert measured.used >= 200_000
    assert read == [12, 500]
    await javari.services.models.choose(ModelRef("unknown", "script"), chat_id=chat_id)
    assert (await measure_counting(javari, chat_id))[1] == [12], "there is no window to compare with"


BRANCHES = st.lists(
    st.tuples(
        st.sampled_from([Role.USER, Role.ASSISTANT, Role.ASSISTANT, Role.SUMMARY]),
        st.integers(0, 60),
        st.sampled_from([MessageState.COMPLETE, MessageState.STOPPED, MessageState.FAILED]),
        st.sampled_from([None, None, None, None, 30, 90]),
        st.integers(1, 6),
        st.sampled_from([None, None, 0, 80, 4_000]),
    ),
    min_size=8,
    max_size=30,
)


def called(number: int, result: str) -> ToolCall:
    return ToolCall(id=f"c{number}", name="look", arguments="{}", state=ToolState.DONE, result=result)


@settings(max_examples=300)
@given(drawn=BRANCHES, step=st.integers(1, 7))
def test_meter_shows_the_same_however_little_is_read(
    drawn: list[tuple[Role, int, MessageState, int | None, int, int | None]], step: int
) -> None:
    ref, limit, when = ModelRef("scripted", "script"), 100, datetime(2026, 1, 1, tzinfo=UTC)
    branch = [
        Message(
            id=at,
            chat_id=1,
            parent_id=at - 1 or None,
            role=role,
            text="x" * size,
            state=state,
            created_at=when,
            model=ref,
            usage=None if counted is None else Usage(input=counted),
            covers_until=at - back if role is Role.SUMMARY and at > back else None,
            tool_calls=() if gave is None or role is not Role.ASSISTANT else (called(at, "x" * gave),),
        )
        for at, (role, size, state, counted, back, gave) in enumerate(drawn, start=1)
    ]
    end, left = BranchEnd(ref, limit), list(branch)
    while left and not end.add(left[-step:]):
        del left[-step:]
    assert min(used_tokens(end.messages, "", ref, limit=limit), limit) == min(
        used_tokens(branch, "", ref, limit=limit), limit
    )
