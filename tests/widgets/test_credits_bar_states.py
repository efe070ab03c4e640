"""Every state of the balance, as the bar tells it: the figure and the state are whole where there is any room."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from javari_tui.domain.balance_view import BalanceState, BalanceView, DraftCost
from javari_tui.domain.credits import Credits
from javari_tui.i18n import use_language
from javari_tui.paths import shipped
from javari_tui.terminal.glyphs import use_glyphs
from javari_tui.widgets.credits.fitting import fitted
from javari_tui.widgets.credits.saying import said_of, to_remember
from javari_tui.widgets.credits_bar import CreditsBar
from tests.widgets.shown import shown

NOW = datetime(2026, 11, 22, 14, 9, tzinfo=UTC)
ACCOUNT = BalanceView(
    state=BalanceState.FRESH, available=Credits.of(12_298), total=Credits.of(20_000), plan="Pro", is_local=False
)
VIEWS = {
    "unknown": BalanceView(),
    "local": BalanceView(state=BalanceState.LOCAL, available=Credits.of(940), total=Credits.of(1000)),
    "fresh": ACCOUNT,
    "pending": replace(ACCOUNT, state=BalanceState.PENDING, pending=3, pending_amount=Credits.of(42)),
    "stale": replace(ACCOUNT, state=BalanceState.STALE, as_of=NOW - timedelta(minutes=6)),
    "offline": replace(
        ACCOUNT, state=BalanceState.OFFLINE, offline_used=Credits.of(58), offline_allowance=Credits.of(500)
    ),
    "exhausted": replace(ACCOUNT, state=BalanceState.EXHAUSTED, available=Credits()),
    "other uses": replace(ACCOUNT, state=BalanceState.DISAGREES),
    "disagrees": replace(ACCOUNT, state=BalanceState.DISAGREES, difference=Credits.of(-42), quarantined=2),
    "signed out": replace(ACCOUNT, needs_sign_in=True),
    "closed": replace(ACCOUNT, is_closed=True),
    "never told": BalanceView(is_local=False),
}
LAST = Credits(1_240_000)
DRAFT = DraftCost(least=Credits(500_000), most=Credits.of(3))
REFUSED = DraftCost(least=Credits.of(1), most=Credits.of(3), is_refused=True)


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    yield
    use_glyphs("unicode")
    use_language("en", Path())


def row(name: str, width: int, draft: DraftCost | None = None) -> str:
    """What stands in a bar of a terminal of so many columns; it has a cell of room at each end."""
    line = fitted(said_of(VIEWS[name], last=LAST, draft=draft, now=NOW), width - 2)
    assert line is not None
    return line.plain.replace("\u202f", " ")


@pytest.mark.parametrize(
    ("name", "width", "expected"),
    [
        ("unknown", 80, "◆ Credits: — | Plan: Free (local) | last 1.24 | Learn More"),
        ("local", 80, "◆ Credits: 940 / 1,000 ━━━━─ | Plan: Free (local) | last 1.24 | Learn More"),
        ("fresh", 80, "◆ Credits: 12,298 / 20,000 ━━━── | Plan: Pro | last 1.24 | Learn More"),
        ("pending", 80, "◆ Credits: 12,298 / 20,000 | 3 not yet sent (−42) | Plan: Pro | last 1.24"),
        ("stale", 80, "◆ Credits: ≈12,298 / 20,000 | as of 2:03 PM, 6 min. ago | Plan: Pro"),
        ("offline", 80, "◆ Credits: ≈12,298 / 20,000 | offline; 58 of 500 offline allowance used"),
        ("exhausted", 80, "◆ Credits: 0 / 20,000 | used up, /topup adds more | Plan: Pro | last 1.24"),
        ("other uses", 80, "◆ Credits: 12,298 / 20,000 ━━━── | server differs | Plan: Pro | last 1.24"),
        ("disagrees", 80, "◆ Credits: 12,298 / 20,000 | server differs by −42 | ! 2 entries need a look"),
        ("signed out", 80, "◆ Credits: ≈12,298 / 20,000 | sign in again: /login | Plan: Pro | last 1.24"),
        ("closed", 80, "◆ Credits: 12,298 / 20,000 ━━━── | account closed | Plan: Pro | last 1.24"),
        ("never told", 80, "◆ Credits: — | last 1.24 | Learn More"),
        ("fresh", 60, "◆ Credits: 12,298 / 20,000 ━━━── | Plan: Pro | last 1.24"),
        ("pending", 60, "◆ Credits: 12,298 / 20,000 | 3 not yet sent (−42)"),
        ("stale", 60, "◆ Credits: ≈12,298 / 20,000 | as of 2:03 PM, 6 min. ago"),
        ("offline", 60, "◆ Credits: ≈12,298 / 20,000 | offline; 58 of 500 used"),
        ("exhausted", 60, "◆ Credits: 0 / 20,000 | used up, /topup adds more"),
        ("disagrees", 60, "◆ Credits: 12,298 / 20,000 | server differs by −42 | ! 2"),
        ("signed out", 60, "◆ Credits: ≈12,298 / 20,000 | sign in again: /login"),
        ("fresh", 40, "◆ Credits: 12,298 / 20,000 | Plan: Pro"),
        ("offline", 40, "◆ Credits: ≈12,298 | offline 58/500"),
        ("stale", 40, "◆ Credits: ≈12,298 | 6 min. ago"),
        ("exhausted", 40, "◆ Credits: 0 / 20,000 | top up: /topup"),
    ],
)
def test_each_state_says_what_it_is_in_the_columns_there_are(name: str, width: int, expected: str) -> None:
    assert row(name, width) == expected


@pytest.mark.parametrize(
    ("name", "width", "draft", "expected"),
    [
        ("fresh", 80, DRAFT, "◆ Credits: 12,298 / 20,000 ━━━── | Plan: Pro | last 1.24 | draft ≈0.50–3"),
        ("fresh", 60, DRAFT, "◆ Credits: 12,298 / 20,000 | Plan: Pro | draft ≈0.50–3"),
        ("offline", 60, DRAFT, "◆ Credits: ≈12,298 | offline 58/500 | draft ≈0.50–3"),
        (
            "fresh",
            80,
            replace(DRAFT, is_near=True),
            "◆ Credits: 12,298 / 20,000 ━━━── | Plan: Pro | last 1.24 | draft ≈0.50–3 !",
        ),
        ("fresh", 80, REFUSED, "◆ Credits: 12,298 / 20,000 | ! not enough credits for this draft | Plan: Pro"),
        ("stale", 60, REFUSED, "◆ Credits: ≈12,298 | ! not enough for this | 6 min. ago"),
        ("local", 60, replace(DRAFT, is_free=True), "◆ Credits: 940 / 1,000 | Plan: Free (local) | draft: free"),
        ("local", 60, replace(DRAFT, is_known=False), "◆ Credits: 940 / 1,000 | draft: price unknown"),
    ],
)
def test_a_draft_says_what_it_may_cost_and_warns_before_enter(
    name: str, width: int, draft: DraftCost, expected: str
) -> None:
    assert row(name, width, draft) == expected


@pytest.mark.parametrize("language", ["en", "es", "qps"])
@pytest.mark.parametrize("name", list(VIEWS))
def test_at_sixty_columns_figure_and_state_are_whole_in_every_language(name: str, language: str) -> None:
    use_language(language, shipped("locales"))
    said = said_of(VIEWS[name], last=LAST, now=NOW)
    line = fitted(said, 58)
    assert line is not None
    assert line.cell_length <= 58
    assert said.figure in line.plain
    assert not said.notes or any(form in line.plain for form in said.notes[0].forms), line.plain


@pytest.mark.parametrize("width", [1, 12, 24, 40, 200])
@pytest.mark.parametrize("name", list(VIEWS))
def test_it_is_one_row_at_any_width_and_plain_ascii_where_that_is_wanted(name: str, width: int) -> None:
    use_glyphs("ascii")
    line = fitted(said_of(VIEWS[name], last=LAST, draft=DRAFT, now=NOW), width)
    assert line is not None
    assert line.cell_length <= width
    assert row(name, 140, DRAFT).isascii()


def test_no_two_states_read_alike_without_colours() -> None:
    rows = {name: row(name, 60) for name in VIEWS}
    assert len(set(rows.values())) == len(VIEWS)


def test_the_name_of_a_plan_is_a_text_and_never_too_long() -> None:
    hostile = replace(ACCOUNT, plan="[red]\x1b]0;x\x07 Pro\n\u202e" + "very " * 30)
    line = fitted(said_of(hostile), 138)
    assert line is not None
    assert "[red]" in line.plain
    assert not set(line.plain) & {"\x1b", "\n", "\u202e", "\x07"}
    assert "… | Learn More" in line.plain


def test_less_than_one_credit_is_not_nothing() -> None:
    assert said_of(replace(ACCOUNT, available=Credits(400_000))).figure == "<1"


async def test_what_was_shown_last_stands_there_until_the_ledger_was_read() -> None:
    bar = CreditsBar(to_remember(VIEWS["fresh"]))
    async with shown(bar) as (pilot, app):
        assert app.rows()[0] == " ◆ Credits: ≈12,298 / 20,000 ━━━── | Plan: Pro | Learn More"
        bar.view = VIEWS["fresh"]
        await pilot.pause()
        assert app.rows()[0] == " ◆ Credits: 12,298 / 20,000 ━━━── | Plan: Pro | Learn More"


async def test_what_another_language_wrote_is_no_figure() -> None:
    use_language("es", shipped("locales"))
    remembered = to_remember(VIEWS["fresh"])
    use_language("en", Path())
    async with shown(CreditsBar(remembered)) as (_pilot, app):
        assert app.rows()[0].startswith(" ◆ Credits: — ")
