"""The Guide understands people, not only phrases: at least 95 of 100 natural requests, and hardly ever too much."""

from __future__ import annotations

import pytest

from javari_tui.paths import shipped
from javari_tui.providers.guide.intents import understand
from javari_tui.providers.guide.pages import sections
from javari_tui.providers.guide.phrasebook import known_phrasebooks, phrasebook
from javari_tui.services.help.help import Help
from tests.providers.guide_phrasings import NO_REQUESTS, WITH_VALUES
from tests.providers.guide_phrasings_en import ENGLISH
from tests.providers.guide_phrasings_es import SPANISH

THEMES = ("light", "dark", "auto", "ansi", "contrast")
NATURAL = [(text, goal) for table in (ENGLISH, SPANISH) for goal, texts in table.items() for text in texts]


def understood(text: str, language: str) -> str:
    asked = understand(text, language, THEMES)
    if asked is None:
        return "nothing"
    return f"{asked.intent} {asked.value}" if asked.intent in ("page", "keys") else asked.intent


@pytest.mark.parametrize("language", ["en", "es"])
def test_natural_requests_are_understood_in_both_languages(language: str) -> None:
    assert len(NATURAL) >= 150
    wrong = [f"{text!r}: {goal} -> {got}" for text, goal in NATURAL if (got := understood(text, language)) != goal]
    assert len(wrong) <= len(NATURAL) * 0.05, "\n".join(wrong)


@pytest.mark.parametrize(("text", "intent", "value"), WITH_VALUES)
def test_what_is_named_is_taken_as_it_was_written(text: str, intent: str, value: str) -> None:
    asked = understand(text, "en", THEMES)
    assert asked is not None and (asked.intent, asked.value) == (intent, value)


@pytest.mark.parametrize("language", ["en", "es"])
def test_what_is_no_request_is_hardly_ever_taken_for_one(language: str) -> None:
    assert len(NO_REQUESTS) >= 40
    wrong = [f"{text!r}: {got}" for text in NO_REQUESTS if (got := understood(text, language)) != "nothing"]
    assert len(wrong) <= 1, "\n".join(wrong)


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_section_that_is_meant_is_there_and_alike_in_both_languages(language: str) -> None:
    help_pages = Help(shipped("help"))
    for code in known_phrasebooks():
        for cue in phrasebook(code).cues:
            if cue.intent == "page":
                slug, _sign, heading = cue.value.partition("#")
                english = [title for title, _text in sections(help_pages.page(slug, "en"))]
                assert heading in english, cue.value
                assert len(sections(help_pages.page(slug, language))) == len(english), slug
