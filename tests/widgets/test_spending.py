"""Bars, columns and lines of credits: as wide as they may be, to be read without Unicode, and only letters."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from javari_tui.domain.balance_view import BalanceState, BalanceView
from javari_tui.domain.billing import QuarantinedEvent, ReconcileReport, SyncReport
from javari_tui.domain.credits import Credits
from javari_tui.domain.model_records import ModelRef, Usage
from javari_tui.domain.spending import EntryKind, GrantSource, LedgerEntry, Receipt
from javari_tui.domain.turn_actions import Action
from javari_tui.screens.credits.remote import reconcile_words, sync_words
from javari_tui.terminal.glyphs import use_glyphs
from javari_tui.widgets.spending.bars import bar, columns, meter
from javari_tui.widgets.spending.entries import entry_row, entry_rows, rows_content
from javari_tui.widgets.spending.figures import CHART_ROWS, ChartLine, Figure, Heading, SpendingRow, spending_row
from javari_tui.widgets.spending.names import chat_name, one_row
from javari_tui.widgets.spending.refused import refused_row
from javari_tui.widgets.spending.standing import head_lines

NOW = datetime(2026, 11, 23, 14, 3, tzinfo=UTC)
EVIL = "[/nope] 東京 \x1b]52;c;aGFjaw==\x07\x1b[31m\u202eevil\u2066\r\n" + "A" * 4096
RECEIPT = Receipt(
    event=EVIL,
    charged=Credits(1_234_567),
    cost=Credits(2_000_000),
    action=Action.CHAT,
    model=ModelRef("x", EVIL),
    chat_id=1,
    message_id=2,
    price_version=EVIL,
    usage=Usage(input=1, output=2),
    is_estimated=True,
    is_priced=False,
    created_at=NOW,
)
ENTRY = LedgerEntry(
    seq=1,
    event=EVIL,
    kind=EntryKind.USAGE,
    amount=Credits(-1_234_567),
    created_at=NOW,
    source=GrantSource.PLAN,
    receipt=RECEIPT,
    chat_title=EVIL,
)
REFUSED = QuarantinedEvent(
    event="e", problem=EVIL, amount=Credits(5), model=EVIL, created_at=NOW, chat_id=1, chat_title=EVIL
)
MONTH = tuple((date(2026, 11, 1) + timedelta(days=number), number * 1_000_000, 1) for number in range(30))
ROWS: list[SpendingRow] = [
    Heading("By model"),
    Figure(name=one_row(EVIL), amount=Credits.of(123_456), most=Credits.of(123_456), events=9_999),
    Figure(name=chat_name("", 7), amount=Credits(1), most=Credits.of(9), events=1),
    *(ChartLine(MONTH, row) for row in range(CHART_ROWS + 1)),
    *(ChartLine(MONTH * 40, row) for row in range(CHART_ROWS + 1)),
]


@pytest.mark.parametrize("signs", ["unicode", "ascii"])
def test_every_row_fits_and_is_only_letters(signs: str) -> None:
    use_glyphs(signs)
    for width in (30, 54, 76, 136):
        drawn = [spending_row(row, width) for row in ROWS]
        drawn += [entry_row(ENTRY, width), refused_row(REFUSED, width)]
        assert [row.plain for row in drawn if row.cell_length > width] == []
        text = "".join(row.plain for row in drawn)
        assert re.search(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text) is None
        if signs == "ascii":
            assert re.sub(r"[東京の]", "", text).isascii()


def test_a_bar_is_as_long_as_its_part_and_never_nothing_for_something() -> None:
    assert [bar(amount, 80, 10) for amount in (0, 1, 8, 44, 80, 999)] == ["", "▏", "█", "█████▌", "█" * 10, "█" * 10]
    assert bar(1, 9_999, 10) == "▏"
    assert meter(25, 100, 8) == "██░░░░░░"
    assert columns([0, 4, 8], 2) == ["  █", " ██"]
    use_glyphs("ascii")
    assert [bar(amount, 80, 10) for amount in (0, 1, 40)] == ["", "#", "#####"]
    assert meter(25, 100, 10) == "[##------]"


def test_the_figures_stand_beside_the_bars_also_on_few_columns() -> None:
    row = spending_row(ROWS[1], 50).plain
    assert "123,456" in row and "9,999" in row
    chart = [spending_row(ChartLine(MONTH, row), 60).plain for row in range(CHART_ROWS + 1)]
    assert chart[0].startswith("29 │") and chart[-2].startswith(" 0 │")
    assert "Nov 1" in chart[-1] and chart[-1].rstrip().endswith("Nov 30")


def test_a_receipt_says_what_is_estimated_not_priced_and_not_covered() -> None:
    told = " ".join(rows_content(entry_rows(ENTRY), 60).plain.split())
    for words in ("1.24 credits", "Estimated", "written down at 0", "It cost 2", "0.77"):
        assert words in told
    narrow = rows_content(entry_rows(ENTRY), 24)
    assert max(line.cell_length for line in narrow.split("\n")) <= 24


@pytest.mark.parametrize(
    ("view", "words"),
    [
        (BalanceView(), "Credits: —"),
        (BalanceView(state=BalanceState.EXHAUSTED, available=Credits(), total=Credits.of(9)), "budget is used up"),
        (BalanceView(is_local=False), "has not told the balance yet"),
        (
            BalanceView(state=BalanceState.STALE, is_local=False, available=Credits.of(8), as_of=NOW),
            "2:03 PM, 6 min",
        ),
        (
            BalanceView(
                state=BalanceState.OFFLINE,
                is_local=False,
                available=Credits.of(8),
                as_of=NOW,
                offline_used=Credits.of(58),
                offline_allowance=Credits.of(500),
            ),
            "58 of the 500 credits",
        ),
        (
            BalanceView(
                state=BalanceState.PENDING, is_local=False, as_of=NOW, pending=3, pending_amount=Credits.of(42)
            ),
            "3 uses (42 credits) are not sent yet",
        ),
        (
            BalanceView(state=BalanceState.DISAGREES, is_local=False, difference=Credits.of(-42)),
            "counts 42 credits less",
        ),
        (BalanceView(state=BalanceState.DISAGREES, is_local=False, quarantined=1), "refused 1 use;"),
        (BalanceView(is_local=False, needs_sign_in=True), "signed out"),
        (BalanceView(is_local=False, grace_until=NOW), "until Nov 23, 2026"),
    ],
    ids=["unknown", "used up", "never told", "old", "offline", "pending", "differs", "refused", "signed out", "unpaid"],
)
def test_every_state_of_the_balance_is_a_sentence(view: BalanceView, words: str) -> None:
    lines = head_lines(view, 58, NOW + timedelta(minutes=6))
    assert words in " ".join(line.plain.strip() for line in lines)
    assert max(line.cell_length for line in lines) <= 58


def test_what_the_server_said_is_told_in_words() -> None:
    assert sync_words(SyncReport()) == "There was nothing to send; the balance was asked for."
    assert sync_words(SyncReport(sent=3, accepted=2, quarantined=1)) == "3 uses were sent. 1 was refused: page 4."
    assert reconcile_words(ReconcileReport(days=4))[-1] == "Both sides know the same."
    report = ReconcileReport(
        days=4, differing=("2026-11-23",), resent=2, unknown_here=("a",), difference=Credits.of(-3)
    )
    told = " ".join(reconcile_words(report))
    for words in ("2026-11-23", "2 uses were missing", "has 1 use of this machine", "counts 3 credits less"):
        assert words in told
