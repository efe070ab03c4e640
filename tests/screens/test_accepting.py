"""What differs between both ledgers is told in words and can be accepted."""

from __future__ import annotations

import pytest

from javari_tui.domain.billing import DayApart, ReconcileReport
from javari_tui.domain.credits import Credits
from tests.screens.credits_page import opened, sign_in


async def test_what_differs_is_told_and_accepted_on_the_page_of_what_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened(size=(80, 30)) as page:
        await sign_in(page.services, credits=400)
        account = page.services.account.account
        assert account is not None
        day, more = "2026-11-20", Credits.of(2)
        report = ReconcileReport(
            days=3,
            user_id=account.user_id,
            apart=(DayApart(day=day, count=1, sum=more, xor="0" * 16),),
            differing=(day,),
            unknown_here=("used-elsewhere",),
            difference=more,
        )

        async def reconcile() -> ReconcileReport:
            return report

        monkeypatch.setattr(page.services.sync, "reconcile", reconcile)
        await page.reads("4 Waiting")
        await page.press("4", "f6")
        shown = await page.reads("Both sides differ")
        assert "has 1 use of this machine" in shown and "counts 2 credits more" in shown
        await page.press("a")
        await page.until(lambda: "It is accepted: the server’s figure counts." in page.app.told)
        assert not (await page.services.sync.state()).disagrees
