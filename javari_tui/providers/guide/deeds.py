"""Answers that carry out a command, and say so."""

from __future__ import annotations

from javari_tui.domain.models import ActionRequested
from javari_tui.i18n import _
from javari_tui.providers.guide.answer import Answer, Question, bullets, doing
from javari_tui.providers.guide.connecting import page_link
from javari_tui.providers.guide.dates import language_name
from javari_tui.providers.guide.lookup import find_chat
from javari_tui.providers.guide.marks import code, quoted

HELP_SLUGS = (
    "getting-started",
    "chat",
    "chats",
    "tools",
    "assets",
    "models",
    "guide",
    "settings",
    "appearance-accessibility",
    "data-privacy",
    "billing",
    "keys",
    "command-line",
    "ssh-tmux",
    "faq",
    "troubleshooting",
)
"""The pages of the help, in the order they are named."""


async def speak(question: Question, value: str) -> Answer:
    """Switch the interface language; honest about one that is not there."""
    if value not in question.library.languages():
        text = _("I do not speak {language} yet; more languages are coming.").format(
            language=quoted(language_name(value))
        )
        return Answer(f"{text} {_languages(question)}")
    if value == question.language:
        return Answer(_("That is the language already in use: {language}.").format(language=language_name(value)))
    if not question.library.can_act:
        text = _("To switch everything to {language}, type: {command}")
        return Answer(text.format(language=language_name(value), command=code(f"javari config set language {value}")))
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
    if not question.library.can_act:
        text = _("To switch to the theme {theme}, type: {command}")
        return Answer(text.format(theme=code(value), command=code(f"javari config set theme {value}")))
    return doing(_("Switching to the theme {theme}.").format(theme=code(value)), "appearance.theme", value)


async def themes(question: Question, value: str) -> Answer:
    """The themes there are."""
    names = bullets([code(name) for name in question.library.themes()])
    return Answer(f"{_('These are the themes:')}\n\n{names}\n\n{_('Say, for example, “use the dark theme”.')}")


async def settings(question: Question, value: str) -> Answer:
    """Open the settings."""
    if not question.library.can_act:
        return Answer(
            _("On the command line, {shown} lists every setting, and {changed} changes one.").format(
                shown=code("javari config list"), changed=code("javari config set KEY VALUE")
            )
        )
    return doing(_("Opening the settings."), "settings.open")


async def new_chat(question: Question, value: str) -> Answer:
    """Start a new chat."""
    if not question.library.can_act:
        return Answer(
            _("On the command line every question starts a new chat; {command} goes on in the last one.").format(
                command=code("javari ask --continue")
            )
        )
    return doing(_("Starting a new chat."), "chat.new")


async def search_chats(question: Question, value: str) -> Answer:
    """What was found in the chats and, when there is something, the search itself with the words in it."""
    found = await find_chat(question, value)
    is_searched = found.has_sources and question.library.can_act
    return Answer(found.text, (ActionRequested("chat.search", value),)) if is_searched else found


async def help_page(question: Question, value: str) -> Answer:
    """Open the help page that is about the words; on the command line, the page itself."""
    for language in dict.fromkeys((question.language, "en", "es")):
        hits = await question.library.search_help(value, language)
        if hits:
            return await open_page(question, hits[0].slug)
    if not question.library.can_act:
        return Answer(f"{_('I found no help page about that.')} {await _page_names(question)}")
    return doing(_("I found no help page about that. Here is the help; it has a search box."), "help.open")


async def open_page(question: Question, slug: str) -> Answer:
    """Open one help page, or say what is on it."""
    page = await question.library.help_page(slug, question.language)
    if page is not None and not question.library.can_act:
        return Answer(f"{page.title}\n\n{page.text}", has_sources=True)
    return doing(_("Opening the help page {page}.").format(page=await page_link(question, slug)), "help.page", slug)


async def all_keys(question: Question, value: str) -> Answer:
    """Opens the keyboard page, or says it."""
    return await open_page(question, "keys")


async def help_pages(question: Question, value: str) -> Answer:
    """Open the help; on the command line, name its pages."""
    if not question.library.can_act:
        return Answer(await _page_names(question))
    return doing(_("Opening the help."), "help.open")


async def _page_names(question: Question) -> str:
    """The titles of the pages and how one is read."""
    pages = [await question.library.help_page(slug, question.language) for slug in HELP_SLUGS]
    names = bullets([page.title for page in pages if page is not None])
    how = _("Read one, for example, with {command}").format(command=code('javari ask "open the help about keys"'))
    return f"{_('These are the help pages:')}\n\n{names}\n\n{how}"
