from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest

from javari_tui.domain.credits import Credits
from javari_tui.domain.spending import EntryKind, GrantSource, SpendingBy
from javari_tui.domain.turn_actions import Action
from javari_tui.storage.ledger import LedgerStore
from javari_tui.storage.ledger_reads import CSV_HEAD, LedgerReader
from tests.storage.conftest import Kept
from tests.storage.ledger_bench import MODEL, START, charge, wish


@pytest.fixture
def reader(kept: Kept) -> LedgerReader:
    """Two chats in which something was spent on two days, one answer paid from two grants."""
    ledger = LedgerStore(kept.database)
    whale, other = kept.chats.create(title="=Narwhal"), kept.chats.create(title="50%_off")
    bought = ledger.balance(at=START).available - Credits(30)
    ledger.grant("top", Credits(500), GrantSource.TOP_UP, at=START)
    for chat, cost, action, day in (
        (whale, bought.micro, Action.CODE_GENERATION, 0),
        (whale, 100, Action.CHAT, 0),
        (other, 7, Action.FILE_ANALYSIS, 1),
        (other, 0, Action.CHAT, 1),
    ):
        time = START + timedelta(days=day)
        hold = ledger.hold(wish(cost, least=0, chat=chat.id, message=chat.id), at=time)
        ledger.settle(hold.id, charge(cost, action=action, estimated=cost == 7), at=time)
    kept.chats.delete(other.id)
    return LedgerReader(kept.database)


def test_spending_is_added_up_by_day_model_action_and_chat(reader: LedgerReader) -> None:
    most = Credits.of(1_000) - Credits(30)

    by_day = [(item.key, item.amount, item.events, item.estimated) for item in reader.spending(SpendingBy.DAY)]
    by_chat = [(item.title, item.amount) for item in reader.spending(SpendingBy.CHAT)]
    by_action = {item.key: item.amount for item in reader.spending(SpendingBy.ACTION)}

    assert by_day == [("2026-11-24", Credits(7), 2, 1), ("2026-11-23", most + Credits(100), 2, 0)]
    assert by_chat == [("=Narwhal", most + Credits(100)), ("", Credits(7))]
    assert by_action == {"code_generation": most, "chat": Credits(100), "file_analysis": Credits(7)}
    assert [(item.key, item.amount) for item in reader.spending(SpendingBy.MODEL)] == [
        (str(MODEL), most + Credits(107))
    ]
    today = reader.spending(SpendingBy.ACTION, since=START + timedelta(hours=1), until=START + timedelta(days=2))
    assert {item.key for item in today} == {"file_analysis", "chat"}


def test_pages_give_every_line_once_and_an_answer_paid_by_two_grants_has_two(reader: LedgerReader) -> None:
    seen, before, pages = [], None, 0
    while True:
        page = reader.page(before=before, limit=3)
        seen += [entry.seq for entry in page.entries]
        pages += 1
        before = page.before
        if before is None:
            break

    assert (seen, pages) == ([7, 6, 5, 4, 3, 2, 1], 3)
    shares = [entry.amount for entry in reader.page(words="claude-opus").entries if entry.chat_title == "=Narwhal"]
    assert shares[:2] == [Credits(-70), Credits(-30)]


@pytest.mark.parametrize(
    ("words", "seqs"),
    [("narwhal", [5, 4, 3]), ("FILE_", [6]), ("top_up", [6, 5, 2]), ("%", []), ("2026-11-24", [7, 6]), ("'", [])],
)
def test_words_find_the_lines_they_stand_in(reader: LedgerReader, words: str, seqs: list[int]) -> None:
    assert [entry.seq for entry in reader.page(words=words).entries] == seqs


def test_lines_of_one_kind_can_be_asked_for(reader: LedgerReader) -> None:
    assert {entry.source for entry in reader.page(kind=EntryKind.GRANT).entries} == {
        GrantSource.PLAN,
        GrantSource.TOP_UP,
    }


def test_an_answers_receipts_can_be_read(reader: LedgerReader) -> None:
    first, second = reader.receipts(1)

    assert (second.charged, second.action, second.model) == (Credits(100), Action.CHAT, MODEL)
    assert first.charged == Credits.of(1_000) - Credits(30)
    assert reader.receipts(99) == ()


def test_a_file_has_the_whole_ledger_exactly_and_no_formulas(reader: LedgerReader) -> None:
    text = io.StringIO()
    csv.writer(text).writerows(reader.csv_rows())

    lines = list(csv.DictReader(io.StringIO(text.getvalue())))
    assert tuple(lines[0]) == CSV_HEAD
    assert [line["seq"] for line in lines] == ["7", "6", "5", "4", "3", "2", "1"]
    assert [line["credits"] for line in lines[1:4]] == ["-0.000007", "-0.00007", "-0.00003"]
    assert (lines[2]["chat_title"], lines[1]["estimated"], lines[6]["source"]) == ("'=Narwhal", "1", "plan")
