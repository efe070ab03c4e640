from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from javari_tui.domain.chat import Attachment, AttachmentKind, ToolCall, ToolState
from javari_tui.domain.models import Failure, FailureKind
from javari_tui.storage import stored_values as stored

ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
TIMES = st.datetimes(min_value=datetime(1, 1, 3), max_value=datetime(9999, 12, 29), timezones=ZONES)


@given(TIMES, TIMES)
def test_times_come_back_and_their_texts_sort_as_they_do(one: datetime, other: datetime) -> None:
    texts = stored.time_to_text(one), stored.time_to_text(other)

    assert [stored.time_from_text(text) for text in texts] == [one, other]
    assert (texts[0] < texts[1]) == (one < other)


def test_a_time_without_a_zone_is_in_utc() -> None:
    naive = datetime(2026, 1, 2, 3, 4)

    assert stored.time_from_text(stored.time_to_text(naive)) == naive.replace(tzinfo=UTC)


@given(st.text(), st.text(), st.integers(0, 10**9), st.none() | st.integers(100, 599), st.sampled_from(ToolState))
def test_values_of_json_columns_come_back(
    name: str, text: str, count: int, status: int | None, state: ToolState
) -> None:
    attachment = Attachment(kind=AttachmentKind.FILE, name=name, text=text, tokens=count)
    call = ToolCall(id=name, name=text, arguments=text, state=state, result=text)
    failure = Failure(kind=FailureKind.SERVER, detail=text, status=status, request_id=name)

    assert stored.attachments_from_text(stored.attachments_to_text([attachment] * 2)) == (attachment, attachment)
    assert stored.tool_calls_from_text(stored.tool_calls_to_text([call])) == (call,)
    assert stored.failure_from_text(stored.failure_to_text(failure)) == failure
    assert stored.tags_from_text(stored.tags_to_text([name, text, name])) == tuple(dict.fromkeys((name, text)))


@given(st.text(alphabet=st.characters(exclude_categories=[])))
def test_any_text_becomes_storable_and_whole_text_stays(text: str) -> None:
    kept = stored.storable(text)

    assert kept.encode().decode() == kept
    assert len(kept) == len(text)
    assert stored.storable(kept) == kept


def test_tool_calls_stored_before_they_had_a_state_are_read() -> None:
    old = '[{"id": "t1", "name": "look", "arguments": "{}"}]'

    assert stored.tool_calls_from_text(old) == (ToolCall(id="t1", name="look", arguments="{}"),)
