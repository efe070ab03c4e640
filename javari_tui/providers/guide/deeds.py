"""Answers that carry out a command, and say so."""

from __future__ import annotations

from javari_tui.domain.models import ActionRequested
from javari_tui.i18n import _
from javari_tui.providers.guide.answer import Answer, Question, bullets, doing
from javari_tui.providers.guide.connecting import page_link
from javari_tui.providers.guide.dates import language_name
from javari_tui.providers.guide.lookup import find_chat
from javari_tui.providers.guide.marks import code, quoted


async def speak(question: Question, value: str) -> Answer:
    """Switch the interface language; honest about one that is not there."""
    if value not in question.library.languages():
        text = _("I do not speak {language} yet.").format(language=quoted(language_name(value)))
        return Answer(f"{text} {_languages(question)}")
    if value == question.language:
        return Answer(_("That is the language already in use: {language}.").format(language=language_name(value)))
    return doing(
        _("Switching everything to {language}.").format(language=f"**{language_name(value)}**"),
        "settings.language",
        value,
    )


async def languages(question: Question, value: str) -> Answer:
    """The languages there are."""
    return Answer(f"{_languages(question)} {_('Say, for example, “speak Spanish”.')}")


def _languages(question: Question) -> str:
    names = ", ".join(language_name(code) for code in question.library.languages())
    return _("I can speak: {languages}.").format(languages=names)


async def dress(question: Question, value: str) -> Answer:
    """Switch the theme."""
    return doing(_("Switching to the theme {theme}.").format(theme=code(value)), "appearance.theme", value)


async def themes(question: Question, value: str) -> Answer:
    """The themes there are."""
    names = bullets([code(name) for name in question.library.themes()])
    return Answer(f"{_('These are the themes:')}\n\n{names}\n\n{_('Say, for example, “use the dark theme”.')}")


async def settings(question: Question, value: str) -> Answer:
    """Open the settings."""
    return doing(_("Opening the settings."), "settings.open")


async def new_chat(question: Question, value: str) -> Answer:
    """Start a new chat."""
    return doing(_("Starting a new chat."), "chat.new")


async def search_chats(question: Question, value: str) -> Answer:
    """What was found in the chats and, when there is something, the search itself with the words in it."""
    found = await find_chat(question, value)
    return Answer(found.text, (ActionRequested("chat.search", value),)) if found.has_sources else found


async def help_page(question: Question, value: str) -> Answer:
    """Open the help page that is about the words."""
    for language in dict.fromkeys((question.language, "en", "es")):
        hits = await question.library.search_help(value, language)
        if hits:
            link = await page_link(question, hits[0].slug)
            return doing(_("Opening the help page {page}.").format(page=link), "help.page", hits[0].slug)
    return doing(_("I found no help page about that. Here is the help; it has a search box."), "help.open")


async def help_pages(question: Question, value: str) -> Answer:
    """Open the help."""
    return doing(_("Opening the help."), "help.open")
