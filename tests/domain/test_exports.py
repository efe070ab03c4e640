from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from javari_tui.domain.attachments import MAX_COUNT
from javari_tui.domain.chat import Attachment, AttachmentKind, Chat, Message, MessageState, Role, ToolCall, ToolState
from javari_tui.domain.errors import ImportRefused
from javari_tui.domain.exports import ChatRecord, fingerprint, record, to_json
from javari_tui.domain.imports import read_records
from javari_tui.domain.markdown_export import to_markdown
from javari_tui.domain.models import Failure, FailureKind, ModelRef, Usage
from javari_tui.domain.untrusted_text import clean

Change = Callable[[dict[str, Any]], object]

THEN = datetime(2026, 11, 22, 18, 30, tzinfo=UTC)

texts = st.text(max_size=60).map(clean)
words = texts.map(lambda text: " ".join(text.split()))
moments = st.datetimes(datetime(1971, 1, 1), datetime(2500, 1, 1)).map(lambda moment: moment.replace(tzinfo=UTC))
models = st.none() | st.builds(ModelRef, st.sampled_from(["anthropic", "ollama"]), st.sampled_from(["m", "a/b:c"]))
attachments = st.builds(
    Attachment,
    kind=st.sampled_from(AttachmentKind),
    name=words,
    text=st.text(st.characters(exclude_categories=["Cs"]), max_size=50),
    tokens=st.integers(0, 99),
)
usages = st.builds(Usage, input=st.integers(0, 10**9), output=st.integers(0, 10**9))
failures = st.builds(
    Failure,
    kind=st.sampled_from(FailureKind),
    detail=texts,
    status=st.none() | st.integers(100, 599),
    retry_after=st.none() | st.floats(0, 1e6),
)
settled = st.sampled_from([state for state in ToolState if state not in (ToolState.WAITING, ToolState.RUNNING)])
calls = st.builds(ToolCall, id=texts, name=texts, arguments=texts, state=settled, result=texts)


ended = st.sampled_from([state for state in MessageState if state is not MessageState.STREAMING])


@st.composite
def message(draw: st.DrawFn, number: int, earlier: list[int]) -> Message:
    """Any message that follows some of the earlier ones."""
    role = draw(st.sampled_from(Role))
    before = st.none() | st.sampled_from(earlier) if earlier else st.none()
    return Message(
        id=number,
        chat_id=7,
        parent_id=draw(before),
        role=role,
        text=draw(texts),
        created_at=draw(moments),
        thinking=draw(texts),
        state=draw(ended),
        attachments=tuple(draw(st.lists(attachments, max_size=2))),
        tool_calls=tuple(draw(st.lists(calls, max_size=2))),
        model=draw(models),
        usage=draw(st.none() | usages),
        failure=draw(st.none() | failures),
        covers_until=draw(before) if role is Role.SUMMARY else None,
    )


@st.composite
def records(draw: st.DrawFn) -> ChatRecord:
    """Any tree that Javari could hold, with ids as a database gives them out."""
    ids = sorted(draw(st.lists(st.integers(1, 10**9), max_size=8, unique=True)))
    messages = [draw(message(number, ids[:at])) for at, number in enumerate(ids)]
    chat = Chat(
        id=7,
        uid=draw(st.text("abcdef0123456789-", min_size=8, max_size=36)),
        title=draw(words),
        created_at=draw(moments),
        updated_at=draw(moments),
        title_is_users=draw(st.booleans()),
        pinned=draw(st.booleans()),
        archived=draw(st.booleans()),
        tags=tuple(draw(st.lists(words, max_size=3))),
        model=draw(models),
        leaf_id=draw(st.none() | st.sampled_from(ids)) if ids else None,
        message_count=len(ids),
    )
    return record(chat, messages)


@settings(max_examples=60, deadline=None)
@given(st.lists(records(), max_size=3, unique_by=lambda made: made.chat.uid))
def test_what_is_exported_is_what_is_imported(made: list[ChatRecord]) -> None:
    assert read_records(to_json(made)) == tuple(made)


@settings(max_examples=30, deadline=None)
@given(records(), st.integers(1, 10**6))
def test_fingerprint_does_not_depend_on_database_ids_or_on_the_title(made: ChatRecord, shift: int) -> None:
    moved = [
        replace(
            message,
            id=message.id + shift,
            parent_id=message.parent_id and message.parent_id + shift,
            covers_until=message.covers_until and message.covers_until + shift,
        )
        for message in made.messages
    ]
    again = record(replace(made.chat, title="another", pinned=True, leaf_id=None), moved)
    assert fingerprint(again) == fingerprint(made)


def test_fingerprint_tells_changed_words() -> None:
    one = sample()
    other = replace(one, messages=(replace(one.messages[0], text="Other"), *one.messages[1:]))
    assert fingerprint(one) != fingerprint(other)


def sample() -> ChatRecord:
    chat = Chat(id=1, uid="12345678-abcd", title="Lists", created_at=THEN, updated_at=THEN, leaf_id=2, tags=("py",))
    question = Message(
        id=1,
        chat_id=1,
        parent_id=None,
        role=Role.USER,
        text="How?",
        created_at=THEN,
        attachments=(Attachment(kind=AttachmentKind.FILE, name="a.md", text="```\nx\n```", tokens=3),),
    )
    answer = Message(
        id=2,
        chat_id=1,
        parent_id=1,
        role=Role.ASSISTANT,
        text="So.",
        created_at=THEN,
        state=MessageState.CUT,
        model=ModelRef("anthropic", "claude-x"),
    )
    return record(chat, (question, answer))


def broken(change: Change) -> str:
    content = json.loads(to_json([sample()]))
    change(content["chats"][0])
    return json.dumps(content)


def put(name: str, value: object) -> Change:
    return lambda chat: chat.update({name: value})


def put_in_message(name: str, value: object, at: int = 1) -> Change:
    return lambda chat: chat["messages"][at].update({name: value})


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (put("uid", "../../etc"), "chats[0].uid"),
        (put("uid", 5), "chats[0].uid"),
        (put("title", "x" * 501), "chats[0].title"),
        (put("title", None), "chats[0].title"),
        (put("pinned", 1), "chats[0].pinned"),
        (put("tags", ["ok", 7]), "chats[0].tags[1].tag"),
        (put("tags", ["t"] * 101), "chats[0].tags"),
        (put("model", "no-slash"), "chats[0].model"),
        (put("shown", 3), "chats[0].shown"),
        (put("shown", -1), "chats[0].shown"),
        (put("created_at", "2026-11-22"), "chats[0].created_at"),
        (put("created_at", "yesterday"), "chats[0].created_at"),
        (put("messages", {}), "chats[0].messages"),
        (put("surprise", 1), "chats[0].surprise"),
        (put_in_message("parent", 2), "chats[0].messages[1].parent"),
        (put_in_message("parent", 2, at=0), "chats[0].messages[0].parent"),
        (put_in_message("parent", 0), "chats[0].messages[1].parent"),
        (put_in_message("parent", True), "chats[0].messages[1].parent"),
        (put_in_message("parent", 1.5), "chats[0].messages[1].parent"),
        (put_in_message("id", 1), "chats[0].messages[1].id"),
        (put_in_message("id", 10**30), "chats[0].messages[1].id"),
        (put_in_message("role", "system"), "chats[0].messages[1].role"),
        (put_in_message("role", ["user"]), "chats[0].messages[1].role"),
        (put_in_message("text", "\ud800"), "chats[0].messages[1].text"),
        (put_in_message("text", "x" * (4 * 1024 * 1024 + 1)), "chats[0].messages[1].text"),
        (put_in_message("covers_until", 1), "chats[0].messages[1].covers_until"),
        (put_in_message("usage", {"input": 1}), "chats[0].messages[1].usage.output"),
        (put_in_message("usage", [1]), "chats[0].messages[1].usage"),
        (put_in_message("attachments", [{}] * (MAX_COUNT + 1)), "chats[0].messages[1].attachments"),
        (put_in_message("replay", "[]"), "chats[0].messages[1].replay"),
        (lambda chat: chat.pop("uid"), "chats[0].uid"),
    ],
)
def test_hostile_field_is_refused_by_its_place(change: Change, place: str) -> None:
    with pytest.raises(ImportRefused) as refused:
        read_records(broken(change))
    assert f"“{place}”" in refused.value.title


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        "{}",
        "not json",
        "[" * 100_000,
        '{"format": "javari-chats", "version": NaN, "chats": []}',
        '{"format": "javari-chats", "version": Infinity, "chats": []}',
        '{"format": "javari-chats", "version": 1, "version": 1, "chats": []}',
        '{"format": "something", "version": 1, "chats": []}',
        '{"format": "javari-chats", "version": 1e400, "chats": []}',
        '{"format": "javari-chats", "version": ' + "9" * 5_000 + ', "chats": []}',
        '{"format": "javari-chats", "version": 1, "chats": [], "more": 1}',
    ],
)
def test_file_that_is_no_export_is_refused(text: str) -> None:
    with pytest.raises(ImportRefused):
        read_records(text)


def test_export_of_a_newer_version_says_so() -> None:
    with pytest.raises(ImportRefused, match="version 2; this Javari reads version 1"):
        read_records('{"format": "javari-chats", "version": 2, "chats": []}')


def test_two_chats_with_one_uid_are_refused() -> None:
    with pytest.raises(ImportRefused):
        read_records(to_json([sample(), sample()]))


def test_control_codes_of_an_import_are_taken_out() -> None:
    (made,) = read_records(broken(put_in_message("text", "a\x1b]52;c;aGk=\x07b")))
    assert made.messages[1].text == "ab"


def test_running_answer_is_exported_as_cut() -> None:
    one = sample()
    running = record(one.chat, (one.messages[0], replace(one.messages[1], state=MessageState.STREAMING)))
    assert running.messages[1].state is MessageState.CUT


def test_markdown_page_reads_well() -> None:
    one = sample()
    assert to_markdown(one.chat, one.messages) == (
        '---\ntitle: "Lists"\nuid: "12345678-abcd"\ncreated: "2026-11-22T18:30:00+00:00"\n'
        'updated: "2026-11-22T18:30:00+00:00"\ntags: ["py"]\nmodels: ["anthropic/claude-x"]\nmessages: 2\n---\n\n'
        "# Lists\n\n## You · 2026-11-22 18:30 UTC\n\n**a.md**\n\n````\n```\nx\n```\n````\n\nHow?\n\n"
        "## claude-x · 2026-11-22 18:30 UTC\n\nSo.\n\n*The answer was cut off here.*\n"
    )


@given(st.text(max_size=80), st.lists(st.text(max_size=20), max_size=3))
def test_head_of_a_markdown_page_is_yaml_whatever_the_title(title: str, tags: list[str]) -> None:
    one = sample()
    page = to_markdown(replace(one.chat, title=title, tags=tuple(tags)), one.messages)
    head = yaml.safe_load(page.split("\n---\n")[0].removeprefix("---\n"))
    assert head["title"] == (" ".join(title.split()) or "Untitled chat")
    assert head["tags"] == tags
