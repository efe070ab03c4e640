"""What the last line offers for an answer that ended early is what the answer itself says."""

from __future__ import annotations

from javari_tui.domain.models import FailureKind
from javari_tui.providers.scripted import failing, saying
from tests.journeys.conftest import Javari
from tests.journeys.person import halting


async def test_an_answer_of_which_nothing_came_is_asked_for_again_by_the_key_it_names(javari: Javari) -> None:
    async with javari([failing(FailureKind.BAD_KEY), saying("Now it works")], size=(140, 30)) as person:
        await person.send("one")
        await person.reads("F8 asks again")
        await person.until(lambda: person.footer().get("F8") == "Ask again", str(person.footer()))
        assert "F7" not in person.footer()
        assert person.sees("F8 Ask again")
        await person.press("f8")
        await person.reads("Now it works")
        await person.answered()
        await person.until(lambda: "F8" not in person.footer(), str(person.footer()))


async def test_an_answer_that_began_is_continued_by_the_key_it_names(javari: Javari) -> None:
    script, go_on = halting("A part")
    broken = (*script[:-2], *failing(FailureKind.BAD_KEY))
    async with javari([broken, saying(" and the rest")], size=(140, 30)) as person:
        await person.send("one")
        await person.reads("A part")
        go_on.set()
        await person.reads("F7 continues it")
        await person.until(lambda: person.footer().get("F7") == "Continue", str(person.footer()))
        assert "F8" not in person.footer()
        await person.press("f7")
        await person.reads("and the rest")


async def test_the_wait_for_another_try_that_is_ended_offers_the_same(javari: Javari) -> None:
    async with javari(
        [failing(FailureKind.RATE_LIMITED, retry_after=120.0), saying("Later")], size=(140, 30)
    ) as person:
        await person.send("one")
        await person.reads("Trying again")
        await person.press("escape")
        await person.reads("F8 asks again")
        await person.until(lambda: person.footer().get("F8") == "Ask again", str(person.footer()))
        assert "F7" not in person.footer()


async def test_alt_up_goes_into_the_chat_where_nothing_is_attached(javari: Javari) -> None:
    async with javari([saying("Some words")]) as person:
        await person.ask("one")
        await person.press("alt+up")
        await person.until(lambda: person.app.focused is person.app.screen.query_one("Transcript"))
