"""The page of credits by keys, over a real ledger."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from javari_tui import paths
from javari_tui.domain.turn_actions import Action
from javari_tui.i18n import use_language
from javari_tui.screens.credits.outcome import Outcome
from javari_tui.screens.credits.receipt import ReceiptDialog
from javari_tui.screens.dialogs.ask_text import AskText
from javari_tui.screens.dialogs.question import Question
from javari_tui.storage.accounts import AccountStore
from javari_tui.widgets.spending.lists import LedgerList
from tests.screens.credits_page import LOCAL, Use, opened, sign_in, use

DAY = timedelta(days=1)


async def test_without_an_account_it_is_said_who_charges_and_adding_to_the_budget_is_asked_for_first() -> None:
    async with opened(Use(credits=100)) as page:
        shown = await page.reads("900 of 1,000 credits left")
        assert "your provider bills" in shown and "Javari" in shown and "90 %" in shown
        assert "4 Waiting" not in shown, "nothing is sent without an account"
        await page.press("enter")
        assert page.asked == ["plans.open "], "where one arrives nothing changes"
        await page.press("down")
        for answer in ("enter", "escape"):  # nor by an Enter too many
            await page.press("enter")
            await page.until(lambda: isinstance(page.app.screen, Question))
            await page.press(answer)
            await page.reads("900 of 1,000 credits left")
        await page.press("enter")
        await page.until(lambda: isinstance(page.app.screen, Question))
        await page.press("a")
        await page.reads("1,900 of 2,000 credits left")
        assert "nothing was charged" in page.app.told[0]


async def test_the_figures_renew_themselves_while_they_are_looked_at() -> None:
    async with opened() as page:
        await page.reads("1,000 of 1,000")
        await use(page.services, Use(credits=300))
        await page.services.ledger.refresh()
        await page.reads("700 of 1,000")


async def test_limits_are_shown_with_what_is_left_of_them_and_lead_to_the_settings() -> None:
    async with opened(Use(credits=30)) as page:
        page.services.settings.set("credits.most_day", "200")
        await page.press("down", "down", "down", "enter")
        assert page.asked == ["settings.open credits"]
        page.screen.on_screen_resume()
        shown = await page.reads("200 at most")
        assert "170 left" in shown


async def test_spending_counts_free_answers_too_and_left_and_right_choose_the_period() -> None:
    long_ago = Use(credits=40, ago=10 * DAY, action=Action.CODE_GENERATION)
    free = Use(credits=0, model=LOCAL)
    async with opened(Use(credits=7), free, free, long_ago) as page:
        await page.press("2")
        shown = await page.reads("47 credits, 4 answers")
        assert "qwen3" in shown and "Writing code" in shown
        await page.press("left")
        shown = await page.reads("7 credits, 3 answers")
        assert "Writing code" not in shown
        await page.press("right", "right", "right")
        await page.reads("47 credits, 4 answers")


async def test_the_line_below_the_bars_is_of_all_of_them_and_fits_a_small_screen_in_spanish() -> None:
    uses = (Use(credits=5), Use(credits=1, estimated=True, model=LOCAL))
    async with opened(*uses, size=(60, 20)) as page:
        use_language("es", paths.shipped("locales"))
        await page.press("2")
        for key in ("home", "down"):  # it is of all, whatever is marked
            await page.press(key)
            shown = await page.reads("6 créditos, 2 respuestas")
            assert shown.splitlines()[-2].strip() == "6 créditos, 2 respuestas · 1 estimada"


async def test_enter_on_a_chat_opens_it_and_on_a_model_lists_its_entries() -> None:
    async with opened(Use(credits=7), Use(credits=0, model=LOCAL), size=(80, 40)) as page:
        await page.press("2")
        await page.reads("By chat")
        await page.press("down", "down", "enter")
        await page.reads("1 entry")
        assert "ollama/qwen3" in page.text()
        await page.press("escape", "2", "down", "enter")
        await page.until(lambda: page.app.outcomes == [Outcome(1)])


async def test_where_nothing_was_used_it_is_said_what_will_stand_here() -> None:
    async with opened() as page:
        await page.press("2")
        await page.reads("Every answer is counted here")


async def test_entries_are_read_page_by_page_and_words_and_a_kind_choose_among_them() -> None:
    uses = [Use(credits=1, model=LOCAL if number == 3 else Use(credits=1).model) for number in range(150)]
    async with opened(*uses) as page:
        await page.press("3")
        await page.reads("the newest 100")
        lines = page.screen.query_one(LedgerList)
        await page.press("end")
        await page.until(lambda: len(lines.entries) == 151)
        assert lines.highlighted == 99, "what is marked stays while more come"
        await page.press("end")
        assert "Added" in page.text() and "+1,000" in page.text()
        await page.press(*"qwen", "enter")
        await page.reads("Taken")
        assert "ollama/qwen3" in page.text(), "Enter right behind the letters shows what they find"
        await page.press("escape")
        await page.reads("1 entry")
        await page.press("escape", "right")
        await page.until(lambda: [entry.amount.micro > 0 for entry in lines.entries] == [True])


async def test_words_that_find_nothing_are_named_and_esc_takes_them_away_before_the_page() -> None:
    async with opened(Use(credits=1)) as page:
        await page.press("slash", *"zz")
        await page.reads("Nothing found for “zz”")
        await page.press("escape")
        await page.reads("2 entries")
        assert not page.app.outcomes
        await page.press("escape")
        await page.until(lambda: page.app.outcomes == [None])


async def test_a_receipt_tells_all_and_leads_to_its_message() -> None:
    async with opened(Use(credits=5, estimated=True, action=Action.FILE_ANALYSIS)) as page:
        await page.press("3")
        await page.reads("Reading files")
        await page.press("enter")
        await page.until(lambda: isinstance(page.app.screen, ReceiptDialog))
        shown = await page.reads("2026-11")
        for words in ("5 credits", "anthropic/claude-opus-5-5", "1,200", "34", "Disk full", "Estimated"):
            assert words in shown
        await page.press("enter")
        await page.until(lambda: page.app.outcomes == [Outcome(1, 2)])


async def test_a_chat_that_is_gone_is_told_by_its_number_and_nothing_leads_there() -> None:
    async with opened(Use(credits=5, chat_id=8), Use(credits=5, chat_id=9)) as page:
        await page.press("2")
        shown = await page.reads("By chat")
        await page.press("end")
        assert "#8 (deleted" in page.text() and "#9 (deleted" in page.text(), shown
        await page.press("3")
        await page.reads("3 entries")
        await page.press("enter")
        await page.until(lambda: isinstance(page.app.screen, ReceiptDialog))
        await page.reads("The chat it came from was deleted.")
        await page.press("enter")
        await page.until(lambda: page.app.screen is page.screen)
        await page.press("ctrl+g")
        assert page.app.outcomes == []


async def test_the_whole_ledger_goes_to_a_new_file_and_never_over_another(tmp_path: Path) -> None:
    taken, free = tmp_path / "a.csv", tmp_path / "b.csv"
    taken.write_text("mine")
    async with opened(Use(credits=5)) as page:
        await page.press("3")
        for file in (taken, free):
            if not isinstance(page.app.screen, AskText):
                await page.press("alt+e")
            await page.until(lambda: isinstance(page.app.screen, AskText))
            await page.press("ctrl+u", *str(file), "enter")
            if file is taken:
                await page.reads("exists already")
        await page.until(lambda: page.app.told)
        assert "2 entries" in page.app.told[0] and "b.csv" in page.app.told[0]
        assert taken.read_text() == "mine"
        assert free.read_text().splitlines()[0].startswith("seq,time,kind,credits")


async def test_on_sixty_columns_figures_and_names_are_all_there() -> None:
    async with opened(
        Use(credits=5), titles=("[/x] \x1b[31mA very long title that goes on and on",), size=(60, 20)
    ) as page:
        shown = await page.reads("995 of 1,000 credits left")
        assert "1 Overview" in shown and "3 Entries" in shown
        await page.press("2")
        shown = await page.reads("5 credits, 1 answer")
        assert "By kind of work" in shown and "claude-opus-5-5" in shown
        await page.press("3")
        shown = await page.reads("-5")
        assert "\x1b" not in shown


async def test_with_an_account_its_grants_are_shown_and_what_was_refused_waits_for_a_decision() -> None:
    async with opened(size=(80, 30)) as page:
        await sign_in(page.services, credits=400, refused="timestamp-out-of-range")
        await page.reads("4 Waiting")
        shown = await page.reads("refused 1 use")
        assert "Plan: Pro" in shown and "Top-up" in shown and "of 400" in shown
        assert "Top up credits" in shown and "provider bills" not in shown
        await page.press("4")
        await page.reads("Its time is too long ago")
        await page.press("enter")
        await page.reads("Keep it here only")
        await page.press("k")
        await page.until(lambda: "It is kept here only." in page.app.told)
        assert await page.services.sync.quarantined() == ()
        await page.reads("Everything was sent.")


async def test_signed_out_it_is_told_for_whom_something_waits() -> None:
    async with opened(size=(80, 30)) as page:
        await sign_in(page.services, credits=400)
        await use(page.services, Use(credits=3))
        stored = page.services.ledger._stored
        await stored.disk.run(AccountStore(stored.database).sign_out)
        await page.services.ledger.refresh()
        await page.reads("4 Waiting")
        await page.press("4")
        shown = await page.reads("acct_1: 1 use is not sent yet.")
        assert "Nothing waits" not in shown and "Everything was sent" not in shown


async def test_what_was_paid_for_is_called_by_its_name() -> None:
    async with opened(size=(80, 30)) as page:
        await sign_in(page.services, credits=400)
        await page.press("3")
        await page.reads("Told by the server · Top-up")
        await sign_in(page.services, credits=400, plan="Enterprise [/x]", more=5_000)
        await page.press("1")
        await page.reads("Enterprise [/x]")
        await page.press("3")
        shown = await page.reads("Told by the server · Enterprise [/x]")
        assert "+5,000" in shown and "Told by the server · Top-up" in shown


async def test_without_a_server_sending_and_comparing_say_what_is_missing() -> None:
    async with opened() as page:
        errors: list[str] = []
        page.screen.report = lambda error: errors.append(error.title)  # type: ignore[method-assign]
        await sign_in(page.services, credits=400)
        await page.reads("4 Waiting")
        await page.press("f5")
        await page.until(lambda: len(errors) == 1)
        await page.press("f6")
        await page.until(lambda: len(errors) == 2)
        assert set(errors) == {"No billing server is set."}
