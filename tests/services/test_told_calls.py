"""What is sent of tools: well-formed whatever became of the calls, short where old, in words where it must be."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from javari_tui.domain.chat import Message, MessageState, Role, ToolCall, ToolState
from javari_tui.domain.models import ModelRef, ToolUse, Turn, Usage
from javari_tui.domain.tokens import estimate_tokens
from javari_tui.providers.scripted import Script, calling_all, saying
from javari_tui.services.conversation import summaries
from javari_tui.services.conversation.context import has_room_for, older_part, tools_tokens, used_tokens
from javari_tui.services.conversation.request import turns
from javari_tui.services.conversation.told_calls import MARK, NOT_CARRIED_OUT, SHORT, VERY_SHORT, shortened
from tests.services.javari import Opener
from tests.services.play_toolbox import LOOK, PlayToolbox, answers_sent

MINE, OTHER = ModelRef("scripted", "script"), ModelRef("scripted", "other")
WHEN = datetime(2026, 1, 1, tzinfo=UTC)
CALLS = st.lists(
    st.builds(
        ToolCall,
        id=st.sampled_from(["a", "b", "c d", "", "a_2"]),
        name=st.sampled_from(["look", "make"]),
        arguments=st.sampled_from(["{}", "{broken"]),
        state=st.sampled_from(ToolState),
        result=st.sampled_from(["", "something"]),
    ),
    max_size=3,
).map(tuple)
BRANCHES = st.lists(
    st.tuples(
        st.sampled_from([Role.USER, Role.ASSISTANT, Role.ASSISTANT, Role.SUMMARY]),
        st.sampled_from(["", "said"]),
        st.sampled_from(MessageState),
        CALLS,
        st.sampled_from(["", "[blocks]"]),
        st.sampled_from([MINE, OTHER, None]),
        st.integers(1, 6),
    ),
    max_size=12,
)
Drawn = tuple[Role, str, MessageState, tuple[ToolCall, ...], str, ModelRef | None, int]


def branch_of(drawn: list[Drawn]) -> tuple[Message, ...]:
    """Messages below one another, as an import or years of use may leave them."""
    return tuple(
        Message(
            id=at,
            chat_id=1,
            parent_id=at - 1 or None,
            role=role,
            text=text,
            state=state,
            created_at=WHEN,
            tool_calls=calls if role is Role.ASSISTANT else (),
            replay=replay,
            model=model,
            covers_until=at - back if role is Role.SUMMARY and at > back else None,
        )
        for at, (role, text, state, calls, replay, model, back) in enumerate(drawn, start=1)
    )


@settings(max_examples=300)
@given(drawn=BRANCHES, with_tools=st.booleans())
def test_every_call_has_exactly_one_answer_in_the_next_turn_and_turns_alternate(
    drawn: list[Drawn], with_tools: bool
) -> None:
    path = branch_of(drawn)
    sent = turns(path, MINE, limit=1_000, with_tools=with_tools)
    assert [turn.from_user for turn in sent] == [at % 2 == 0 for at in range(len(sent))]
    names = [use.id for turn in sent for use in turn.tool_uses]
    assert len(set(names)) == len(names), "no server takes a name twice"
    assert all(turn.text.strip() or turn.tool_answers for turn in sent if turn.from_user)
    for turn, following in pairwise([*sent, Turn(from_user=True, text="")]):
        asked = [use.id for use in turn.tool_uses]
        assert [answer.id for answer in following.tool_answers] == asked
        assert all(answer.text for answer in following.tool_answers)
        assert not (turn.from_user and asked)
    assert with_tools or not names
    assert used_tokens(path, "", MINE, limit=1_000) >= 0


def called(number: int, result: str, **more: object) -> Message:
    """A message that called something."""
    call = ToolCall(id=f"c{number}", name="look", arguments="{}", state=ToolState.DONE, result=result)
    content: dict[str, object] = {"tool_calls": (call,), "model": MINE, "text": ""} | more
    return Message(id=number, chat_id=1, parent_id=number - 1 or None, role=Role.ASSISTANT, created_at=WHEN, **content)  # type: ignore[arg-type]


QUESTION = Message(id=1, chat_id=1, parent_id=None, role=Role.USER, text="Look", created_at=WHEN)


def test_blocks_of_the_same_model_go_back_with_its_calls_and_those_of_others_do_not() -> None:
    path = (QUESTION, called(2, "seen", replay="[mine]"), called(3, "seen", replay="[other]", model=OTHER))
    stopped = called(4, "seen", replay="[stopped]", state=MessageState.STOPPED)
    sent = turns((*path, stopped), MINE)
    assert [turn.replay for turn in sent if not turn.from_user] == ["[mine]", "", "[stopped]"]
    assert sent[1].tool_uses == (ToolUse("c2", "look", "{}"),)


def test_old_long_results_are_shortened_in_steps_and_the_newest_stay_whole() -> None:
    long = "line of a file\n" * 800
    tokens = estimate_tokens(long)
    kept: list[set[int]] = []
    for rounds in range(1, 40):
        path = (QUESTION, *(called(number, long) for number in range(2, rounds + 2)))
        texts = [answer.text for turn in turns(path, MINE, limit=100_000) for answer in turn.tool_answers]
        kept.append({at for at, text in enumerate(texts) if text == long})
        assert texts[-1] == long
        assert all(text == long or (MARK in text and len(text) <= SHORT + len(MARK)) for text in texts)
        assert sum(estimate_tokens(text) for text in texts) < 100_000 * 0.25 + tokens + rounds * SHORT
    changes = sum(not before <= after for before, after in pairwise(kept))
    assert 0 < changes < 12, "what a server has read of the chat mostly stays as it was"


def test_results_of_one_message_that_would_fill_the_window_are_cut() -> None:
    path = (QUESTION, called(2, "x" * 100_000))
    (answer,) = turns(path, MINE, limit=8_000)[-1].tool_answers
    assert used_tokens(path, "", MINE, limit=8_000) < 8_000 * 0.4
    counted = replace(path[1], usage=Usage(input=1_000))
    assert 3_000 < used_tokens((QUESTION, counted), "", MINE, limit=8_000) < 1_000 + 8_000 * 0.4
    assert len(answer.text) < 8_000 * 4 * 0.4
    assert MARK in answer.text


def test_what_was_cut_keeps_its_beginning_and_its_end() -> None:
    assert shortened("a" * 50 + "z" * 50, 20) == "a" * 15 + MARK + "z" * 5
    assert shortened("short", 20) == "short"


def test_tools_their_calls_and_their_results_are_counted() -> None:
    path = (QUESTION, called(2, "word " * 400))
    bare = used_tokens((QUESTION,), "", MINE)
    assert used_tokens(path, "", MINE) - bare >= 500
    assert used_tokens(path, "", MINE, tools=(LOOK,)) - used_tokens(path, "", MINE) == tools_tokens((LOOK,)) > 10
    assert len(older_part((QUESTION, called(2, "word " * 4_000), *path), None)) == 2


def test_window_that_tools_would_fill_is_told_of_none() -> None:
    tools = (LOOK,) * 10
    assert has_room_for(tools, None)
    assert has_room_for(tools, 4 * tools_tokens(tools))
    assert not has_room_for(tools, 4 * tools_tokens(tools) - 1)


def test_summary_is_told_what_tools_did_in_short() -> None:
    summary = Message(
        id=9, chat_id=1, parent_id=3, role=Role.SUMMARY, text="", created_at=WHEN, covers_until=3, model=MINE
    )
    asked = ToolCall(id="x", name="make", arguments='{"path": "a.txt"}')
    path = (QUESTION, called(2, "word " * 4_000), called(3, "", tool_calls=(asked,), text="Now I make it."), summary)
    request = summaries.summary_request(path, summary, MINE)
    assert not any(turn.tool_uses or turn.tool_answers for turn in request.turns)
    said = "\n".join(turn.text for turn in request.turns)
    assert "word word" in said
    assert len(said) < VERY_SHORT * 2 + len(summaries.ASK) + 500
    assert 'the tool make with {"path": "a.txt"}' in said
    assert NOT_CARRIED_OUT in said


async def test_chat_is_summarised_between_two_steps_of_one_question(opener: Opener) -> None:
    def script(request: object) -> Script:
        system, asked = request.system, request.turns  # type: ignore[attr-defined]
        if system == summaries.SYSTEM:
            return saying("SHORT NOTES")
        if asked[-1].text.endswith("Look") and not asked[-1].tool_answers:
            return calling_all(ToolUse("c1", "look", "{}"), ToolUse("c2", "look", "[]"))
        return saying("word " * 700, piece=4000)

    toolbox = PlayToolbox(lambda call: "seen " * 500)
    javari = await opener(script, context_tokens=4_300, toolbox=toolbox)
    chat_id = await javari.ask("Question 0")
    for question in ("Question 1", "Question 2", "Look"):
        await javari.ask(question, chat_id)
    roles = [message.role for message in await javari.path(chat_id)]
    assert roles[-4:] == [Role.USER, Role.ASSISTANT, Role.SUMMARY, Role.ASSISTANT]
    request = javari.requests()[-1]
    assert "SHORT NOTES" in request.turns[0].text
    assert [name for name, _, _ in answers_sent(request)] == ["c1", "c2"]
    assert "Question 0" not in request.turns[0].text
