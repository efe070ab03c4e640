"""Errors become failures: of a known kind, with a detail fit to store and show."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from javari_tui.domain.models import FailureKind
from javari_tui.providers.failures import LONGEST_DETAIL, detail_of, failure_of_answer, retry_after_of

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def wait(**headers: str) -> float | None:
    """Seconds asked for by these headers, at noon."""
    return retry_after_of({name.replace("_", "-"): value for name, value in headers.items()}, lambda: NOON)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        ("0.5", 0.5),
        ("86400", 86400.0),
        ("-3", 0.0),
        ("Sun, 22 Nov 2026 12:00:30 GMT", 30.0),
        ("Sun, 22 Nov 2026 11:00:00 GMT", 0.0),
        ("", None),
        ("soon", None),
        ("nan", None),
        ("inf", None),
        ("Sun, 99 Nov 2026", None),
    ],
)
def test_a_wait_is_read_in_every_form_and_never_capped(value: str, seconds: float | None) -> None:
    assert wait(retry_after=value) == seconds


def test_milliseconds_win() -> None:
    assert wait(retry_after_ms="1500", retry_after="9") == 1.5
    assert wait(retry_after_ms="x", retry_after="9") == 9.0


def test_details_are_cleaned_and_short() -> None:
    detail = detail_of("bad \x1b]52;c;aGFjaw==\x07\u202e words " + "x" * 10_000)
    assert detail.startswith("bad  words x")
    assert len(detail) == LONGEST_DETAIL


def test_keys_are_taken_out_of_details() -> None:
    detail = detail_of(
        "key s3cret-value and sk-proj-abcdefghijkl and Bearer abc.def.ghi_jkl", secrets=("s3cret-value",)
    )
    assert detail == "key … and … and …"


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["error", "message", "type", "code", "detail", "x"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(st.one_of(st.none(), st.integers(min_value=300, max_value=599)), st.one_of(json_values, st.binary(), st.text()))
def test_no_body_of_whatever_shape_breaks_the_reading(status: int | None, body: object) -> None:
    failure = failure_of_answer(status, body)
    assert failure.kind in FailureKind
    assert len(failure.detail) <= LONGEST_DETAIL


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (408, FailureKind.SERVER),
        (500, FailureKind.SERVER),
        (504, FailureKind.SERVER),
        (529, FailureKind.OVERLOADED),
        (599, FailureKind.SERVER),
        (422, FailureKind.BAD_REQUEST),
        (418, FailureKind.BAD_REQUEST),
        (302, FailureKind.NOT_UNDERSTOOD),
        (405, FailureKind.NOT_UNDERSTOOD),
    ],
)
def test_statuses_without_words(status: int, kind: FailureKind) -> None:
    assert failure_of_answer(status, None).kind is kind
